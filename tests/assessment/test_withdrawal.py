"""Taking a signature back, correcting, and signing again."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.domain.sealing import seal
from assessment.models import Assessment, Snapshot, Withdrawal
from assessment.selectors.result import result
from assessment.selectors.runs import Compared, compared_with, last_signed, seals
from assessment.services import lifecycle, signing
from core.base import tenant
from core.errors import RuleError, StateError
from journey.models import StageTask
from needs.models import Finding, Requirement
from organizations.models import AuditEvent, Plant, User
from organizations.services import audit
from tests.factories import assessment as make
from tests.factories.assessment_runs import previous_signed
from tests.factories.engines import install_other_engine

BASE = "/plants/johor-bahru/current/runs/"


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def framework(scoped):
    scale = [{"v": step} for step in range(6)]
    leaves = [{"id": name, "answer": {"type": "band", "bands": scale}} for name in ("q1", "q2")]
    return make.make_release({"tree": [{"id": "G", "children": leaves}]})


@pytest.fixture
def run(scoped, owner, framework):
    run = make.make_run(scoped.plant, owner, framework=framework)
    return sign(run, owner, {"q1": 1, "q2": 4})


def arguments(run, by):
    return {"plant": run.plant, "run_id": run.pk, "by": by}


def sign(run, by, levels, *, target=3):
    """Answer and submit; somebody who did not answer signs."""
    known = dict(run.answers.values_list("question", "version"))
    for question, level in levels.items():
        seen = known.get(question, 0)
        make.answer(run, question, by, expected=seen, value=level, target=target)
    lifecycle.submit_run(**arguments(run, by))
    signer = User.objects.get(email="cio@example.org")
    signing.sign_off(**arguments(run, signer), note="seen")
    run.refresh_from_db()
    return run


def withdraw(run, by, reason="q1 was read off the wrong line"):
    row = signing.withdraw(**arguments(run, by), reason=reason)
    run.refresh_from_db()
    return row


def needs():
    return dict(Requirement.objects.values_list("code", "state"))


def test_withdrawn_run_is_open_again_and_its_seal_stays(run, owner):
    before = Snapshot.objects.get()
    row = withdraw(run, owner, "  q1 was read off the wrong line ")
    assert (run.state, run.signed_off_at, run.signed_off_by, run.submitted_at) == (
        "open",
        None,
        None,
        None,
    )
    after = Snapshot.objects.get()
    assert (after.data, after.sha256) == (before.data, before.sha256)
    assert (row.snapshot, row.reason, row.withdrawn_by) == (
        before,
        "q1 was read off the wrong line",
        owner,
    )
    assert result(run).is_provisional
    assert last_signed(run.plant) is None
    event = AuditEvent.objects.get(verb="assessment.withdrawn")
    assert event.changes == {
        "state": ["signed_off", "open"],
        "sha256": [before.sha256, None],
        "reason": [None, "q1 was read off the wrong line"],
    }
    assert audit.verify(run.plant.organization).is_unbroken


def test_signing_again_supersedes_and_derives_once(run, owner):
    assert (needs(), Finding.objects.count()) == ({"REQ-q1": "open"}, 1)
    withdraw(run, owner)
    assert needs() == {"REQ-q1": "open"}
    sign(run, owner, {"q1": 3, "q2": 2})
    first, second = Snapshot.objects.order_by("number")
    assert (second.number, second.supersedes, first.successor) == (2, first, second)
    assert second.data["supersedes"] == first.sha256
    assert (first.data["supersedes"], first.supersedes) == (None, None)
    assert seal(second.data) == second.sha256
    finding = Finding.objects.get()
    assert (finding.question, finding.current_level, finding.target_level) == ("q2", 2, 3)
    assert needs() == {"REQ-q1": "met", "REQ-q2": "open"}
    assert list(Requirement.objects.get(code="REQ-q1").findings.all()) == []
    assert list(Requirement.objects.get(code="REQ-q2").findings.all()) == [finding]
    found = result(run)
    assert (found.seal.sha256, found.current.score) == (second.sha256, 2.5)
    assert [row.number for row in seals(run)] == [2, 1]


def test_same_answers_signed_again_leave_no_double(run, owner):
    withdraw(run, owner)
    sign(run, owner, {})
    assert needs() == {"REQ-q1": "open"}
    need = Requirement.objects.get()
    assert list(need.findings.all()) == list(Finding.objects.all())
    assert Finding.objects.count() == 1
    withdraw(run, owner, "once more")
    sign(run, owner, {})
    assert Snapshot.objects.filter(withdrawal=None).get().number == 3
    assert Finding.objects.count() == 1


def test_corrected_run_of_the_past_keeps_its_place(run, owner, scoped, framework):
    later = make.make_run(scoped.plant, owner, framework=framework, title="later")
    sign(later, owner, {"q1": 3, "q2": 2})
    wanted = {"REQ-q1": "met", "REQ-q2": "open"}
    assert needs() == wanted
    assert compared_with(later) == Compared(run.title, is_withdrawn=False)
    withdraw(run, owner)
    assert previous_signed(later) is None
    assert compared_with(later) == Compared(run.title, is_withdrawn=True)
    sign(run, owner, {"q1": 2, "q2": 2})
    assert last_signed(scoped.plant) == later
    assert previous_signed(later) == run
    assert previous_signed(run) is None
    assert needs() == wanted
    need = Requirement.objects.get(code="REQ-q2")
    assert {row.assessment for row in need.findings.all()} == {run, later}


def test_withdrawn_run_is_scored_by_the_rules_of_today(run, owner, monkeypatch):
    install_other_engine(monkeypatch)
    withdraw(run, owner)
    assert (run.scores["engine"], run.scores["score"]) == ("2.0", "1")


def test_what_is_not_signed_is_not_withdrawn(run, owner, scoped, framework):
    withdraw(run, owner)
    with pytest.raises(StateError):
        withdraw(run, owner)
    fresh = make.make_run(scoped.plant, owner, framework=framework, title="fresh")
    with pytest.raises(StateError):
        withdraw(fresh, owner)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("reason", ["", " \n "])
def test_withdrawal_needs_its_reason(run, owner, reason):
    with pytest.raises(RuleError) as caught:
        withdraw(run, owner, reason)
    assert caught.value.field == "reason"
    run.refresh_from_db()
    assert (run.state, Withdrawal.objects.count()) == ("signed_off", 0)


def test_run_that_was_signed_once_is_not_deleted(run, owner):
    withdraw(run, owner)
    with pytest.raises(StateError):
        lifecycle.delete_run(**arguments(run, owner))
    assert Assessment.objects.filter(pk=run.pk).exists()


@pytest.mark.parametrize("table", ["assessment_withdrawal", "assessment_snapshot"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_seals_and_withdrawals(run, owner, table, statement):
    withdraw(run, owner)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


# --- pages --------------------------------------------------------------------------------------
def place(run, act=""):
    return f"{BASE}{run.pk}/{act}"


def test_signature_is_withdrawn_on_a_page_of_its_own(run, cast):
    client = cast.client("cio")
    assert place(run, "withdraw/") in client.get(place(run)).content.decode()
    form = client.get(place(run, "withdraw/"))
    assert form.status_code == 200
    lacking = client.post(place(run, "withdraw/"), {"reason": "  ", "is_sure": "on"})
    assert lacking.status_code == 422
    assert set(lacking.context["form"].errors) == {"reason"}
    unsure = client.post(place(run, "withdraw/"), {"reason": "wrong line"})
    assert set(unsure.context["form"].errors) == {"is_sure"}
    data = {"reason": "wrong <line>", "is_sure": "on"}
    done = client.post(place(run, "withdraw/"), data, follow=True)
    assert done.redirect_chain == [(place(run), 302)]
    text = done.content.decode()
    assert "wrong &lt;line&gt;" in text
    assert place(run, "withdraw/") not in text
    assert "delete-run" not in text
    twice = client.post(place(run, "withdraw/"), data)
    assert twice.status_code == 422
    assert client.get(place(run, "withdraw/")).headers["Location"] == place(run)


@pytest.mark.parametrize(
    ("role", "status"), [("assessor", 403), ("respondent", 403), ("stranger", 404)]
)
def test_only_who_may_sign_withdraws(run, cast, role, status):
    data = {"reason": "x", "is_sure": "on"}
    answer = cast.client(role).post(place(run, "withdraw/"), data)
    run.refresh_from_db()
    assert (answer.status_code, run.state) == (status, "signed_off")
    if role == "assessor":
        assert place(run, "withdraw/") not in cast.client(role).get(place(run)).content.decode()


def test_run_of_another_plant_is_not_found(run, cast, owner, framework):
    other = Plant._base_manager.get(slug="elsewhere")
    with tenant(other.organization_id):
        foreign = make.make_run(other, cast.people["stranger"], framework=framework)
    data = {"reason": "x", "is_sure": "on"}
    assert cast.client("cio").post(place(foreign, "withdraw/"), data).status_code == 404
    with pytest.raises(Assessment.DoesNotExist):
        signing.withdraw(plant=run.plant, run_id=foreign.pk, by=owner, reason="x")


def test_page_of_a_run_without_signature_asks_for_no_seal(scoped, cast, owner, framework):
    fresh = make.make_run(scoped.plant, owner, framework=framework, title="fresh")
    client = cast.client("cio")
    client.get(place(fresh))
    with CaptureQueriesContext(connection) as made:
        client.get(place(fresh))
    assert not [row for row in made.captured_queries if "assessment_snapshot" in row["sql"]]


# --- upgrade ------------------------------------------------------------------------------------
def test_upgrade_gives_signed_runs_their_first_signature(run, owner, scoped, framework):
    fresh = make.make_run(scoped.plant, owner, framework=framework, title="fresh")
    Assessment.objects.update(first_signed_at=None)
    migration = import_module("assessment.migrations.0007_withdrawal")
    migration.keep_first_signature(apps, SimpleNamespace(connection=connection))
    run.refresh_from_db()
    fresh.refresh_from_db()
    assert (run.first_signed_at, fresh.first_signed_at) == (run.signed_off_at, None)


def test_signature_ticks_its_task_and_withdrawal_takes_the_tick_back(staged, run, owner):
    task = StageTask.objects.get(standard="questionnaire")
    assert task.done_at is not None
    signing.withdraw(**arguments(run, owner), reason="wrong line")
    task.refresh_from_db()
    assert task.done_at is None
