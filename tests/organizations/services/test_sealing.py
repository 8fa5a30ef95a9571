"""Events of both formats: what the seal holds, what is found, what may be blanked."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core import clock
from launcher.archive.rows import triggers_away
from organizations.domain import chain
from organizations.domain.words import Removal
from organizations.models import AuditChain, AuditEvent, AuditJob, AuditWords
from organizations.services import audit, sealing
from organizations.services.forgetting import remove_words
from organizations.services.redaction import redact
from organizations.tasks import run_audit_job

NOTE = "Ms Tan of the night shift said so"


def recorded(scoped, **more):
    values = {
        "by": scoped.people["cio"],
        "verb": "plant.edited",
        "target": scoped.plant,
        "plant": scoped.plant,
        **more,
    }
    return audit.record(**values)


def noted(scoped, before="", after=NOTE):
    """Record a change of a note, as an answer or a duty does."""
    event = recorded(
        scoped,
        target=scoped.people["respondent"],
        changes={"reason": [before, after], "language": ["en", "zh-hans"]},
    )
    return AuditEvent.objects.get(pk=event.pk)


def older(scoped):
    """Store an event as version 0.1.0 did."""
    head = AuditChain.objects.get(organization=scoped.organization).head
    event = AuditEvent(
        organization=scoped.organization,
        plant=scoped.plant,
        actor=scoped.people["cio"],
        sealed_actor="Cio",
        verb="plant.edited",
        object_type="organizations.plant",
        object_id=str(scoped.plant.pk),
        sealed_object="Johor Bahru",
        sealed_changes={"name": ["a", "b"]},
        sealed_address="192.0.2.7",
        happened_at=clock.now(),
        previous_hash=head,
    )
    event.event_hash = chain.seal(sealing.content(event), head)
    event.save(force_insert=True)
    return AuditEvent.objects.get(pk=event.pk)


@pytest.fixture
def from_address():
    token = audit.current_address.set("192.0.2.9")
    yield "192.0.2.9"
    audit.current_address.reset(token)


def test_seal_holds_no_words(scoped, from_address):
    event = noted(scoped)
    row = AuditEvent.objects.filter(pk=event.pk).values().get()
    stored = json.dumps(row, default=str, ensure_ascii=False)
    for word in ("Cio", "Respondent", from_address, NOTE):
        assert word not in stored
    assert event.format == 2
    assert set(event.commitments) == {
        "actor",
        "object",
        "address",
        "changes.reason.before",
        "changes.reason.after",
    }
    assert (event.actor_label, event.object_label, event.address) == (
        "Cio",
        "Respondent",
        from_address,
    )
    assert event.changes == {"reason": ["", NOTE], "language": ["en", "zh-hans"]}


def test_each_word_has_its_own_salt(scoped):
    words = noted(scoped).words.words
    salts = [word["salt"] for word in words.values()]
    assert len(set(salts)) == len(words)
    assert {len(salt) for salt in salts} == {32}
    assert not set(salts) & {word["salt"] for word in noted(scoped).words.words.values()}


def test_chain_holds_over_both_formats(scoped):
    noted(scoped)
    event = older(scoped)
    noted(scoped)
    assert (event.actor_label, event.object_label, event.address) == (
        "Cio",
        "Johor Bahru",
        "192.0.2.7",
    )
    assert event.changes == {"name": ["a", "b"]}
    result = audit.verify(scoped.organization)
    assert (result.count, result.broken_at, result.removed) == (3, None, 0)


def test_blanked_words_leave_the_chain_whole(scoped, from_address):
    event = noted(scoped)
    noted(scoped)
    assert remove_words(event.words, ["changes.reason.after", "address"], Removal.AGE)
    assert not remove_words(event.words, ["address"], Removal.LEFT)
    result = audit.verify(scoped.organization)
    assert (result.count, result.broken_at, result.removed) == (2, None, 2)
    again = AuditEvent.objects.get(pk=event.pk)
    assert again.words.keeps_address is False
    assert again.changes["reason"] == ["", "removed (its time is up)"]
    with override("zh-hans"):
        assert AuditEvent.objects.get(pk=event.pk).address == "已移除（保存期已满）"


def tampered(event, **values):
    """Change a row of words as somebody with the database in hand would."""
    with triggers_away():
        AuditWords._base_manager.filter(pk=event.pk).update(**values)


def test_changed_word_is_found(scoped, capsys):
    event = noted(scoped)
    noted(scoped)
    words = {**event.words.words, "actor": {**event.words.words["actor"], "value": "Stakeholder"}}
    tampered(event, words=words)
    result = audit.verify(scoped.organization)
    assert (result.broken_at, result.words_differ) == (event.pk, True)
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert f"broken at words of event {event.pk}" in capsys.readouterr().out
    client = scoped.client("cio")
    client.post("/organization/audit/check/")
    run_audit_job(AuditJob.objects.get().pk, scoped.organization.pk)
    page = client.get("/organization/audit/check/").content.decode()
    assert f"The words of event {event.pk} do not fit its seal" in page


def test_changed_hash_is_found(scoped):
    event = noted(scoped)
    with triggers_away():
        rows = AuditEvent._base_manager.filter(pk=event.pk)
        rows.update(commitments={**event.commitments, "actor": "0" * 64})
    result = audit.verify(scoped.organization)
    assert (result.broken_at, result.words_differ) == (event.pk, False)


def test_removed_row_of_words_is_found(scoped):
    event = noted(scoped)
    with triggers_away():
        AuditWords._base_manager.filter(pk=event.pk).delete()
    result = audit.verify(scoped.organization)
    assert (result.broken_at, result.words_differ) == (event.pk, True)
    assert AuditEvent.objects.get(pk=event.pk).actor_label == "removed"


@pytest.mark.parametrize(
    "change",
    [
        lambda row: setattr(row, "words", {**row.words, "actor": {"salt": "", "value": "Me"}}),
        lambda row: setattr(row, "words", {**row.words, "more": {"salt": "", "value": 1}}),
        lambda row: setattr(row, "removed", {}),
        lambda row: setattr(row, "removed", {"object": "left"}),
        lambda row: setattr(row, "keeps_address", True),
    ],
)
def test_database_lets_words_go_and_nothing_else(scoped, from_address, change):
    event = noted(scoped)
    remove_words(event.words, ["object", "address"], Removal.REQUEST)
    row = AuditWords.objects.get(pk=event.pk)
    change(row)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_blanked_word_does_not_come_back(scoped):
    event = noted(scoped)
    before = dict(event.words.words)
    remove_words(event.words, ["actor"], Removal.LEFT)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditWords.objects.filter(pk=event.pk).update(words=before)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditWords.objects.filter(pk=event.pk)._raw_delete("default")


def test_trail_costs_the_same_with_words(scoped):
    client = scoped.client("cio")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/organization/audit/").status_code == 200
        return len(seen)

    noted(scoped)
    cost()
    before = cost()
    for _number in range(3):
        noted(scoped)
        older(scoped)
    assert cost() == before


# --- redacting --------------------------------------------------------------------------------
def test_redacted_note_goes_from_every_event_it_stands_in(scoped):
    first, second = noted(scoped), noted(scoped, before=NOTE, after="Somebody said so")
    other = noted(scoped, after="Unrelated")
    count = redact(
        by=scoped.people["cio"], event=first, key="changes.reason.after", reason="Names a person"
    )
    assert count == 2
    shown = [AuditEvent.objects.get(pk=event.pk).changes["reason"] for event in (first, second)]
    assert shown == [["", "removed (redacted)"], ["removed (redacted)", "Somebody said so"]]
    assert AuditEvent.objects.get(pk=other.pk).changes["reason"] == ["", "Unrelated"]
    acts = AuditEvent.objects.filter(verb="words.redacted").order_by("pk")
    assert [act.object_id for act in acts] == [str(first.pk), str(second.pk)]
    assert [act.changes for act in acts] == [{"field": "reason", "reason": "Names a person"}] * 2
    assert not any(NOTE in str(row) for row in AuditWords.objects.values_list("words", flat=True))
    result = audit.verify(scoped.organization)
    assert (result.broken_at, result.removed) == (None, 2)
