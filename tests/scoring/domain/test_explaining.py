"""The way of each question into a score, by hand on a small pack and in sum on the real one."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.framework import Framework
from packs.schema.questions import CellSplitRule
from scoring.domain.engine import score
from scoring.domain.explaining import explain_cell, explain_node
from tests.scoring.domain.test_cell_split import QUESTIONS, answers_of, shared
from tests.scoring.domain.test_cells import cell, questionnaire

D = Decimal


def line_of(explained, item):
    return next(line for line in explained.lines if line.item == item)


@pytest.fixture(scope="module")
def readiness():
    return load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content


def test_a_split_question_shows_its_share():
    """0.3 in the dimension, one of two processes: 0.15 of the cell's 0.35."""
    framework = shared()
    card = score(framework, {"D-01": 1, "D-02": 3, "D-03": 5})
    line = line_of(explain_cell(framework, card, cell(card, "sales")), "D-02")
    (step,) = line.steps
    assert (line.stated, line.parts, step.weight, step.whole) == (D("0.3"), 2, D("0.15"), D("0.35"))
    assert line.weight.quantize(D("0.0001")) == D("0.4286")
    assert line.product.quantize(D("0.0001")) == D("1.2857")
    wide = explain_cell(framework, card, cell(card, "plant-wide")).lines
    assert [(one.item, one.parts, one.weight) for one in wide] == [("D-01", 1, 1)]


def test_open_and_dropped_questions_are_named_beside_the_score():
    framework = shared()
    card = score(framework, {"D-01": 1, "D-02": "na"})
    explained = explain_cell(framework, card, cell(card, "sales"))
    assert explained.lines == ()
    assert [(one.item, one.stated) for one in explained.unanswered] == [("D-03", D("0.2"))]
    assert [one.item for one in explained.not_applicable] == ["D-02"]
    whole = explain_node(framework, card, "D")
    (line,) = whole.lines
    assert (line.steps[0].weight, line.steps[0].whole, line.weight) == (D("0.5"), D("0.5"), 1)
    assert [one.item for one in whole.left_out] == ["D-02", "D-03"]


def test_a_hidden_question_is_not_listed():
    shown = {"fact": "ot_network", "equals": "yes"}
    questions = [QUESTIONS[0], {**QUESTIONS[1], "visible_if": shown}, QUESTIONS[2]]
    framework = shared(questions=questions)
    card = score(framework, {"D-01": 1}, facts={"ot_network": "no"})
    assert [one.item for one in explain_node(framework, card, "D").left_out] == ["D-03"]


def test_a_blended_cell_shows_the_share_of_its_kind():
    framework = questionnaire()
    card = score(framework, {"D-01": 1, "D-02": 3, "D-03": 5})
    explained = explain_cell(framework, card, cell(card, "sales"))
    named, cross = line_of(explained, "D-02"), line_of(explained, "D-01")
    assert (named.blend, named.steps[0].weight, named.steps[0].whole) == (
        D("0.6"),
        D("0.3"),
        D("0.5"),
    )
    assert (cross.blend, cross.steps[0].whole, cross.weight) == (D("0.4"), D("0.5"), D("0.4"))
    finance = explain_cell(framework, card, cell(card, "finance"))
    assert [one.item for one in finance.lines] == ["D-01"]


def test_the_overall_score_shows_both_weights(readiness):
    """SP weighs 0.2 and SP-01 of it what the pack says; with all answered nothing moves."""
    card = score(readiness, {leaf.id: 2 for leaf in readiness.leaves}, profile="discrete")
    line = line_of(explain_node(readiness, card, "total"), "SP-01")
    inner, outer = line.steps
    assert inner.weight == readiness.weight_of(readiness.nodes["SP-01"], "discrete")
    assert outer.weight == readiness.weight_of(readiness.nodes["SP"], "discrete")
    assert (inner.whole, outer.whole, line.stated) == (1, 1, inner.weight)


@pytest.mark.parametrize("kind", ["full", "noisy"])
def test_every_way_leads_to_the_applied_weight(readiness, kind):
    split = readiness.model_copy(
        update={"cell_rule": CellSplitRule(rule="cell_split", staged_share=D("0.8"))}
    )
    chance = random.Random(kind)
    for framework in (readiness, split):
        card = score(framework, answers_of(framework, chance, kind), profile="process")
        explained = [explain_node(framework, card, name) for name in ("total", "SP", "DG")]
        if framework is split:
            explained += [explain_cell(framework, card, one) for one in card.cells]
        for one in explained:
            for line in one.lines:
                share = D(1)
                for step in line.steps:
                    share *= step.weight / step.whole
                assert abs(share - line.weight) < D("1e-20")


def test_rules_without_weights_have_no_way():
    pack = Framework.model_validate(
        {
            "id": "sample",
            "version": "1",
            "answer": {"type": "number", "min": 0, "max": 5},
            "tree": [
                {"id": "g", "aggregate": "min", "children": [{"id": "a"}, {"id": "b"}]},
                {"id": "p", "aggregate": "none", "children": [{"id": "c"}]},
            ],
        }
    )
    card = score(pack, {"a": 2, "b": 4, "c": 1})
    explained = explain_node(pack, card, "g")
    assert [(line.item, line.steps, line.stated) for line in explained.lines] == [("a", (), None)]
    assert explain_node(pack, card, "p").lines == ()
    total = explain_node(pack, card, "total")
    assert [line.item for line in total.lines] == ["a"]
