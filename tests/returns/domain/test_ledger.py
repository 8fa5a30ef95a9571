"""What came of promises: hand values, too early, every state, sums by year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.series import Reading
from indicators.domain.targets import Direction
from readings.domain.periods import add_months
from returns.domain.ledger import (
    Account,
    Delivery,
    PromisedWork,
    PromiseState,
    PromiseTotals,
    PromiseYear,
    by_year,
    deliver,
    stage_of,
    totals,
)
from returns.domain.promises import PromiseBasis
from tests.returns.domain.test_promises import pledge

TODAY = date(2026, 11, 18)
WORK = PromisedWork(date(2025, 9, 1), date(2026, 1, 1), is_done=True)
BEFORE = (40, 41, 42, 40, 41, 42, 40, 42)  # median 41


def readings(values, start):
    return [Reading(add_months(start, n), Decimal(str(v))) for n, v in enumerate(values)]


def told(before=BEFORE, after=(), **more):
    """Return readings of 2025 until August, of the work under way, and of 2026."""
    between = readings([38, 38, 38, 38], date(2025, 9, 1))
    rows = [
        *readings(before, add_months(date(2025, 9, 1), -len(before))),
        *between,
        *readings(after, date(2026, 1, 1)),
    ]
    return deliver(pledge(**more), WORK, rows, 1, TODAY)


def test_a_proved_promise_by_hand():
    found = told(after=[value - 2 for value in BEFORE])
    assert found.state is PromiseState.PROVED
    assert (len(found.before), len(found.after)) == (8, 8)
    assert found.proof.shift == -2
    assert found.ratio == Decimal("0.5")
    assert found.is_shown
    low, high = found.ends
    assert low <= found.ratio <= high


@pytest.mark.parametrize(
    ("more", "state", "ratio"),
    [
        ({"after": [v - 8 for v in BEFORE]}, PromiseState.PROVED, 2),  # not capped above
        ({"after": [v + 2 for v in BEFORE]}, PromiseState.NOT_SHOWN, Decimal("-0.5")),  # nor below
        ({"after": BEFORE}, PromiseState.NOT_SHOWN, 0),
        ({"after": [v - 4 for v in BEFORE][:7]}, PromiseState.TOO_EARLY, 1),
        (
            {"before": BEFORE[:7], "after": [v - 4 for v in BEFORE]},
            PromiseState.TOO_EARLY,
            1,
        ),
        ({"after": [*[39] * 5, 42, *[39] * 5]}, PromiseState.LIKELY, Decimal("0.5")),
    ],
)
def test_labels(more, state, ratio):
    found = told(**more)
    assert found.state is state
    assert found.ratio == ratio


@pytest.mark.parametrize(
    ("before", "after", "short"),
    [(8, 5, (5, False)), (3, 5, (3, True)), (8, 8, (8, False)), (20, 9, (9, False))],
)
def test_the_side_that_is_short_is_named(before, after, short):
    rows = readings(range(before), date(2020, 1, 1)), readings(range(after), date(2023, 1, 1))
    assert Delivery(PromiseState.TOO_EARLY, tuple(rows[0]), tuple(rows[1])).short == short


@pytest.mark.parametrize(
    ("found", "tone"),
    [
        (Delivery(PromiseState.PROVED), "good"),
        (Delivery(PromiseState.NOT_SHOWN), "bad"),
        (Delivery(PromiseState.PENDING, is_late=True), "bad"),
        (Delivery(PromiseState.PENDING), ""),
        (Delivery(PromiseState.TOO_EARLY), "warn"),
    ],
)
def test_tones(found, tone):
    assert found.tone == tone


def test_higher_is_better():
    found = told(after=[v + 4 for v in BEFORE], direction=Direction.UP, change=Decimal(4))
    assert (found.state, found.ratio) == (PromiseState.PROVED, 1)


def test_a_band_counts_by_the_distance_to_its_target():
    """From 41 down to 38 or 36: as far from 37 as 38 is 36, so both are 3 of the promised 4."""
    near = {"direction": Direction.TARGET, "target": Decimal(37), "change": Decimal(-4)}
    above, below = told(after=[38] * 8, **near), told(after=[36] * 8, **near)
    assert above.proof.shift == below.proof.shift == -3
    assert above.ratio == below.ratio == Decimal(3) / 4
    assert above.state is PromiseState.PROVED
    away = told(after=[45] * 8, **{**near, "change": Decimal(4)})
    assert (away.ratio, away.ends, away.state) == (None, None, PromiseState.NOT_SHOWN)


def test_readings_left_out_and_of_the_work_do_not_count():
    rows = [
        *readings(BEFORE, date(2025, 1, 1)),
        *readings([v - 4 for v in BEFORE], date(2026, 1, 1)),
    ]
    rows[3] = replace(rows[3], is_excluded=True)
    found = deliver(pledge(), WORK, rows, 1, TODAY)
    assert len(found.before) == 7
    assert found.state is PromiseState.TOO_EARLY


def test_a_quarter_that_the_start_cuts_is_not_before():
    rows = [Reading(date(2025, 4, 1), Decimal(1)), Reading(date(2025, 7, 1), Decimal(2))]
    found = deliver(pledge(), replace(WORK, starts_on=date(2025, 9, 30)), rows, 3, TODAY)
    assert [one.value for one in found.before] == [1]


@pytest.mark.parametrize(
    ("work", "state", "is_late"),
    [
        (None, PromiseState.REMOVED, False),
        (replace(WORK, is_done=False, is_stopped=True), PromiseState.STOPPED, False),
        (replace(WORK, is_done=False), PromiseState.PENDING, True),
        (replace(WORK, due_on=date(2027, 1, 1)), PromiseState.PENDING, True),
        (WORK, PromiseState.NO_READINGS, False),
    ],
)
def test_states_without_a_judgment(work, state, is_late):
    found = deliver(pledge(), work, readings(BEFORE, date(2025, 1, 1)), 1, TODAY)
    assert (found.state, found.is_late, found.proof, found.is_shown) == (
        state,
        is_late,
        None,
        False,
    )


def test_it_is_not_late_before_its_day():
    later = pledge(ends_on=date(2026, 12, 31))
    found = deliver(later, replace(WORK, is_done=False), [], 1, TODAY)
    assert (found.state, found.is_late) == (PromiseState.PENDING, False)
    assert deliver(later, WORK, readings(BEFORE, date(2026, 1, 1)), 1, TODAY).before == ()


def account(state=PromiseState.PROVED, ratio="0.5", yearly=120_000, months=4, **more):
    after = tuple(readings([1] * months, date(2026, 1, 1)))
    found = Delivery(state, after=after, ratio=None if ratio is None else Decimal(ratio))
    return Account(pledge(**more), found, None if yearly is None else Decimal(yearly), 1)


def test_money_counts_only_where_it_is_shown():
    assert account().delivered == account().measured == Decimal("60000.00")
    early = account(PromiseState.TOO_EARLY)
    assert (early.measured, early.delivered) == (Decimal("60000.00"), None)
    assert account(yearly=None).measured is None
    assert account(ratio=None).measured is None


def test_totals_by_hand():
    rows = [
        account(),
        account(PromiseState.LIKELY, "1.2"),
        account(PromiseState.NOT_SHOWN, "0.25"),
        account(PromiseState.PENDING, None, ends_on=date(2027, 3, 31)),
        account(yearly=None),
    ]
    assert totals(rows, TODAY) == PromiseTotals(
        count=4,
        promised=Decimal(480_000),
        due=Decimal(360_000),
        delivered=Decimal(204_000),
        apart=Decimal(30_000),
        judged=2,
        low=Decimal(204_000),
        high=Decimal(204_000),
    )
    assert totals([], TODAY) == PromiseTotals()


def test_years_by_hand():
    """Due November 2025: 2 months of 2025 and 10 of 2026 have passed on 18 November."""
    rows = [
        account(ends_on=date(2025, 10, 31)),
        account(PromiseState.TOO_EARLY, ends_on=date(2026, 9, 30)),
        account(yearly=None),
    ]
    assert by_year(rows, TODAY) == (
        PromiseYear(2025, Decimal("20000.00"), Decimal("0.00")),
        PromiseYear(2026, Decimal("110000.00"), Decimal("20000.00")),
    )
    assert by_year([account(ends_on=date(2026, 10, 31), months=0)], TODAY) == ()
    assert by_year([], TODAY) == ()


def test_a_year_between_is_there_and_a_quarter_is_three_months():
    row = account(ends_on=date(2027, 12, 31))  # promised for later, delivered in 2026
    quarters = replace(row, span=3)
    assert [one.year for one in by_year([row], date(2028, 2, 1))] == [2026, 2027, 2028]
    assert by_year([quarters], TODAY)[0].delivered == 3 * by_year([row], TODAY)[0].delivered


def test_a_share_of_next_to_nothing_is_shown_not_refused():
    row = account(ratio="9E+20", yearly="90000000000000.00")
    assert row.measured == Decimal("8.1E+34")
    assert by_year([row], TODAY)[0].delivered > row.measured / 4


@given(
    st.lists(st.integers(1, 10**6), min_size=8, max_size=20),
    st.lists(st.integers(1, 10**6), min_size=8, max_size=10),
    st.integers(1, 10**6),
)
def test_turned_round_the_same_share(before, after, change):
    """Lower is better of x is higher is better of -x: the same label, the same share."""
    down = told(before, after, change=Decimal(-change))
    up = told(
        [-v for v in before],
        [-v for v in after],
        direction=Direction.UP,
        change=Decimal(change),
    )
    assert (down.state, down.ratio) == (up.state, up.ratio)


def test_a_phase_by_itself():
    assert stage_of([]) is None
    assert stage_of(readings(BEFORE, date(2025, 1, 1))).n == 8


def test_before_are_the_periods_of_the_signed_baseline_where_they_are_enough():
    falling = (60, 58, 56, 54, *BEFORE)  # readings of earlier years would credit their own fall
    after = [value - 2 for value in BEFORE]
    basis = PromiseBasis(Decimal(41), date(2025, 1, 1), date(2025, 8, 1))
    found = told(before=falling, after=after, basis=basis)
    assert (found.is_frozen, len(found.before), found.ratio) == (True, 8, Decimal("0.5"))
    every = told(before=falling, after=after)
    assert (every.is_frozen, len(every.before)) == (False, 12)
    assert every.ratio > Decimal("0.5")
    short = replace(basis, first=date(2025, 2, 1))
    assert told(before=falling, after=after, basis=short).is_frozen is False


def test_a_shift_is_split_among_the_promises_of_an_indicator():
    rows = [
        *readings(BEFORE, date(2025, 1, 1)),
        *readings([value - 4 for value in BEFORE], date(2026, 1, 1)),
    ]
    alone = deliver(pledge(), WORK, rows, 1, TODAY)
    shared = deliver(pledge(), WORK, rows, 1, TODAY, [Decimal(-4), Decimal(-8)])
    assert (alone.ratio, alone.sharing) == (1, 0)
    assert (shared.ratio, shared.sharing) == (Decimal("0.25"), 2)
    assert shared.ends[0] <= shared.ratio <= shared.ends[1]


def test_what_was_delivered_has_its_ends():
    found = told(after=[value - 2 for value in BEFORE])
    row = Account(pledge(), found, Decimal(120_000), 1)
    low, high = row.between
    assert low <= row.measured <= high
    line = totals([row], TODAY)
    assert (line.low, line.high) == (low, high)
    bare = Account(pledge(), replace(found, ends=None), Decimal(120_000), 1)
    assert bare.between == (60_000, 60_000)
