"""Reactions within the transaction of an act: their order, their events, their failures."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core.base import tenant
from organizations.models import AuditEvent, Plant
from organizations.services import acts, audit
from organizations.services.acts import TooDeepError, after, after_packs, inside
from tests.factories.organizations import OrganizationFactory, PlantFactory

SIGNED, EDITED = "stage.signed_off", "stage.edited"


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Start with nobody who reacts."""
    for kind in ("inside", "after", "chores"):
        monkeypatch.setattr(acts.registry, kind, [])
    return acts.registry


def of(app: str, name: str, run=lambda **_: None):
    """Return a function as it would stand in an app's `reactions.py`."""

    def made(**given):
        run(**given)

    made.__module__, made.__name__ = f"{app}.reactions", name
    return made


def record(cast, verb=SIGNED, **more):
    values = {"by": cast.people["cio"], "target": cast.plant, "plant": cast.plant, **more}
    return audit.record(verb=verb, **values)


def trail() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_reaction_learns_what_was_done_to_what_by_whom(scoped):
    told = []
    inside(SIGNED)(of("compliance", "tell", lambda **given: told.append(given)))
    record(scoped, changes={"state": ["open", "signed"]})
    record(scoped, EDITED)
    (given,) = told
    assert (given["target"], given["by"]) == (scoped.plant, scoped.people["cio"])
    assert given["act"] == acts.Act(
        SIGNED, scoped.organization.pk, scoped.plant, {"state": ["open", "signed"]}
    )


def test_events_of_reactions_follow_the_act_from_the_lowest_floor_up_and_by_name(scoped):
    def noting(label):
        return lambda **_: record(scoped, EDITED, changes={"label": label})

    for app, name in (("roadmap", "a"), ("compliance", "z"), ("assessment", "b"), ("roadmap", "0")):
        inside(SIGNED)(of(app, name, noting(f"{app}.{name}")))
    event = record(scoped)
    assert event.verb == SIGNED
    rows = AuditEvent.objects.order_by("pk")
    assert [row.changes.get("label") for row in rows] == [
        None,
        "assessment.b",
        "compliance.z",
        "roadmap.0",
        "roadmap.a",
    ]
    assert audit.verify(scoped.organization).is_unbroken


def test_event_tells_of_its_object_as_it_was_when_recorded(scoped):
    def rename_and_remove(**_):
        gone = PlantFactory(organization=scoped.organization, name="Gone", slug="gone")
        assert record(scoped, EDITED, target=gone) is None
        pk, gone.name = gone.pk, "Renamed"
        Plant.objects.filter(pk=pk).delete()
        gone.pk = None
        kept.append(str(pk))

    kept: list[str] = []
    inside(SIGNED)(of("compliance", "remove", rename_and_remove))
    record(scoped)
    event = AuditEvent.objects.get(verb=EDITED)
    assert (event.object_label, event.object_id) == ("Gone", kept[0])


def test_failing_reaction_fails_the_act(scoped):
    def fail(**_):
        Plant.objects.update(city="Elsewhere")
        record(scoped, EDITED)
        raise ZeroDivisionError

    inside(SIGNED)(of("compliance", "fail", fail))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(scoped)
    assert trail() == []
    assert not Plant.objects.filter(city="Elsewhere").exists()
    record(scoped, EDITED)  # nothing of the failed act is left over
    assert trail() == [EDITED]


def test_reactions_to_reactions_are_an_error(scoped):
    inside(SIGNED)(of("compliance", "edit", lambda **_: record(scoped, EDITED)))
    inside(EDITED)(of("roadmap", "follow"))
    told = r"stage\.edited .* roadmap\.follow"
    with pytest.raises(TooDeepError, match=told), transaction.atomic():
        record(scoped)
    assert trail() == []


def statements(cast, verb) -> list[str]:
    """Return what recording an act asks of the database."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        record(cast, verb)
    return [query["sql"] for query in asked.captured_queries]


def test_reactions_run_before_the_chain_is_locked(scoped):
    record(scoped, EDITED)
    inside(SIGNED)(of("compliance", "read", lambda **_: Plant.objects.count()))
    alone, (first, second, *others) = statements(scoped, EDITED), statements(scoped, SIGNED)
    assert "COUNT" in first
    assert "organizations_auditchain" in second
    assert len(others) == len(alone) - 1


def test_event_of_a_reaction_costs_what_every_event_costs(scoped):
    record(scoped, EDITED)
    inside(SIGNED)(of("compliance", "edit", lambda **_: record(scoped, EDITED)))
    assert len(statements(scoped, SIGNED)) == 2 * len(statements(scoped, EDITED))


@pytest.mark.parametrize("mark", [inside, after])
def test_verb_that_nobody_records_is_refused_at_start(registry, mark):
    mark("stage.signed_off")(of("compliance", "known"))
    registry.check()
    mark("stage.signed_of")(of("compliance", "misspelled"))
    with pytest.raises(ImproperlyConfigured, match=r"compliance\.misspelled .* stage\.signed_of"):
        registry.check()


@pytest.mark.parametrize("mark", [inside, after, after_packs])
def test_reaction_has_its_own_name_and_a_cause(mark):
    mark("checklist")(of("compliance", "one"))
    with pytest.raises(ImproperlyConfigured, match=r"compliance\.one"):
        mark("framework")(of("compliance", "one"))
    with pytest.raises(ImproperlyConfigured, match=r"compliance\.two"):
        mark()(of("compliance", "two"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_chain_stays_unbroken_when_writers_react_at_once():
    organization = OrganizationFactory()

    def act(verb):
        audit.record(by=None, verb=verb, target=organization, organization=organization)

    inside(SIGNED)(of("compliance", "edit", lambda **_: act(EDITED)))
    failures = []

    def write():
        try:
            with tenant(organization.pk):
                for _ in range(4):
                    act(SIGNED)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with tenant(organization.pk):
        assert trail() == [SIGNED, EDITED] * 12
    assert audit.verify(organization).is_unbroken
