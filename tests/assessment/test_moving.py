"""Moving a run from framework 1.0.0 to 1.1.0: what changes is said before it happens."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Answer, Assessment
from assessment.selectors.moving import newer_release, preview
from assessment.services import moving
from assessment.services.answering import rescore
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import AuditEvent
from packs.models import PackRelease
from packs.schema import Framework
from tests.factories import assessment as make
from tests.factories.assessment_runs import flagship, make_run

WHY = "No own data."


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def levels(db):
    old = flagship("1.0.0")
    flagship("1.1.0")
    return {leaf.id: 5 for leaf in old.read(Framework).leaves} | dict.fromkeys(
        ("DG-01", "DG-04", "DG-07"), 0
    )


@pytest.fixture
def run(scoped, levels, owner):
    """A run under 1.0.0: DG-01 was a 0 and "does not apply" now, as in the finding (DG 0 to 5)."""
    run = make_run(scoped.plant, {**levels, "SA-09": 5})
    rescore(run)
    for question in ("DG-01", "DG-02"):
        stored = Answer.objects.get(assessment=run, question=question)
        make.answer(
            run, question, owner, expected=stored.version, value=stored.value, note="before"
        )
        make.answer(
            run,
            question,
            owner,
            expected=stored.version + 1,
            not_applicable=True,
            reason=WHY,
        )
    run.refresh_from_db()
    return run


def move(run, owner, release="1.1.0", expected=None):
    run.refresh_from_db()
    return moving.move_run(
        plant=run.plant,
        run_id=run.pk,
        release=release,
        expected=run.version if expected is None else expected,
        by=owner,
    )


def test_page_lists_levels_before_and_after_and_what_becomes_a_proposal(run):
    found = preview(run, newer_release(run), "en")
    governance = next(change for change in found.changes if change.after.id == "DG")
    assert (governance.before.level, governance.after.level) == (5, 0)
    assert governance.after.because.startswith("held at 0")
    architecture = next(change for change in found.changes if change.after.id == "SA")
    assert not architecture.is_changed
    assert [card.id for card in found.proposals] == ["DG-01", "DG-02"]
    assert found.guards == ()
    assert found.lost == ()
    assert Answer.objects.get(question="DG-01").na_state == ""  # a look changes nothing


def test_move_keeps_answers_and_makes_proposals(run, owner):
    moved = move(run, owner)
    assert moved.framework.release == "1.1.0"
    first, second = Answer.objects.filter(question__in=["DG-01", "DG-02"])
    assert (first.na_state, first.value, first.reason) == ("proposed", 0, WHY)
    assert (second.na_state, second.value) == ("proposed", 5)
    assert first.answered_by == owner
    assert Answer.objects.get(question="SA-09").value == 5
    moved.refresh_from_db()
    assert moved.scores["sections"]["DG"]["level"] == 0
    event = AuditEvent.objects.get(verb="assessment.moved")
    assert event.changes["framework"] == [
        "overseas-plant-readiness 1.0.0",
        "overseas-plant-readiness 1.1.0",
    ]
    assert event.changes["proposals"] == [None, ["DG-01", "DG-02"]]
    assert newer_release(moved) is None


def test_run_stays_where_it_is_until_somebody_moves_it(run):
    assert Assessment.objects.get(pk=run.pk).framework.release == "1.0.0"


def test_open_gate_questions_are_named(scoped, levels):
    levels.pop("SA-09")
    run = make_run(scoped.plant, levels, title="open")
    rescore(run)
    assert [card.id for card in preview(run, newer_release(run), "en").guards] == ["SA-09"]


def test_what_keeps_a_run_where_it_is(run, owner, scoped):
    with pytest.raises(StaleVersionError):
        move(run, owner, expected=99)
    with pytest.raises(StateError):
        move(run, owner, release="1.2.0")
    Assessment.objects.filter(pk=run.pk).update(state="signed_off")
    with pytest.raises(StateError):
        move(run, owner)
    run.refresh_from_db()
    assert run.framework.release == "1.0.0"


def test_answer_that_the_newer_release_does_not_ask_is_named(scoped, owner):
    scale = {"type": "band", "bands": [{"v": step} for step in range(6)]}

    def tree(*names):
        return [{"id": "G", "children": [{"id": name, "answer": scale} for name in names]}]

    old = make.make_release({"version": "1", "tree": tree("q1", "q2")})
    run = make.make_run(scoped.plant, owner, framework=old, title="small")
    for question in ("q1", "q2"):
        make.answer(run, question, owner, value=2)
    run.refresh_from_db()
    assert newer_release(run) is None
    PackRelease.objects.filter(pk=old.pk).update(is_current=False)
    new = make.make_release({"version": "2", "tree": tree("q1")})
    assert preview(run, new, "en").lost == ("q2",)
    page = scoped.client("project_owner").get(place(run)).content.decode()
    assert "The run cannot be moved." in page
    with pytest.raises(RuleError, match="q2"):
        move(run, owner, release="2")


# --- page -------------------------------------------------------------------------------------


def place(run):
    return f"/plants/johor-bahru/current/runs/{run.pk}/move/"


def test_person_moves_the_run_on_its_page(run, cast):
    client = cast.client("project_owner")
    detail = client.get(f"/plants/johor-bahru/current/runs/{run.pk}/").content.decode()
    assert "See what framework 1.1.0 changes" in detail
    page = client.get(place(run)).content.decode()
    for words in ("held at 0", "unchanged", "DG-01", "Every gate and veto question is answered."):
        assert words in page
    data = {"version": run.version, "release": "1.1.0"}
    assert "Tick the box" in client.post(place(run), data).content.decode()
    sure = {**data, "is_sure": "on"}
    stale = client.post(place(run), {**sure, "version": 99})
    assert stale["Location"] == place(run)
    assert client.post(place(run), {**sure, "release": "9"}).status_code == 422
    assert client.post(place(run), sure).status_code == 302
    assert client.get(place(run)).status_code == 302
    run.refresh_from_db()
    assert run.framework.release == "1.1.0"


def test_page_costs_the_same_with_few_and_many_proposals(run, cast, owner):
    client = cast.client("project_owner")
    client.get(place(run))
    with CaptureQueriesContext(connection) as few:
        client.get(place(run))
    for question in ("DG-03", "DG-05", "DG-06"):
        row = Answer.objects.get(question=question)
        make.answer(run, question, owner, expected=row.version, not_applicable=True, reason=WHY)
    with CaptureQueriesContext(connection) as many:
        client.get(place(run))
    assert len(few) == len(many)


def test_move_says_what_the_newer_framework_itself_changes(scoped):
    """The page listed the effects on this run only, never what is another in the framework."""
    run = make_run(scoped.plant, {"DG-06": 2})
    flagship("1.1.0")  # the release in force is the one loaded last
    page = scoped.client("cio").get(f"/plants/johor-bahru/current/runs/{run.pk}/move/")
    text = " ".join(page.content.decode().split())
    assert "What framework 1.1.0 says differently" in text
    assert "A dimension has no level that an answer lies more than 2 below." in text
    (group,) = (one for one in page.context["questions"] if "Levels" in one["title"])
    assert len(group["cards"]) == 53
