"""Cells that add up: the rule `cell_split`, by hand and for any answers."""

from __future__ import annotations

import random
from decimal import Decimal, localcontext

import pytest

from assessment.domain.card_data import card_data, read_card_data
from packs.checks.framework import framework_problems
from packs.loader import DATA_DIR, load_pack
from packs.schema.questions import CellSplitRule
from scoring.domain.cells import columns
from scoring.domain.engine import score
from tests.packs.samples import TEXT
from tests.scoring.domain.test_cells import BASE, cell, questionnaire

D = Decimal
SPLIT = {"rule": "cell_split", "staged_share": "0.8"}
QUESTIONS = [
    BASE | {"id": "D-01", "processes": "all", "weight": "0.5"},
    BASE | {"id": "D-02", "processes": ["sales", "finance"], "weight": "0.3"},
    BASE | {"id": "D-03", "processes": ["sales"], "weight": "0.2"},
]
TWENTY_EIGHT = D("1e-28")


def in_short(weights):
    return {item: weight.quantize(D("0.0001")) for item, weight in weights.items()}


def shared(**more):
    return questionnaire(**{"cell_rule": SPLIT, "questions": QUESTIONS, **more})


@pytest.fixture(scope="module")
def readiness():
    pack = load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content
    return pack.model_copy(
        update={"cell_rule": CellSplitRule(rule="cell_split", staged_share=D("0.8"))}
    )


def test_a_question_of_two_processes_gives_each_half():
    card = score(shared(), {"D-01": 1, "D-02": 3, "D-03": 5})
    sales, finance, plant = card.cells
    assert [one.process for one in card.cells] == ["sales", "finance", "plant-wide"]
    # 0.15 of D-02 and 0.2 of D-03 make 0.35 of the row; (0.15 x 3 + 0.2 x 5) / 0.35
    assert in_short(sales.weights) == {"D-02": D("0.4286"), "D-03": D("0.5714")}
    assert (sales.weight, finance.weight, plant.weight) == (D("0.35"), D("0.15"), D("0.5"))
    assert sales.score.quantize(D("0.0001")) == D("4.1429")
    assert (finance.score, plant.score) == (3, 1)
    assert card.nodes["D"].score == D("2.4")


def test_one_answer_is_a_score_and_no_level():
    sales, finance, plant = score(shared(), {"D-01": 1, "D-02": 3, "D-03": 5}).cells
    assert (len(sales.contributions), sales.level) == (2, 3)
    assert (len(finance.contributions), finance.level, finance.score) == (1, None, 3)
    assert (plant.level, plant.score) == (None, 1)


def test_what_does_not_apply_leaves_its_weight_to_the_row():
    card = score(shared(), {"D-01": 1, "D-02": "na", "D-03": 5})
    sales, finance, plant = card.cells
    assert (finance.score, finance.weight, finance.weights) == (None, 0, {})
    assert in_short({"sales": sales.weight, "plant": plant.weight}) == {
        "sales": D("0.2857"),
        "plant": D("0.7143"),
    }
    assert sales.level is None  # one question is left in it
    row = sales.weight * sales.score + plant.weight * plant.score
    assert abs(row - card.nodes["D"].score) < D("1e-27")


def test_an_open_question_lowers_the_coverage_of_its_cells_only():
    sales, finance, plant = score(shared(), {"D-01": 1, "D-03": 5}).cells
    assert sales.answered_weight.quantize(D("0.0001")) == D("0.5714")
    assert (finance.score, finance.answered_weight, plant.answered_weight) == (None, 0, 1)


def test_nothing_answered_makes_no_cell():
    card = score(shared(), {})
    assert {(one.score, one.weight) for one in card.cells} == {(None, D(0))}
    assert {(group.score, group.answered_weight) for group in card.processes} == {(None, D(0))}


def test_a_question_without_processes_is_plant_wide():
    questions = [{**QUESTIONS[0], "processes": []}, *QUESTIONS[1:]]
    assert cell(score(shared(questions=questions), {"D-01": 4}), "plant-wide").score == 4


def test_columns_stand_in_the_order_of_the_pack(readiness):
    assert list(columns(readiness)) == [
        "purchase", "production", "warehouse", "logistics", "finance", "sales", "plant-wide",
    ]  # fmt: skip
    assert columns(readiness)["plant-wide"].zh_hans == "全厂"
    plain = load_pack(DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0").content
    assert len(columns(plain)) == 6


def answers_of(framework, chance, kind):
    given = {}
    for leaf in framework.leaves:
        drawn = chance.random()
        if kind == "noisy" and drawn < 0.15:
            given[leaf.id] = "na"
        elif drawn > (0.7 if kind == "noisy" else 1.0):
            continue
        else:
            given[leaf.id] = chance.randint(0, 5)
    return given


@pytest.mark.parametrize("kind", ["full", "noisy"])
@pytest.mark.parametrize("profile", ["discrete", "process"])
def test_row_end_is_the_sum_of_weight_times_cell(readiness, profile, kind):
    chance = random.Random(f"{profile} {kind}")
    for _ in range(40):
        card = score(readiness, answers_of(readiness, chance, kind), profile=profile)
        with localcontext() as context:
            context.prec = 60
            check_rows(readiness, card)
            check_columns(readiness, card, profile)


def check_rows(framework, card):
    for dimension in framework.dimensions:
        row = [one for one in card.cells if one.dimension == dimension.id]
        scored = [one for one in row if one.score is not None]
        whole = card.nodes[dimension.id].score
        assert len(row) == 7
        if whole is None:
            assert not scored
            continue
        assert abs(sum(one.weight for one in row) - 1) < TWENTY_EIGHT
        assert abs(sum(one.weight * one.score for one in scored) - whole) < TWENTY_EIGHT
        assert min(one.score for one in scored) - TWENTY_EIGHT <= whole
        assert whole <= max(one.score for one in scored) + TWENTY_EIGHT


def check_columns(framework, card, profile):
    """The overall score is the sum of the columns, each by what it makes of the rows."""
    total, whole = D(0), D(0)
    for dimension in framework.dimensions:
        if card.nodes[dimension.id].score is None:
            continue
        weight = framework.weight_of(framework.nodes[dimension.id], profile)
        whole += weight
        for one in card.cells:
            if one.dimension == dimension.id and one.score is not None:
                column = next(group for group in card.processes if group.id == one.process)
                total += weight * one.weight * column.score
    if whole:
        assert abs(total / whole - card.score) < TWENTY_EIGHT


def test_a_seal_keeps_the_weight_of_a_cell(readiness):
    card = score(readiness, dict.fromkeys((leaf.id for leaf in readiness.leaves), 3))
    assert read_card_data(card_data(card)) == card
    data = card_data(card)
    del data["cells"][0]["weight"]
    assert read_card_data(data).cells[0].weight is None


def test_no_process_may_bear_the_name_of_the_column():
    processes = [{"id": "plant-wide", "title": TEXT}, {"id": "sales", "title": TEXT}]
    questions = [{**entry, "processes": ["sales"]} for entry in QUESTIONS]
    pack = shared(processes=processes, questions=questions)
    said = [problem for problem in framework_problems(pack) if problem.item == "plant-wide"]
    assert ["no process may bear this id" in problem.reason for problem in said] == [True]
    old = questionnaire(processes=processes, questions=questions)
    assert not [one for one in framework_problems(old) if one.item == "plant-wide"]


def test_shares_take_no_parts():
    with pytest.raises(ValueError, match="process_share"):
        shared(cell_rule={**SPLIT, "process_share": "0.6"})
