"""What supports an answer: everything but refused evidence, on every way in."""

from __future__ import annotations

import pytest

from assessment.models import AnswerEvidence
from assessment.selectors.appendix import answer_lines
from assessment.selectors.cards import question_cards
from assessment.selectors.result import result
from assessment.services.answering import rescore
from assessment.services.evidence import review_evidence
from organizations.selectors.evidence import counting
from packs.schema import Framework
from reports.sections.answers.collect import answers as printed_answers
from reports.selectors.measured import measured
from scoring.domain.guarding import guards, is_guarded
from tests.factories import assessment as make
from tests.factories.assessment_runs import sign
from tests.factories.evidence import give_evidence

VERDICTS = [(None, True), (True, True), (False, False)]
GATES = [
    {"id": "integrate", "all": [{"rule": "evidence_share", "gte": "0.6"}]},
]
LEVELS = [
    {"type": "conjunction", "level": 2, "all": [{"rule": "evidence_share", "gte": "0.5"}]},
    {"type": "conjunction", "level": 1, "all": [{"rule": "score", "node": "total", "gte": 0}]},
]


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner):
    """Two questions of 60 and 40 % of the weight, both on level 3; the first has evidence."""
    kind = {"type": "band", "bands": [{"v": step} for step in range(6)]}
    group = {
        "id": "G",
        "children": [
            {"id": "q1", "weight": "0.6", "answer": kind, "required_evidence_from_level": 3},
            {"id": "q2", "weight": "0.4", "answer": kind},
        ],
    }
    framework = make.make_release({"tree": [group], "gates": GATES, "level_rules": LEVELS})
    run = make.make_run(scoped.plant, owner, framework=framework)
    for question in ("q1", "q2"):
        make.answer(run, question, owner, value=3)
    return run


def give(run, verdict, title="Route map", question="q1"):
    link = give_evidence(run, question, verdict, title=title)
    rescore(run)
    run.refresh_from_db()
    return link


@pytest.mark.parametrize(("verdict", "counts"), VERDICTS)
def test_share_of_evidence_level_and_gate(run, verdict, counts):
    give(run, verdict)
    found = result(run)
    assert found.answers["q1"].has_evidence is counts
    assert found.gates["integrate"].is_open is counts
    assert found.reading.level == (2 if counts else 1)
    stored = run.scores
    assert stored["gates"]["integrate"]["is_open"] is counts
    assert stored["level"] == (2 if counts else 1)
    lacks = stored["gates"]["integrate"]["unmet"]
    assert [(lack["code"], lack["have"], lack["need"]) for lack in lacks] == (
        [] if counts else [("evidence_below", "0", "0.6")]
    )


@pytest.mark.parametrize(("verdict", "counts"), VERDICTS)
def test_review_appendix_and_document(run, cast, verdict, counts):
    give(run, verdict)
    expected = ("Route map",) if counts else ()
    assert answer_lines(run, "en")[0].evidence == expected
    assert counting(AnswerEvidence.objects.all()).count() == len(expected)
    client = cast.client("assessor")
    page = client.get(f"/plants/johor-bahru/current/runs/{run.pk}/review/")
    (row, _other) = page.context["groups"][0]["lines"]
    assert row["wants_proof"] is not counts
    assert [piece.title for piece in row["proofs"]] == ["Route map"]
    sign(run)
    assert printed_answers(measured(run.plant))[0].evidence == len(expected)


@pytest.mark.parametrize(("verdict", "counts"), VERDICTS)
def test_seal_keeps_the_verdict(run, verdict, counts):
    give(run, verdict)
    data = sign(run).data
    assert [row["has_evidence"] for row in data["answers"]] == [counts, False]
    assert data["current"]["gates"]["integrate"]["open"] is counts
    assert data["current"]["nodes"]["total"]["reading"]["level"] == (2 if counts else 1)


def test_verdict_of_an_assessor_changes_the_stored_scores(run, owner):
    link = give(run, None)
    assert run.scores["level"] == 2
    review_evidence(
        plant=run.plant, run_id=run.pk, link_id=link.pk, accepted=False, note="old", by=owner
    )
    run.refresh_from_db()
    assert run.scores["level"] == 1
    assert result(run).reading.level == 1


def test_share_is_of_the_scored_questions_only(run, owner):
    """A target on an open question adds nothing to the weight that is scored."""
    give(run, True, question="q2")
    assert run.scores["gates"]["integrate"]["is_open"] is False  # 40 % of the weight
    make.answer(run, "q1", owner, expected=1, value=None, target=5)
    run.refresh_from_db()
    assert run.scores["gates"]["integrate"]["is_open"] is True


def test_one_counting_piece_is_enough(run):
    give(run, False, "old")
    give(run, None, "new")
    assert result(run).answers["q1"].has_evidence
    assert answer_lines(run, "en")[0].evidence == ("new",)


def test_guarded_questions_are_those_of_gates_and_vetoes(scoped):
    release = make.readiness()
    framework = release.read(Framework)
    cards = question_cards(release, "en")
    guarded = guards(framework)
    assert guarded == {name for name, card in cards.items() if card.is_guarded}
    assert {"DG-07", "DG-09", "BA-09", "TD-05"} <= guarded  # a gate asks for some of them
    vetoes = {name for name, question in framework.questions_by_id.items() if question.veto}
    musts = {name for names in framework.gate_musts.values() for name in names}
    assert {name for name in cards if is_guarded(framework, name)} == vetoes | musts
    assert vetoes | musts <= guarded
    assert len(vetoes) == 5
