from __future__ import annotations

import datetime as dt
import json
import threading
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from core.base import tenant
from launcher.archive.rows import triggers_away
from organizations.models import AuditChain, AuditEvent, Plant
from organizations.services import audit
from tests.factories.organizations import OrganizationFactory, UserFactory


def recorded(scoped, **more):
    values = {
        "by": scoped.people["cio"],
        "verb": "stage.edited",
        "target": scoped.plant,
        "plant": scoped.plant,
        **more,
    }
    return audit.record(**values)


def test_event_says_who_did_what_to_which_object(scoped):
    event = recorded(scoped, changes={"headcount": [640, 650]})
    assert (event.actor_label, event.verb) == ("Cio", "stage.edited")
    assert (event.object_type, event.object_label) == ("organizations.plant", "Johor Bahru")
    assert event.changes == {"headcount": [640, 650]}


def test_event_by_the_installation_itself(scoped):
    event = recorded(scoped, by=None)
    assert (event.actor, event.actor_label) == (None, "Landfall")


def test_event_costs_three_statements(scoped, django_assert_num_queries):
    recorded(scoped)
    with transaction.atomic(), django_assert_num_queries(3):
        recorded(scoped)


def test_tenant_of_an_event_is_that_of_the_plant(scoped, django_assert_num_queries):
    recorded(scoped)
    plant = Plant.objects.get(pk=scoped.plant.pk)  # its organization is not loaded
    with transaction.atomic(), django_assert_num_queries(3):
        event = recorded(scoped, plant=plant, target=plant)
    assert event.organization_id == scoped.organization.pk


def test_event_of_no_tenant_is_refused(scoped):
    with pytest.raises(TypeError):
        recorded(scoped, plant=None)


def test_events_follow_each_other(scoped):
    first, second = recorded(scoped), recorded(scoped)
    assert (first.previous_hash, second.previous_hash) == ("", first.event_hash)
    chain = AuditChain.objects.get(organization=scoped.organization)
    assert (chain.head, chain.length) == (second.event_hash, 2)
    assert audit.verify(scoped.organization).is_unbroken


def test_each_organization_has_its_own_chain(scoped):
    recorded(scoped)
    other = OrganizationFactory()
    event = audit.record(by=None, verb="x.y", target=other, organization=other)
    assert event.previous_hash == ""
    assert audit.verify(other).count == 1


def test_trail_without_events_is_unbroken(scoped):
    assert audit.verify(scoped.organization).is_unbroken


def test_values_of_every_kind_survive_storage(scoped):
    changes = {
        "money": [Decimal("1.10"), Decimal("Infinity")],
        "ratio": 0.1,
        "day": dt.date(2026, 3, 1),
        "set": {"b", "a"},
        "person": scoped.people["cio"],
        "text": "a\x00b 海外 \ud800",
        "deep": {"list": [1, None, True, ("x",)]},
    }
    recorded(scoped, changes=changes)
    event = AuditEvent.objects.get(verb="stage.edited")
    assert event.changes["money"] == ["1.1", "Infinity"]
    assert event.changes["set"] == ["a", "b"]
    assert event.changes["person"] == scoped.people["cio"].pk
    assert event.changes["text"] == "ab 海外 ?"
    assert audit.verify(scoped.organization).is_unbroken


def test_difference_names_only_what_changed():
    before = {"a": 1, "b": Decimal("2.0"), "c": "x"}
    assert audit.difference(before, {"a": 1, "b": Decimal(2), "c": "y"}) == {"c": ["x", "y"]}


@pytest.mark.parametrize("act", ["update", "delete"])
def test_database_refuses_to_change_an_event(scoped, act):
    event = recorded(scoped)
    rows = AuditEvent.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(verb="forged") if act == "update" else rows._raw_delete("default")


def test_database_refuses_an_event_beside_the_chain(scoped):
    event = recorded(scoped)
    event.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save(force_insert=True)


def test_rolled_back_event_leaves_no_trace(scoped):
    recorded(scoped)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        recorded(scoped)
        raise ZeroDivisionError
    recorded(scoped)
    result = audit.verify(scoped.organization)
    assert (result.count, result.is_unbroken) == (2, True)


def forge(event_id: int) -> None:
    """Change a stored event as somebody with the database in hand would."""
    with triggers_away():
        AuditEvent._base_manager.filter(pk=event_id).update(verb="forged")


def test_forged_event_is_found_by_the_command(scoped, capsys):
    event = recorded(scoped)
    call_command("verify_audit", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["qinghe"] == {
        "events": 1,
        "unbroken": True,
        "broken_at": None,
        "words_differ": False,
        "words_removed": 0,
        "records_altered": [],
    }
    forge(event.pk)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 2
    assert f"qinghe: 1 events, broken at event {event.pk}" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_chain_stays_unbroken_under_concurrent_writers():
    organization, person = OrganizationFactory(), UserFactory()
    failures = []

    def write():
        try:
            with tenant(organization.pk):
                for _ in range(8):
                    with transaction.atomic():
                        audit.record(
                            by=person,
                            verb="answer.saved",
                            target=organization,
                            organization=organization,
                        )
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        write()  # threads share one connection there; the file database is tested end to end
        write()
    else:
        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    result = audit.verify(organization)
    assert result.is_unbroken
    assert result.count in {16, 32}
