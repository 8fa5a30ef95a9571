"""After somebody is forgotten, no table names them any more."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from compliance.models import ObligationStatus
from compliance.services.duties import update_duty
from core import clock
from core.base import tenant
from landscape.models import System
from landscape.services import inventory
from organizations.models import AuditEvent, AuditWords, Departure, Membership, User
from organizations.models.user import FORMER
from organizations.selectors.editors import last_editor
from organizations.selectors.trail import describe
from organizations.services import audit, forgetting, invitations, leaving, people
from organizations.services.membership import change_role
from organizations.tasks import remove_words
from steps.models import Step
from steps.services import reverting
from tests.factories.compliance import obligation_data, tracked
from tests.factories.landscape import SystemFactory
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.organizations.services.test_sealing import older

NAME, OLD_NAME, EMAIL = "Wei Zhang-Ortega 张伟", "Wei Zhang-Schmidt", "wei.zhang@example.net"
# What may still hold the words, and why; everything else must not.
LEFT = {
    # People write into notes what they like; the command says where, a person decides.
    ("organizations_plantstage", "reopened_reason"),
}


def dump() -> list[tuple[str, str, str]]:
    """Return table, column and value of every text in the database, read past the models."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, dict | list):
                        text = json.dumps(value, ensure_ascii=False)
                    else:
                        text = str(value)
                        if "\\u" in text:
                            text += json.dumps(json.loads(text), ensure_ascii=False)
                    found.append((table, column.name, text))
    return found


def places(*words: str) -> set[tuple[str, str]]:
    """Return table and column of every text that holds one of the words."""
    return {
        (table, column)
        for table, column, text in dump()
        if any(word.lower() in text.lower() for word in words)
    }


@pytest.fixture
def known(scoped):
    """A person who has left a trace wherever the product keeps names, and is closed."""
    cio, plant = scoped.people["cio"], scoped.plant
    sent = invitations.invite(
        by=cio, organization=scoped.organization, plant=plant, email=EMAIL, role="it_lead",
        name=NAME,
    )  # fmt: skip
    person = invitations.join(
        invitation=sent.invitation, name=OLD_NAME, password="x" * 20, language="en",
        time_zone="UTC",
    )  # fmt: skip
    people.edit_profile(by=person, values={"name": NAME})
    change_role(
        by=cio, membership=Membership.objects.get(user=person), version=1, role="business_lead"
    )
    audit.record(
        by=person, verb="system.added", target=plant, plant=plant, changes={"name": [None, "MES"]}
    )
    system = SystemFactory(plant=plant, owner_name=NAME)
    inventory.edit_system(system=system, expected=1, by=cio, note="kept twice")
    audit.record(
        by=cio, verb="system.edited", target=system, plant=plant,
        changes={"owner_name": ["", NAME]},
    )  # fmt: skip
    leaving.close_person(by=cio, organization=scoped.organization, person=person, successor=None)
    return person


def test_the_fixture_leaves_traces(known):
    assert places(NAME, OLD_NAME, EMAIL) == {
        ("account_emailaddress", "email"),
        ("assessment_system", "owner_name"),
        ("organizations_auditwords", "words"),
        ("organizations_invitation", "email"),
        ("organizations_invitation", "name"),
        ("organizations_user", "email"),
        ("organizations_user", "name"),
        ("roadmap_roadmapchange", "after"),
        ("roadmap_roadmapchange", "before"),
    }


def due(scoped, days=200):
    Departure.objects.update(left_at=clock.now() - timedelta(days))


def test_after_the_period_no_table_names_the_person(scoped, known):
    remove_words()
    assert ("organizations_user", "name") in places(NAME)
    due(scoped)
    remove_words()
    assert places(NAME, OLD_NAME, EMAIL) == set()
    result = audit.verify(scoped.organization)
    assert (result.broken_at, result.removed > 8) == (None, True)
    assert System.objects.get().owner_name == ""
    event = AuditEvent.objects.filter(verb="system.added").get()
    assert event.actor_label == "removed (the person has left)"
    assert event.changes == {"name": [None, "MES"]}


def test_words_of_others_stay(scoped, known):
    due(scoped)
    remove_words()
    event = AuditEvent.objects.filter(verb="membership.changed").get()
    assert (event.actor_label, event.object_label) == ("Cio", "removed (the person has left)")
    assert event.changes == {
        "person": "removed (the person has left)",
        "role": ["it_lead", "business_lead"],
    }


def test_name_reads_former_member_in_both_languages(scoped, known):
    due(scoped)
    remove_words()
    for language, name in (("en", "Former member"), ("zh-hans", "原成员")):
        with translation.override(language):
            person = User.objects.get(pk=known.pk)
            assert (person.name, str(person)) == (name, name)
            assert User.objects.filter(pk=known.pk).values_list("name", flat=True).get() == name
            person.save()
            (row,) = describe(AuditEvent.objects.filter(verb="person.forgotten"))
            assert row.target == name
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organizations_user WHERE id = %s", [known.pk])
        assert cursor.fetchone() == (FORMER,)


def test_a_second_run_does_nothing(scoped, known):
    due(scoped)
    remove_words()
    events, words = AuditEvent.objects.count(), list(AuditWords.objects.values())
    remove_words()
    assert (AuditEvent.objects.count(), list(AuditWords.objects.values())) == (events, words)


def test_a_run_goes_on_where_it_was_stopped(scoped, known, monkeypatch):
    due(scoped)
    monkeypatch.setattr(forgetting, "BATCH", 1)
    once = forgetting.remove_words
    calls = []

    def breaks(*args):
        calls.append(args)
        if len(calls) == 3:
            raise OSError
        return once(*args)

    monkeypatch.setattr(forgetting, "remove_words", breaks)
    with pytest.raises(OSError):
        remove_words()
    assert audit.verify(scoped.organization).removed > 0
    monkeypatch.setattr(forgetting, "remove_words", once)
    remove_words()
    assert places(NAME, OLD_NAME, EMAIL) == set()
    assert audit.verify(scoped.organization).is_unbroken


def test_name_stays_while_another_organization_knows_the_person(scoped, known):
    elsewhere = OrganizationFactory()
    MembershipFactory(organization=elsewhere, user=known, role="cio")
    due(scoped)
    remove_words()
    assert ("organizations_user", "name") in places(NAME)
    assert ("organizations_auditwords", "words") not in places(NAME, OLD_NAME, EMAIL)


def test_name_that_is_part_of_another_stays(scoped, known):
    twin = User.objects.create_user("twin@example.org", None, name=f"{NAME} Junior")
    MembershipFactory(organization=scoped.organization, plant=scoped.plant, user=twin)
    change_role(
        by=scoped.people["cio"],
        membership=Membership.objects.get(user=twin),
        version=1,
        role="respondent",
    )
    due(scoped)
    remove_words()
    event = AuditEvent.objects.filter(verb="membership.changed").order_by("-pk").first()
    assert event.changes["person"] == f"{NAME} Junior"


def test_addresses_go_after_their_time(scoped):
    token = audit.current_address.set("192.0.2.33")
    try:
        for _number in range(2):
            audit.record(by=None, verb="a.b", target=scoped.plant, plant=scoped.plant)
    finally:
        audit.current_address.reset(token)
    remove_words()
    assert ("organizations_auditwords", "words") in places("192.0.2.33")
    assert forgetting.remove_addresses(before=clock.now()) == 2
    assert forgetting.remove_addresses(before=clock.now()) == 0
    assert places("192.0.2.33") == set()
    event = AuditEvent.objects.first()
    assert (event.address, event.actor_label) == ("removed (its time is up)", "Landfall")
    assert audit.verify(scoped.organization).removed == 2


def test_last_editor_reads_the_words(scoped):
    audit.record(
        by=scoped.people["assessor"], verb="plant.edited", target=scoped.plant, plant=scoped.plant
    )
    assert last_editor(scoped.plant) == "Assessor"
    older(scoped)
    assert last_editor(scoped.plant) == "Cio"


# --- the command --------------------------------------------------------------------------------
def run(**options) -> str:
    out = StringIO()
    call_command("forget", stdout=out, **options)
    return out.getvalue()


def test_command_forgets_at_once_and_says_where_words_are_left(scoped, known):
    scoped.plant.stages.create(stage=1, reopened_reason=f"{NAME} asked for it")
    told = run(person=EMAIL, reason="Request of 4 May")
    assert "still in organizations_plantstage.reopened_reason: 1 rows" in told
    assert places(NAME, OLD_NAME, EMAIL) == LEFT
    event = AuditEvent.objects.get(verb="person.forgotten")
    assert event.changes["reason"] == "Request of 4 May"
    acted = AuditEvent.objects.filter(verb="system.added").get()
    assert acted.actor_label == "removed (at the person’s request)"
    assert audit.verify(scoped.organization).is_unbroken


def test_command_refuses_somebody_with_a_role(scoped):
    with pytest.raises(CommandError, match="still has a role"):
        run(person="respondent@example.org", reason="x")
    with pytest.raises(CommandError, match="Nobody"):
        run(person="nobody@example.org", reason="x")


def test_command_redacts_a_note(scoped):
    event = audit.record(
        by=None, verb="a.b", target=scoped.people["cio"], plant=scoped.plant,
        changes={"reason": ["Ms Tan", "Mr Tan"]},
    )  # fmt: skip
    assert "Removed from" in run(event=event.pk, field="reason", reason="Names people")
    again = AuditEvent.objects.get(pk=event.pk)
    assert again.changes["reason"] == ["removed (redacted)"] * 2
    assert places("Ms Tan", "Mr Tan") == set()
    for options, words in (
        ({"event": event.pk, "field": "reason"}, "no note reason"),
        ({"event": event.pk, "field": None}, "--field"),
        ({"event": 0, "field": "reason"}, "no event 0"),
    ):
        with pytest.raises(CommandError, match=words):
            run(reason="x", **options)


def test_scope_of_another_organization_is_not_needed(scoped, known):
    other = OrganizationFactory()
    with tenant(other.pk):
        due_rows = Departure._base_manager.update(left_at=clock.now() - timedelta(200))
        assert due_rows == 1
        remove_words()
    assert EmailAddress.objects.filter(email=EMAIL).count() == 0


def test_review_by_counsel_keeps_its_date_and_loses_its_name(scoped, known):
    """The table wants a name beside the date: emptying one of them was refused by the database."""
    cio, plant = scoped.people["cio"], scoped.plant
    (duty,) = tracked(plant, cio, obligation_data("my.test.one"))
    said = {"counsel_name": NAME, "counsel_on": date(2026, 11, 1)}
    update_duty(duty=duty, expected=duty.row.version, values=said, by=cio)
    due(scoped)
    remove_words()
    assert places(NAME) == set()
    row = ObligationStatus.objects.get()
    assert (row.counsel_name, row.counsel_on) == ("Former member", date(2026, 11, 1))
    step = Step.objects.get(verb="obligation.updated")
    reverting.undo(change=step, by=cio)
    step.refresh_from_db()
    reverting.redo(change=step, by=cio)
    assert ObligationStatus.objects.get().counsel_name == "Former member"
