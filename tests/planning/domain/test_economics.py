"""Money over time: the picture's figures, worked examples, nothing lost to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planning.domain.economics import (
    budget,
    cents,
    limit_inside,
    limited_in_part,
    one_off_until,
    overruns,
    running_until,
    spread_one_off,
    spread_running,
)
from planning.domain.plans import PHASES, DaySpan, PlannedInitiative, horizon, quarters, years
from planning.domain.spending import planned_until, spent_so_far
from tests.roadmap.domain.picture import FIRST, ITEMS, LIMITS, QUARTERS

MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def no_rate(amount, currency):
    raise AssertionError(f"nothing to convert, asked for {currency}")


@st.composite
def item(draw, currencies=("MYR",)):
    start = draw(DAYS)
    return PlannedInitiative(
        id=str(draw(st.integers(1, 10**6))),
        phase=draw(st.sampled_from(PHASES)),
        starts_on=start,
        ends_on=start + timedelta(days=draw(st.integers(0, 900))),
        one_off=draw(MONEY),
        yearly=draw(MONEY),
        currency=draw(st.sampled_from(currencies)),
        is_stopped=draw(st.booleans()),
        spent=draw(st.none() | MONEY),
    )


def test_quarters_of_the_picture():
    found = budget(ITEMS, FIRST, "MYR", no_rate)
    assert tuple(round(value / 1000) for value in found.quarters) == QUARTERS
    totals = found.totals
    assert totals.whole == totals.one_off == totals.inside == Decimal(16_800_000)
    assert totals.before == totals.beyond == totals.running == 0
    millions = {year: round(value / 10**6, 2) for year, value in found.years.items()}
    assert millions == {2026: Decimal("6.48"), 2027: Decimal("6.48"), 2028: Decimal("3.84")}
    assert overruns(found.years, LIMITS) == ()
    assert {phase: part.whole for phase, part in found.phases.items()} == {
        "digitize": Decimal(7_000_000),
        "integrate": Decimal(6_510_000),
        "optimize": Decimal(3_290_000),
    }


def test_overrun_names_year_and_excess():
    found = overruns({2026: Decimal(7), 2027: Decimal(3), 2028: Decimal(9)}, {2026: Decimal(5)})
    assert [(o.year, o.excess) for o in found] == [(2026, Decimal(2))]


def test_one_off_grows_by_calendar_day():
    bar = PlannedInitiative(
        "a", "digitize", date(2026, 1, 1), date(2026, 1, 10), one_off=Decimal(100)
    )
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 11)]
    assert [one_off_until(bar, day) for day in days] == [0, 0, Decimal(10), Decimal(100)]


def test_running_cost_starts_the_day_after_and_follows_the_year():
    bar = PlannedInitiative(
        "a", "digitize", date(2027, 1, 1), date(2027, 12, 31), yearly=Decimal(366)
    )
    assert running_until(bar, date(2028, 1, 1)) == 0
    assert running_until(bar, date(2028, 1, 2)) == 1
    assert running_until(bar, date(2029, 1, 1)) == 366
    assert running_until(bar, date(2030, 1, 1)) == 732


def test_stopped_item_costs_what_was_spent():
    bar = PlannedInitiative(
        "a",
        "digitize",
        date(2026, 1, 1),
        date(2026, 3, 31),
        one_off=Decimal(900),
        yearly=Decimal(10),
        currency="MYR",
        is_stopped=True,
        spent=Decimal(30),
    )
    assert budget([bar], FIRST, "MYR", no_rate).totals.whole == 30
    assert (
        PlannedInitiative(
            "b", "digitize", FIRST, FIRST, one_off=Decimal(5), is_stopped=True
        ).planned_cost
        == 0
    )


def test_other_currency_is_converted_or_named():
    bars = [
        PlannedInitiative(
            "a", "digitize", FIRST, date(2026, 6, 30), one_off=Decimal(100), currency="USD"
        ),
        PlannedInitiative(
            "b", "digitize", FIRST, date(2026, 6, 30), one_off=Decimal(70), currency="EUR"
        ),
        PlannedInitiative(
            "c", "digitize", FIRST, date(2026, 6, 30), one_off=Decimal(7), currency="EUR"
        ),
    ]
    rates = {"USD": Decimal("4.2")}
    found = budget(
        bars, FIRST, "MYR", lambda amount, name: amount * rates[name] if name in rates else None
    )
    assert found.totals.whole == 420
    assert found.unconverted == {"EUR": Decimal(77)}
    assert {(c.year, c.phase, c.currency): c.total for c in found.cells} == {
        (2026, "digitize", "EUR"): 77,
        (2026, "digitize", "USD"): 100,
    }


def test_cost_outside_the_quarters_is_kept():
    bar = PlannedInitiative(
        "a", "optimize", date(2028, 12, 1), date(2029, 1, 31), one_off=Decimal(62)
    )
    found = budget([bar], FIRST, "", no_rate)
    totals = found.totals
    assert (totals.before, totals.inside, totals.beyond, totals.whole) == (0, 31, 31, 62)


def test_work_that_runs_on_is_told_apart_from_the_plan():
    # 21.77 M inside, 22.38 M in all: a bar of 610 k of which all but a day lies behind the plan.
    bars = [
        PlannedInitiative(
            "a", "digitize", FIRST, date(2028, 12, 31), Decimal(21_770_000), currency="MYR"
        ),
        PlannedInitiative(
            "b", "optimize", date(2029, 1, 1), date(2032, 12, 31), Decimal(610_000), currency="MYR"
        ),
    ]
    totals = budget(bars, FIRST, "MYR", no_rate).totals
    assert (totals.inside, totals.beyond, totals.whole) == (21_770_000, 610_000, 22_380_000)
    assert (totals.before, totals.outside) == (0, 610_000)


def test_cost_ahead_of_the_plan_is_no_cost_behind_it():
    bar = PlannedInitiative("a", "digitize", date(2025, 12, 1), date(2026, 1, 31), Decimal(62))
    totals = budget([bar], FIRST, "", no_rate).totals
    assert (totals.before, totals.inside, totals.beyond) == (31, 31, 0)


def test_planned_and_spent_until_a_day():
    bars = [
        PlannedInitiative(
            "a", "digitize", date(2026, 1, 1), date(2026, 1, 10), Decimal(100), currency="MYR"
        ),
        PlannedInitiative(
            "b", "digitize", date(2026, 1, 1), date(2026, 1, 10), Decimal(10), currency="USD"
        ),
        PlannedInitiative(
            "c", "digitize", date(2026, 1, 1), date(2026, 1, 10), Decimal(10), currency="XXX"
        ),
    ]
    rate = {"USD": Decimal(4)}.get
    convert = lambda amount, name: amount * rate(name) if rate(name) else None  # noqa: E731
    assert planned_until(bars, date(2026, 1, 5), "MYR", convert) == Decimal(70)
    assert spent_so_far(bars, "MYR", convert) is None
    spent = [
        PlannedInitiative("d", "digitize", FIRST, FIRST, currency="USD", spent=Decimal(3)),
        *bars,
    ]
    assert spent_so_far(spent, "MYR", convert) == 12


@given(item(), DAYS)
def test_no_cent_of_one_item_is_lost(bar, first):
    spread = spread_one_off(bar, quarters(first))
    assert spread.before + sum(spread.inside) + spread.after == cents(bar.planned_cost)
    assert min(*spread.inside, spread.before, spread.after) >= 0
    by_year = spread_one_off(bar, years(horizon(first)))
    assert sum(by_year.inside) == sum(spread.inside)
    assert sum(spread_running(bar, quarters(first))) >= 0


@given(st.lists(item(("MYR", "USD", "EUR")), max_size=8), DAYS, st.booleans())
def test_sums_of_a_plan_agree(bars, first, has_rate):
    def convert(amount, currency):
        return amount * Decimal("4.2317") if currency == "USD" and has_rate else None

    found = budget(bars, first, "MYR", convert)
    totals = found.totals
    assert sum(found.years.values()) == sum(found.quarters) == totals.inside
    assert totals.whole == totals.before + totals.one_off + totals.running + totals.beyond
    assert totals.invested == totals.whole - totals.running
    for part in ("before", "one_off", "running", "beyond"):
        assert getattr(totals, part) == sum(getattr(own, part) for own in found.phases.values())
    whole = {}
    for bar in bars:
        whole[bar.currency] = whole.get(bar.currency, 0) + cents(bar.planned_cost)
    running = {}
    for cell in found.cells:
        running[cell.currency] = running.get(cell.currency, 0) + cell.running
    for currency, lost in found.unconverted.items():
        assert lost == whole[currency] + running.get(currency, 0)
    expected = whole.get("MYR", Decimal(0))
    converted = [cents(b.planned_cost) for b in bars if b.currency == "USD"] if has_rate else []
    expected += sum((amount * Decimal("4.2317") for amount in converted), Decimal(0))
    assert abs(found.totals.invested - expected) <= Decimal("0.02") * max(len(converted), 0)


@given(st.lists(item(), max_size=6), DAYS, DAYS)
def test_planned_cost_never_falls(bars, one, other):
    early, late = sorted([one, other])
    assert planned_until(bars, early, "MYR", no_rate) <= planned_until(bars, late, "MYR", no_rate)


@given(DAYS)
def test_quarters_and_years_cover_the_same_days(first):
    stretch = horizon(first)
    assert (
        sum(q.days for q in quarters(first)) == stretch.days == sum(y.days for y in years(stretch))
    )
    assert len({y.start.year for y in years(stretch)}) in (3, 4)
    assert years(DaySpan(date(2026, 2, 1), date(2026, 2, 2))) == (
        DaySpan(date(2026, 2, 1), date(2026, 2, 2)),
    )


def test_a_total_of_limits_says_which_years_the_plan_holds_in_part():
    """The fault seen: three years from October 2026 with the limits of four, and no word of it."""
    limits = {year: Decimal(150) for year in (2026, 2027, 2028, 2029, 2031)}
    autumn, spring = date(2026, 10, 1), date(2026, 1, 1)
    assert limit_inside(limits, autumn) == Decimal(600)
    assert limited_in_part(limits, autumn) == {2026: 1, 2029: 3}
    assert limit_inside(limits, spring) == Decimal(450)  # 2029 and 2031 are no years of the plan
    assert limited_in_part(limits, spring) == {}
    assert limited_in_part({2027: Decimal(1)}, autumn) == {}
    assert limit_inside({2031: Decimal(100)}, autumn) is None
    assert limit_inside({}, autumn) is None
