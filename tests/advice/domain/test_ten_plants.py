"""Ten plants with an adviser's judgement: what each is advised and which phase starts when."""

from __future__ import annotations

import pytest

from planning.domain.economics import budget, overruns
from planning.domain.plans import PlannedInitiative, add_months
from tests.advice.ten_plants import FIRST, PLANTS, YEARS, judge, table

AT_ONCE = {"small": 3, "mid": 5, "large": 8}

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
    # What lifts nothing is needed by what does, and lifts only a dimension that does not apply here.
    scored = {
        name for name in found.run.dimensions if found.run.current.nodes[name].score is not None
    }
    idle = [entry for entry in found.advice if entry.uplift <= 0]
    assert all(e.needed_by and not e.closes and not scored & set(e.item.lifts) for e in idle)
    for month in range(12 * len(YEARS)):
        start = add_months(FIRST, month)
        end = add_months(start, 1)
        busy = [one.id for one in when.values() if one.starts_on < end and one.ends_on >= start]
        assert len(busy) <= AT_ONCE[plant.size], (start, busy)
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


def test_what_decides_a_program_comes_before_what_it_decides():
    for number in (0, 1, 4, 6, 7, 10):
        found = judge(number)
        when = {one.id: one for one in found.placement.placed}
        for early, late in (
            ("D02", "D05"),  # survey and baseline before anything is built
            ("D04", "D10"),  # local law before ERP
            ("D30", "D10"),  # how vendors are chosen before one is
            ("D07", "D11"),  # where servers stand before what runs on them
            ("D07", "D21"),
            ("D30", "D18"),
        ):
            if early in when and late in when:
                assert when[early].ends_on < when[late].starts_on, (number, early, late)


def test_a_gate_question_without_a_target_is_answered():
    # Plant 5 wants analytics only; integration asks for DG-13 at 2, and nobody set a target for it.
    found = judge(4)
    assert "DG-13" not in PLANTS[4].targets
    answers = {gap.question for entry in found.advice for gap in entry.closes}
    musts = {"SP-03", "SA-04", "SA-05", "SA-13", "SA-15", "BA-01", "BA-02", "DG-06", "DG-11"}
    assert answers >= musts | {"DG-13"}
