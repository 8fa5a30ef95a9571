from __future__ import annotations

from decimal import Decimal

from packs.schema import Framework
from scoring.domain.engine import score
from tests.packs.samples import SCALE, TEXT

BASE = {
    "dimension": "D",
    "topic": TEXT,
    "text": TEXT,
    "why": TEXT,
    "looks_at": [TEXT],
    "trap": TEXT,
    "evidence": TEXT,
    "levels": dict.fromkeys(range(6), TEXT),
    "element": "E1",
    "roles": ["cio"],
}
SHOWN = {"fact": "ot_network", "equals": "yes"}


def questionnaire(**more) -> Framework:
    dimension = {
        "id": "D",
        "slug": "d",
        "title": TEXT,
        "key_question": TEXT,
        "difficulty": TEXT,
        "strategy": TEXT,
        "weight": 1,
    }
    data = {
        "id": "sample",
        "version": "1",
        "scales": {"six": SCALE},
        "question_scale": "six",
        "dimensions": [dimension],
        "processes": [{"id": "sales", "title": TEXT}, {"id": "finance", "title": TEXT}],
        "elements": [{"id": "E1", "title": TEXT}, {"id": "E2", "title": TEXT}],
        "questions": [
            BASE | {"id": "D-01", "processes": "all", "weight": "0.5"},
            BASE | {"id": "D-02", "processes": ["sales"], "weight": "0.3", "visible_if": SHOWN},
            BASE | {"id": "D-03", "processes": ["sales"], "weight": "0.2"},
        ],
        "cell_rule": {"process_share": "0.6", "cross_cutting_share": "0.4", "staged_share": "0.8"},
    }
    return Framework.model_validate({**data, **more})


def cell(card, process: str):
    return next(entry for entry in card.cells if entry.process == process)


def test_process_and_cross_cutting_questions_share_a_cell() -> None:
    card = score(questionnaire(), {"D-01": 1, "D-02": 3, "D-03": 5})
    sales = cell(card, "sales")
    assert sales.weights == {
        "D-02": Decimal("0.36"),
        "D-03": Decimal("0.24"),
        "D-01": Decimal("0.4"),
    }
    assert sales.score == Decimal("2.68")
    assert sum(line.product for line in sales.contributions) == sales.score
    assert (sales.level, sales.reason) == (1, None)


def test_an_empty_group_gives_its_share_away() -> None:
    card = score(questionnaire(), {"D-01": 1, "D-02": 3, "D-03": 5})
    assert cell(card, "finance").weights == {"D-01": 1}
    assert card.processes[1].score == 1


def test_hidden_questions_leave_the_cell() -> None:
    card = score(questionnaire(), {"D-01": 2, "D-03": 4}, facts={"ot_network": "no"})
    assert cell(card, "sales").weights == {"D-03": Decimal("0.6"), "D-01": Decimal("0.4")}


def test_unanswered_cells_say_so() -> None:
    card = score(questionnaire(), {"D-03": 4})
    finance = cell(card, "finance")
    assert (finance.score, finance.level, finance.reason) == (None, None, "not assessed")
    sales = cell(card, "sales")
    assert (sales.score, sales.answered_weight, sales.level) == (4, Decimal("0.24"), None)
    assert card.processes[1].score is None


def test_top_cell_and_no_staged_share() -> None:
    answers = dict.fromkeys(("D-01", "D-02", "D-03"), 5)
    assert cell(score(questionnaire(), answers), "sales").level == 5
    rule = {"process_share": "0.6", "cross_cutting_share": "0.4"}
    assert cell(score(questionnaire(cell_rule=rule), answers), "sales").level is None


def test_elements_weigh_dimension_and_question() -> None:
    card = score(questionnaire(), {"D-01": 1, "D-02": 3})
    first, second = card.elements
    assert first.score == Decimal("1.75")
    assert first.answered_weight == Decimal("0.8")
    assert (second.score, second.weights, second.answered_weight) == (None, {}, 0)


def test_no_cell_rule_gives_no_cells() -> None:
    card = score(questionnaire(cell_rule=None), {"D-01": 1})
    assert (card.cells, card.processes) == ((), ())


def test_express_run_lists_gate_and_veto_questions() -> None:
    run = {"include": ["gates", "veto"], "questions": ["D-01"]}
    questions = [
        BASE | {"id": "D-01", "processes": "all", "weight": "0.5"},
        BASE | {"id": "D-02", "processes": "all", "weight": "0.3", "gates": ["I2!"]},
        BASE | {"id": "D-03", "processes": "all", "weight": "0.2", "veto": True},
    ]
    assert questionnaire(questions=questions, express_run=run).express_questions == (
        "D-01",
        "D-02",
        "D-03",
    )
    assert questionnaire().express_questions == ()
