"""How sure a run is, worked out once more from its raw rows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.models import Answer, Assessment
from assessment.selectors.result import result
from assessment.services import signing
from assessment.services.answering import rescore
from packs.schema import Framework
from questionnaire.models import KeptSureness, RaterFunctions
from questionnaire.selectors.sureness import read, run_sureness, steps_of, written
from questionnaire.services.sureness import keep_sureness
from scoring.domain.undefined import Undefined
from tests.factories.assessment import make_release
from tests.factories.assessment_runs import flagship, make_run, sign
from tests.questionnaire.conftest import settle_by, speak


def sure_of(run, question):
    return run_sureness(result(run)).questions[question]


def roles_of(run, question):
    return result(run).framework.questions_by_id[question].roles


def test_a_question_is_as_sure_as_its_voices_evidence_and_functions(apart, cast):
    asked = roles_of(apart, "DG-06")
    for name, held in (("it_lead", asked[:1]), ("respondent", ())):
        RaterFunctions.objects.create(
            plant=cast.plant, rater=cast.people[name], functions=list(held)
        )
    assert sure_of(apart, "DG-06").value == 0
    speak(apart, cast.people["it_lead"], 4)
    assert sure_of(apart, "DG-06").value == 0  # one has yet to speak: nothing counts, nothing shows
    speak(apart, cast.people["respondent"], 3)
    found = sure_of(apart, "DG-06")
    # Two of six levels one apart; 3, the lower, counts and has no evidence; one function was heard.
    assert found.agreement == Decimal("0.8")
    assert found.proof == Decimal("0.4")
    assert Fraction(found.heard).limit_denominator(100) == Fraction(1, len(asked))
    assert abs(float(found.value) - 0.8 * 0.4 / len(asked)) < 1e-12


def test_a_dimension_is_the_mean_by_weight_of_all_that_applies(scoped):
    run = make_run(scoped.plant, {"DG-06": 2, "DG-07": 2})
    asked = {leaf: 0.6 * (not roles_of(run, leaf)) for leaf in ("DG-06", "DG-07")}
    found = run_sureness(result(run))
    full = result(run).framework
    group = full.nodes["DG"]
    weights = {
        leaf.id: float(full.weight_of(leaf, "discrete") or 0)
        for leaf in group.children
        if result(run).current.nodes[leaf.id].state not in {"hidden", "not_applicable"}
    }
    by_hand = sum(weights[one] * asked[one] for one in asked) / sum(weights.values())
    assert abs(float(found.of_node("DG").value) - by_hand) < 1e-9
    agreement = sum(weights[one] * 0.6 for one in asked) / sum(weights.values())
    assert abs(float(found.of_node("DG").agreement) - agreement) < 1e-9


@pytest.fixture
def full(scoped):
    """A run in which every question is at level 2."""
    leaves = flagship().read(Framework).leaves
    return make_run(scoped.plant, {leaf.id: 2 for leaf in leaves}, title="full")


def test_what_is_signed_stays_as_it_was(full, cast):
    before = run_sureness(result(full)).questions
    sign(full)
    keep_sureness(full)
    assert run_sureness(result(full)).questions == before
    every = sorted({role for item in before for role in roles_of(full, item)})
    by = cast.people["it_lead"]
    Answer.objects.filter(assessment=full).update(answered_by=by)
    RaterFunctions.objects.create(plant=full.plant, rater=by, functions=every)
    assert run_sureness(result(full)).questions == before
    signing.withdraw(plant=full.plant, run_id=full.pk, by=by, reason="a level was wrong")
    full.refresh_from_db()
    assert run_sureness(result(full)).of_node("DG").heard == 1
    sign(full)
    keep_sureness(full)
    assert KeptSureness.objects.count() == 2
    assert run_sureness(result(full)).of_node("DG").heard == 1


def test_signing_keeps_how_sure_it_was(full, cast):
    full.state = Assessment.State.IN_REVIEW
    full.save(update_fields=["state"])
    signing.sign_off(plant=full.plant, run_id=full.pk, by=cast.people["cio"])
    kept = KeptSureness.objects.get()
    assert kept.snapshot.assessment == full
    assert set(kept.questions) == {leaf.id for leaf in flagship().read(Framework).leaves}
    assert str(kept) == str(kept.snapshot)


def test_a_seal_from_before_says_that_it_was_not_kept(full):
    sign(full)
    found = run_sureness(result(full))
    assert found.of_node("DG") is Undefined.NOT_KEPT
    assert found.band("DG") is None
    (cell, *_rest) = found.run.current.cells
    assert found.of_cell(cell) is Undefined.NOT_KEPT


def test_agreed_level_decides_whether_evidence_is_asked_for(apart, cast, owner):
    for name, points in (("it_lead", 2), ("respondent", 4)):
        speak(apart, cast.people[name], points)
    assert sure_of(apart, "DG-06").proof == 1  # the lower one, 2, counts
    settle_by(apart, owner, 4, "seen on site")
    assert sure_of(apart, "DG-06").proof == Decimal("0.4")


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ({"type": "number", "min": 0, "max": 10}, None),
        ({"type": "single", "options": {"yes": 1, "no": 0}}, (0, 1)),
        ({"type": "single", "options": {"a": 1, "b": 5}}, None),
        ({"type": "single", "options": {"a": "0.5", "b": "1.5"}}, None),
        ({"type": "single", "options": {"a": 1, "b": 1}}, None),
        ({"type": "band", "bands": [1, 2, 3]}, (1, 3)),
    ],
)
def test_steps_are_whole_and_one_apart(db, answer, ends):
    leaves = [{"id": "q", "answer": answer}]
    release = make_release({"tree": [{"id": "G", "aggregate": "mean", "children": leaves}]})
    steps = steps_of(release.read(Framework), "q")
    assert (steps and (steps.lowest, steps.highest)) == ends


def test_what_does_not_apply_is_left_out(full):
    assert round(run_sureness(result(full)).of_node("DG").agreement, 9) == Decimal("0.6")
    rows = Answer.objects.filter(assessment=full, question="DG-08")
    rows.update(value=None, not_applicable=True, reason="no such data", na_state="accepted")
    rescore(full)
    found = run_sureness(result(full))
    assert found.questions["DG-08"] is Undefined.NOT_APPLICABLE
    assert round(found.of_node("DG").agreement, 9) == Decimal("0.6")


def test_kept_figures_are_read_as_they_were(full):
    found = run_sureness(result(full)).questions | {"x": Undefined.NO_STEPS}
    assert read(written(found)) == found
