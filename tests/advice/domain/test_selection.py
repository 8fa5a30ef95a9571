"""The sums of a selection, and what the answers show to be in place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advice.domain.in_place import THERE_FROM, shown_by_answers
from advice.domain.selection import selection
from capability.domain.lift import uplift
from tests.advice.domain.test_advising import item

D = Decimal


def test_lifts_of_a_selection_are_applied_one_after_the_other():
    # DG 1: digitize (cap 3) to 1.5, integrate (cap 4) to 1.5 + 2.5/4 = 2.125; half of the weight.
    chosen = [item("N", "integrate"), item("D", cost=(100, 300))]
    sums = selection(chosen, D(4), {"DG": D(1)}, {"DG": D("0.5")})
    assert sums.lift == D("0.5625")
    single = [one.lift_from({"DG": D(1)}) for one in chosen]
    assert sum(uplift(lifts, {"DG": D("0.5")}) for lifts in single) == D("0.625")
    # 15 and 200 US dollars at 4; a fifth of it a year; 2 to 6 months each.
    assert (sums.count, sums.one_off, sums.yearly, sums.months, sums.roles) == (2, 860, 172, 8, 0)


def test_people_are_counted_once_in_a_selection():
    both = [replace(item("D"), roles=("IT", "buyer")), replace(item("N"), roles=("IT", "planner"))]
    assert selection(both, D(1), {}, {}).roles == 3


def test_an_empty_selection_is_nothing():
    sums = selection([], D(1), {}, {})
    assert (sums.count, sums.one_off, sums.lift) == (0, 0, 0)


CATALOG = {name: item(name, phase) for name, phase in (("D", "digitize"), ("N", "integrate"))}
LINKS = {"q1": ("D", "N"), "q2": ("D",)}


def shown(levels, scores=None, **more):
    known = {name: D(level) for name, level in levels.items()}
    return shown_by_answers(CATALOG, LINKS, known, scores or {"DG": D(1)}, **more)


def test_every_question_that_names_it_shows_it():
    assert shown({"q1": 2, "q2": 3}) == {"D": (("q1", D(2)), ("q2", D(3)))}
    assert shown({"q1": 2, "q2": 1}) == {}
    assert shown({"q1": 2}) == {}  # q2 is open: it proves nothing
    assert set(shown({"q1": 3, "q2": 2})) == {"D", "N"}
    assert set(shown({"q1": 3, "q2": 2}, least=THERE_FROM)) == {"D"}


def test_dimensions_at_the_cap_show_it_too():
    assert shown({}, {"DG": D(3)}) == {"D": (("DG", D(3)),)}
    assert set(shown({}, {"DG": D(4)})) == {"D", "N"}
