"""Kept sums say what the rules say of the whole plan, on every day of their course."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.economics import budget, overruns
from planning.domain.plans import PHASES, PlanLink, PlannedInitiative, horizon
from planning.domain.progress import progress
from planning.domain.spending import planned_until, spent_so_far
from roadmap.domain.conflicts import DatedMilestone, date_conflicts
from roadmap.domain.schedule import violations
from roadmap.domain.sums import COURSE, PlanParts, _never, figures, from_json, sum_up, to_json

FIRST = dt.date(2026, 1, 1)
RATES = {"MYR": Decimal("1.75"), "USD": Decimal("7.0823")}
days = st.dates(dt.date(2025, 6, 1), dt.date(2029, 12, 31))
money = st.decimals(0, 10**7, places=2)


def convert(amount, currency):
    """Into MYR; the rate of the euro is missing."""
    return amount * RATES[currency] / RATES["MYR"] if currency in RATES else None


@st.composite
def items(draw, number):
    start = draw(days)
    status = draw(st.sampled_from(["planned", "active", "done", "stopped"]))
    return PlannedInitiative(
        id=str(number),
        phase=draw(st.sampled_from(PHASES)),
        starts_on=start,
        ends_on=start + dt.timedelta(draw(st.integers(0, 400))),
        one_off=draw(money),
        yearly=draw(money),
        currency=draw(st.sampled_from(["MYR", "MYR", "USD", "EUR"])),
        progress=Decimal({"planned": 0, "done": 1}.get(status, draw(st.integers(0, 99))) or 0)
        / (1 if status == "done" else 100),
        is_stopped=status == "stopped",
        spent=draw(st.none() | money),
        is_done=status == "done",
    )


@st.composite
def plans(draw):
    count = draw(st.integers(0, 6))
    rows = [draw(items(number)) for number in range(count)]
    ids = [row.id for row in rows]
    links = [
        PlanLink(a, b, draw(st.sampled_from(["FS", "SS", "FF"])), draw(st.integers(-30, 60)), n)
        for n, (a, b) in enumerate(itertools.pairwise(ids))
    ]
    stones = [
        DatedMilestone(str(n), one, draw(days), draw(st.booleans())) for n, one in enumerate(ids)
    ]
    limits = draw(st.dictionaries(st.integers(2026, 2029), money, max_size=3))
    return PlanParts(FIRST, "MYR", rows, links, stones, limits)


@given(plan=plans(), from_day=days, at=st.integers(0, COURSE - 1))
def test_sums_say_what_the_whole_plan_says(plan, from_day, at):
    today = from_day + dt.timedelta(at)
    kept = from_json(json.loads(json.dumps(to_json(sum_up(plan, from_day)))))
    assert kept == sum_up(plan, from_day)
    assert kept.knows(today)
    said = figures(kept, FIRST, "MYR", today, convert)
    whole = budget(plan.items, FIRST, "MYR", convert)
    assert said.totals == whole.totals
    assert said.planned_to_date == planned_until(plan.items, today, "MYR", convert)
    assert said.spent == spent_so_far(plan.items, "MYR", convert)
    assert said.progress == progress(plan.items, today)
    assert said.conflicts == (
        len(violations(plan.items, plan.links))
        + len(date_conflicts(plan.items, plan.milestones, horizon(FIRST), today))
        + len(overruns(whole.years, plan.limits))
        + len(whole.unconverted)
    )


def test_a_course_ends():
    kept = sum_up(PlanParts(FIRST, "MYR"), dt.date(2026, 3, 1))
    assert not kept.knows(dt.date(2026, 2, 28))
    assert kept.knows(dt.date(2026, 3, COURSE))
    assert not kept.knows(dt.date(2026, 3, COURSE + 1))


def test_own_money_is_never_converted():
    with pytest.raises(AssertionError, match="USD"):
        _never(Decimal(1), "USD")
