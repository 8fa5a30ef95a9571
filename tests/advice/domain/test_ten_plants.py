"""Ten plants with an adviser's judgement: what each is advised and which phase starts when."""

from __future__ import annotations

import pytest

from roadmap.domain.economics import budget, overruns
from roadmap.domain.types import PlannedInitiative
from tests.advice.ten_plants import FIRST, PLANTS, YEARS, judge, table

# Of each plant: phases that may start in 2027, 2028, 2029, and those that must start by 2029.
JUDGEMENT = {
    0: (("D", "D", "D"), "D"),  # a greenfield builds the basics for three years
    1: (("D", "DI", "DI"), "DI"),  # the basics first, integration when they have lifted the plant
    2: (("DI", "DI", "DIO"), "DIO"),  # integration at once, optimization once its gate is met
    3: (("I", "IO", "IO"), "IO"),  # both gates are open: no basics, all phases that lift
    4: (("D", "DI", "DI"), "DI"),  # never AI before ERP, though only analytics are wanted
    5: (("D", "", ""), "D"),  # one gap, two answers
    6: (("D", "DI", "DI"), "DI"),  # strategy on paper lifts nobody past the basics
    7: (("D", "DI", "DI"), "DI"),
    8: (("D", "", ""), "D"),  # without a talent score the gate cannot open
    9: (("O", "O", "O"), "O"),  # everything else is there
    10: (("D", "D", "D"), "D"),
}
LETTERS = {"D": "digitize", "I": "integrate", "O": "optimize"}


@pytest.mark.parametrize("number", range(len(PLANTS)))
def test_phases_start_when_an_adviser_would_start_them(number):
    by_year, must = JUDGEMENT[number]
    found = judge(number)
    for year, allowed in zip(YEARS, by_year, strict=True):
        assert set(found.placed(year)) <= {LETTERS[letter] for letter in allowed}, year
    assert set(found.placed()) == {LETTERS[letter] for letter in must}


@pytest.mark.parametrize("number", range(len(PLANTS)))
def test_every_plan_is_sound(number):
    found, plant = judge(number), PLANTS[number]
    when = {one.id: one for one in found.placement.placed}
    assert len(when) + len(found.placement.refused) == len(found.advice)
    for one in when.values():
        for need in found.items[one.id].prerequisites:
            assert need in found.shown or when[need].ends_on < one.starts_on, (one.id, need)
        if found.items[one.id].is_governance:
            assert one.starts_on.year == YEARS[0]
    assert all(entry.uplift > 0 for entry in found.advice)
    assert {entry.why for entry in found.placement.refused} <= {
        "prerequisite",
        "gate",
        "time",
        "capacity",
        "budget",
    }
    bars = [
        PlannedInitiative(one.id, "digitize", one.starts_on, one.ends_on, found.cost(one.id))
        for one in when.values()
    ]
    money = budget(bars, FIRST, "", lambda amount, currency: None)
    assert overruns(money.years, plant.limits) == ()


def test_single_verdicts():
    # One veto question at 0 among threes: its two answers, not six initiatives.
    assert sorted(entry.item.id for entry in judge(5).advice) == ["D04", "D07"]
    # All at 2: what the answers show is not advised again but for what its gate must have.
    assert sorted(e.item.id for e in judge(2).advice if e.item.phase == "digitize") == [
        "D07",
        "D10",
        "D26",
    ]
    # Nothing of the basics for a plant at 3, and of 28 initiatives of integrate all have room.
    assert judge(3).advised["digitize"] == 0
    assert judge(3).placed()["integrate"] == 28
    # No AI for a plant without ERP and MES, whatever is wanted of analytics.
    assert judge(4).advised["optimize"] == 0
    # The refused say what keeps the gate closed.
    gates = [entry for entry in judge(8).placement.refused if entry.why == "gate"]
    assert {entry.needs for entry in gates} == {("TD",)}
    # A target of 2 asks for no integration while its gate is closed.
    assert set(judge(10).advised) == {"digitize"}


def test_table_names_every_plant():
    lines = table().splitlines()
    assert len(lines) == 1 + len(PLANTS)
    assert lines[3].startswith("3 all 2 to 4")
