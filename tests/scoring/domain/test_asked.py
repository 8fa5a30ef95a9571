from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.framework import Framework
from scoring.domain.asked import asked_weights, cell_weights
from scoring.domain.engine import score
from scoring.domain.explaining import explain_cell
from tests.scoring.domain.test_cell_split import shared
from tests.scoring.domain.test_cells import cell, questionnaire

D = Decimal


def tree(*children, **more):
    return Framework.model_validate(
        {
            "id": "t",
            "version": "1",
            "kind": "framework",
            "title": {"en": "t", "zh-hans": "测"},
            "answer": {"type": "single", "options": {"no": 0, "yes": 1}},
            "tree": list(children),
            **more,
        }
    )


def test_open_questions_keep_their_weight_and_others_take_what_does_not_apply():
    framework = shared()
    card = score(framework, {"D-01": 1, "D-02": "na"})
    found = asked_weights(framework, card, "D")
    assert {item: round(weight, 9) for item, weight in found.items()} == {
        "D-01": round(D(5) / 7, 9),
        "D-03": round(D(2) / 7, 9),
    }


def test_weights_sum_to_one_through_every_level():
    framework = load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content
    card = score(framework, {}, profile="discrete")
    whole = asked_weights(framework, card, framework.root.id)
    assert sum(whole.values()) == pytest.approx(1)
    rooms = {part.id: asked_weights(framework, card, part.id) for part in framework.root.children}
    for part in framework.root.children:
        weight = framework.weight_of(part, "discrete")
        for item, share in rooms[part.id].items():
            assert float(whole[item]) == pytest.approx(float(weight * share))


def test_parts_without_weights_weigh_the_same_and_parts_beside_the_score_nothing():
    group = {"id": "A", "children": [{"id": "a"}, {"id": "b"}]}
    beside = {"id": "B", "aggregate": "none", "children": [{"id": "c"}]}
    framework = tree(group, beside, {"id": "d"})
    card = score(framework, {"a": "yes"})
    found = asked_weights(framework, card, framework.root.id)
    assert found == {"a": D("0.25"), "b": D("0.25"), "d": D("0.5")}
    assert asked_weights(framework, score(framework, {"a": "na", "b": "na"}), "A") == {}


def test_a_cell_gives_each_question_what_it_carries():
    framework = shared()
    card = score(framework, {"D-01": 1, "D-02": 3})
    weights = cell_weights(explain_cell(framework, card, cell(card, "sales")))
    assert weights == {"D-02": D("0.15"), "D-03": D("0.2")}


def test_a_cell_without_an_answer_says_what_is_open():
    framework = shared()
    card = score(framework, {})
    weights = cell_weights(explain_cell(framework, card, cell(card, "sales")))
    assert weights == {"D-02": 1, "D-03": 1}


def test_a_blended_cell_gives_each_kind_its_share():
    framework = questionnaire()
    ids = [question.id for question in framework.questions]
    card = score(framework, dict.fromkeys(ids, 2))
    name = card.cells[0].process
    weights = cell_weights(explain_cell(framework, card, cell(card, name)))
    assert sum(weights.values()) == pytest.approx(1)
