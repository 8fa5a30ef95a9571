"""Every worked case of the frameworks we run, and of our own questionnaire."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packs.loader import DATA_DIR, find_packs, load_pack
from scoring.domain.engine import score
from scoring.domain.vectors import expand_inputs, run_vectors
from scoring.domain.visibility import visible_items
from tests.packs.samples import DATA

FLAGSHIP = DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0"
FOLDERS = [*find_packs(DATA), FLAGSHIP]
RESULTS = [
    pytest.param(result, id=f"{folder.name}-{result.name}")
    for folder in FOLDERS
    for result in run_vectors(load_pack(folder).content)
]
NOTHING = {
    "automated_equipment": "no",
    "ot_network": "no",
    "sells_to_third_parties": "no",
    "cross_border_goods": "no",
    "einvoice_rule": "none",
    "data_leaves_country": "no",
    "residency_rule": "no",
    "employee_representation": "none",
    "group_plants_abroad": 1,
    "next_plant_planned": "no",
}


@pytest.fixture(scope="module")
def flagship():
    return load_pack(FLAGSHIP).content


@pytest.mark.parametrize("result", RESULTS)
def test_vector_comes_out(result) -> None:
    assert result.differences == ()


def test_flagship_carries_all_worked_cases(flagship) -> None:
    assert [v.name for v in flagship.vectors] == [*(f"V{n}" for n in range(1, 14)), "cell"]


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({}, [14, 19, 18, 14, 11]),
        (NOTHING, [12, 17, 16, 13, 10]),
        (
            NOTHING
            | {
                "automated_equipment": "yes",
                "ot_network": "yes",
                "cross_border_goods": "yes",
                "einvoice_rule": "mandatory",
                "data_leaves_country": "yes",
                "employee_representation": "works council",
            },
            [12, 19, 18, 14, 11],
        ),
        (
            NOTHING
            | {
                "sells_to_third_parties": "yes",
                "cross_border_goods": "yes",
                "residency_rule": "yes",
            },
            [13, 17, 17, 14, 10],
        ),
    ],
)
def test_flagship_shows_what_the_plant_needs(flagship, facts: dict, counts: list[int]) -> None:
    shown = visible_items(flagship, facts)
    assert [sum(q.startswith(d) for q in shown) for d in ("SP", "SA", "BA", "DG", "TD")] == counts


def test_flagship_cell_weights(flagship) -> None:
    card = score(flagship, dict.fromkeys(flagship.questions_by_id, 2), profile="discrete")
    cell = next(c for c in card.cells if (c.dimension, c.process) == ("DG", "production"))
    expected = {
        "DG-06": "0.3474",
        "DG-09": "0.2526",
        "DG-01": "0.0387",
        "DG-02": "0.0323",
        "DG-03": "0.0516",
        "DG-05": "0.0387",
        "DG-07": "0.0516",
        "DG-08": "0.0581",
        "DG-11": "0.0516",
        "DG-13": "0.0516",
        "DG-14": "0.0258",
    }
    shown = {item: str(round(weight, 4)) for item, weight in cell.weights.items()}
    assert shown == expected


@pytest.mark.parametrize("facts", [{}, NOTHING])
@pytest.mark.parametrize("profile", ["discrete", "process"])
def test_flagship_cell_weights_sum_to_one(flagship, facts: dict, profile: str) -> None:
    answers = dict.fromkeys(flagship.questions_by_id, 2)
    card = score(flagship, answers, profile=profile, facts=facts)
    sums = {round(sum(cell.weights.values()), 20) for cell in card.cells}
    assert len(card.cells) == 30
    assert sums == {Decimal(1)}


def test_flagship_names_the_first_unmet_conditions(flagship) -> None:
    inputs = expand_inputs(flagship, {"*": 3, "DG-13": 1})
    card = score(flagship, inputs, profile="discrete", evidence="1", kpis={"DQ-07": "95"})
    assert [unmet.text.en for unmet in card.reading.unmet] == [
        "DG-13 Storage country and cross-border transfer at 1, needs 2"
    ]
    assert card.reading.unmet[0].text.zh_hans == "DG-13“数据驻留与跨境传输”现为1，需达到2"
    assert (card.average_level, card.staged_level) == (2, 1)


def test_flagship_gives_no_level_below_ninety_percent_answered(flagship) -> None:
    inputs = expand_inputs(flagship, {"*": 3, "SA-*": None, "SP-*": 2})
    card = score(flagship, inputs, profile="discrete")
    assert card.coverage == Decimal("0.75")
    assert card.staged_level is None
    assert card.reading.reason == "not enough answered"
    assert [(unmet.code, unmet.subject) for unmet in card.reading.unmet] == [
        ("not_answered", "total"),
        ("not_answered", "SA"),
    ]


def test_miit_level_three_counts_scenes_and_mandatory_scenes() -> None:
    framework = load_pack(DATA / "miit").content
    short = framework.vectors[-1]
    card = score(framework, short.inputs)
    assert (card.reading.level, card.reading.next_level) == (2, 3)
    assert [unmet.text.en for unmet in card.reading.unmet] == [
        "2 more mandatory scenes at level 3 or above (3 of 5)"
    ]


@pytest.mark.parametrize(
    ("share", "value"),
    [("10", 0), ("10.01", 25), ("20", 25), ("60", 75), ("60.1", 100), ("100", 100), ("0", 0)],
)
def test_miit_intervals_are_closed_on_the_right(share: str, value: int) -> None:
    framework = load_pack(DATA / "miit").content
    card = score(framework, {"basis.dev": share})
    assert card.nodes["basis.dev"].score == value


def test_miit_data_collection_counts_weights_not_boxes() -> None:
    framework = load_pack(DATA / "miit").content
    card = score(framework, {"basis.data": ["hr", "design"]})
    assert card.nodes["basis.data"].score == 16


def test_cmmm_trap_shows_both_sums() -> None:
    stop = score(load_pack(DATA / "cmmm-trap-stop").content, {"domain": "0.95|0.86|0.62|0.20|0"})
    every = score(load_pack(DATA / "cmmm-trap-all").content, {"domain": "0.95|0.86|0.62|0.20|0"})
    assert (stop.score, stop.staged_level) == (Decimal("2.62"), 2)
    assert (every.score, every.staged_level) == (Decimal("2.82"), 3)
    assert stop.reading.sums["sum_all"] == Decimal("2.82")
    assert [unmet.text.en for unmet in stop.reading.unmet] == [
        "level 3 fulfilled to 0.62, needs 0.8"
    ]


ALL_VETOES = ["SA-13", "SA-15", "BA-02", "DG-11", "DG-13"]


@pytest.mark.parametrize(
    ("name", "kinds", "vetoes"),
    [
        ("V1", {"score", "dimensions"}, ALL_VETOES),
        ("V2", {"score", "dimensions", "evidence"}, []),
        ("V3", {"evidence"}, []),
        ("V4", set(), ["DG-13"]),
        ("V5", set(), ["DG-11", "DG-13"]),
        ("V6", {"score", "dimensions", "gate"}, ["SA-13", "SA-15", "DG-11", "DG-13"]),
        ("V7", {"gate"}, []),
        ("V8", {"score", "dimensions", "evidence"}, []),
        ("V9", {"score", "dimensions"}, []),
        ("V10", {"score", "dimensions"}, ["BA-02"]),
        ("V11", {"score", "dimensions"}, ["BA-02"]),
        ("V12", set(), ["SA-13"]),
        ("V13", {"score", "dimensions"}, ["SA-15", "BA-02", "DG-11", "DG-13"]),
    ],
)
def test_flagship_says_what_stops_the_next_level(flagship, name, kinds, vetoes) -> None:
    vector = next(entry for entry in flagship.vectors if entry.name == name)
    card = score(
        flagship,
        expand_inputs(flagship, vector.inputs),
        profile=vector.profile,
        facts=vector.facts,
        evidence=vector.evidence,
        kpis=vector.kpis,
    )
    words = {
        "score_below": "score",
        "count_below": "dimensions",
        "level_below": "dimensions",
        "evidence_below": "evidence",
        "gate_closed": "gate",
    }
    unmet = card.reading.unmet
    assert {words[entry.code] for entry in unmet if entry.code != "veto"} == kinds
    assert [entry.subject for entry in unmet if entry.code == "veto"] == vetoes
