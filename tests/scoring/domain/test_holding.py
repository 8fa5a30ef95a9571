"""What holds a level, said with the topic, and figures that must not reach a border."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packs.schema.framework import Numbers
from scoring.domain.borders import border_reached, find_borders
from scoring.domain.engine import score
from scoring.domain.numbers import displayed, told_apart
from scoring.domain.snapshot import as_data
from tests.packs.samples import framework, leaf
from tests.scoring.domain.flagship import release, scored


def said(text) -> tuple[str, str]:
    return text.en.replace("\u00a0", " "), text.zh_hans


def test_a_plant_held_by_one_veto_names_it_with_its_topic() -> None:
    held = scored(4, DG_13=0).reading.held
    assert (held.level, held.by[0].code, held.by[0].subject) == (0, "veto", "DG-13")
    assert (held.by[0].have, held.by[0].need) == (0, 1)
    assert held.by[0].topic.en == "Storage country and cross-border transfer"
    assert said(held.text) == (
        "held at 0 by DG-13 Storage country and cross-border transfer: 0, needs 1",
        "受DG-13“数据驻留与跨境传输”限制，停在0级：现为0，需达到1",
    )


def test_a_level_where_the_score_reads_is_not_held() -> None:
    assert scored(2).reading.held is None
    assert scored(3, DG_13=1).reading.held.level == 1


def test_a_part_that_holds_the_whole_is_named() -> None:
    held = scored(5, DG_01=0, DG_04=0, DG_07=0).reading.held
    assert said(held.text) == (
        (
            "held at 1: Data governance: level 0, needs 1"
            " (held at 0: 21 % of the weight below 1, 20 % allowed)"
        ),
        "停在1级：数据治理：等级0，需达到1（停在0级：21%的权重低于1级，最多允许20%）",
    )


def test_points_are_not_held_at_a_level() -> None:
    number = {"type": "number", "max": 100}
    rules = [{"level": 2, "all": [{"node": "a", "gte": 50}]}, {"bands": [[0, 1]]}]
    pack = framework(
        {"id": "a", "answer": number}, {"id": "b", "answer": number}, level_rules=rules
    )
    reading = score(pack, {"a": 10, "b": 90}).reading
    assert (reading.level, reading.held) == (1, None)


def test_a_score_just_below_a_border_says_which() -> None:
    card = scored(3, DG_13=1)
    assert (card.score, card.total.border) == (Decimal("2.968"), 3)
    assert card.nodes["DG"].border is None
    assert as_data(release("1.1.0"), card)["display"] == "2.97"
    assert as_data(release("1.1.0"), card)["nodes"]["total"]["border"] == 3


def test_a_condition_on_a_score_is_a_border_too() -> None:
    """SA-13 at 0 among 2s: 1.975, which gate "integrate" asks to be 2."""
    card = scored(2, SA_13=0)
    assert (card.score, card.total.border) == (Decimal("1.975"), 2)
    assert find_borders(release("1.1.0"))["DG"] == {Decimal("1.75"), Decimal("2.75")}
    assert Decimal("1.80") in find_borders(release("1.1.0"))["total"]


@pytest.mark.parametrize(
    ("value", "limits", "levelled", "expected"),
    [
        ("1.74", {"1.75"}, True, None),
        ("1.76", {"1.79", "1.8"}, True, "1.79"),
        ("1.8", {"1.8"}, True, None),
        ("2.94", set(), True, None),
        ("2.95", set(), True, "3"),
        ("2.95", set(), False, None),
        ("59.97", {"60"}, False, "60"),
        ("2." + "9" * 50, set(), True, None),
    ],
)
def test_borders_that_rounding_would_reach(value, limits, levelled, expected) -> None:
    found = border_reached(
        Decimal(value), frozenset(map(Decimal, limits)), Numbers(), is_levelled=levelled
    )
    assert found == (None if expected is None else Decimal(expected))


def test_borders_come_from_every_rule_that_looks_at_a_score() -> None:
    rules = [
        {"level": 3, "all": [{"any": [{"score": "total", "gte": 4}, {"node": "a", "gte": 2}]}]},
        {
            "level": 2,
            "all": [
                {"every_child": "total", "gte": 3},
                {"count": "total", "level_gte": 1, "gte": 1},
            ],
        },
        {"bands": [[0, 0], [1, 1]]},
    ]
    clauses = {"id": "c", "children": [{"id": "d", "answer": {"type": "clauses_per_level"}}]}
    clauses["level_rules"] = [{"cumulative": {"unit_threshold": 1, "bands": [["0.8", 1]]}}]
    pack = framework(leaf("a"), clauses, level_rules=rules)
    assert find_borders(pack) == {
        "total": {4, 0, 1},
        "a": {2, 3},
        "c": {Decimal("0.8"), 3},
    }


@pytest.mark.parametrize(
    ("value", "limit", "places", "shown"),
    [
        ("2.968", "3", 1, "2.97"),
        ("2.9996", "3", 1, "2.9996"),
        ("2.94", "3", 1, "2.9"),
        ("3.04", "3", 1, "3.04"),
        ("3", "3", 1, "3.0"),
        ("2.968", None, 1, "3.0"),
        ("0", "0.2", 0, "0"),
        ("2." + "9" * 70, "3", 1, "3.0"),
    ],
)
def test_a_figure_keeps_to_its_side_of_a_border(value, limit, places, shown) -> None:
    border = None if limit is None else Decimal(limit)
    assert f"{told_apart(Decimal(value), border, places):f}" == shown


def test_a_shown_score_takes_the_digits_it_needs() -> None:
    assert displayed(Decimal("2.968"), Numbers(), Decimal(3)) == "2.97"
    assert displayed(Decimal("2.968"), Numbers()) == "3.0"
