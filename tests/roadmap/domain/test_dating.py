"""Start, end and length of a bar: what follows from which."""

from __future__ import annotations

from datetime import date as D  # noqa: N812 -- many days

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from planning.domain.calendars import ALWAYS_OPEN, Closure, WorkCalendar
from planning.domain.durations import TimeUnit
from planning.domain.lengths import Length
from planning.domain.plans import DAY
from roadmap.domain.dating import BarDates, DatesDisagreeError, dated

WORKING, MONTHS = TimeUnit.WORKING, TimeUnit.MONTHS
GOLDEN = WorkCalendar(frozenset({6, 7}), (Closure(D(2027, 10, 1), D(2027, 10, 8)),))
TWENTY = Length(20, WORKING)
# Monday to Friday of four weeks.
BAR = BarDates(D(2027, 8, 30), D(2027, 9, 24), TWENTY)


def test_a_start_alone_keeps_working_days_across_the_golden_week():
    moved = dated(BAR, {"starts_on": D(2027, 9, 13)}, GOLDEN)
    # 14 days in September, then 8, 11 to 15 October.
    assert moved == BarDates(D(2027, 9, 13), D(2027, 10, 15), TWENTY)


def test_a_start_alone_keeps_calendar_days_that_nobody_said():
    bar = BarDates(D(2027, 9, 1), D(2027, 9, 30))
    moved = dated(bar, {"starts_on": D(2027, 9, 15)}, GOLDEN)
    assert moved == BarDates(D(2027, 9, 15), D(2027, 10, 21))  # 16 and 14 of 30
    assert dated(moved, {"starts_on": D(2027, 9, 1)}, GOLDEN) == bar


def test_a_start_alone_keeps_months():
    bar = BarDates(D(2027, 1, 1), D(2027, 1, 31), Length(1, MONTHS))
    assert dated(bar, {"starts_on": D(2027, 2, 1)}, GOLDEN).ends_on == D(2027, 2, 28)
    assert dated(bar, {"starts_on": D(2027, 1, 31)}, GOLDEN).ends_on == D(2027, 2, 27)


def test_an_end_alone_counts_the_length_anew_in_its_unit():
    pulled = dated(BAR, {"ends_on": D(2027, 9, 10)}, GOLDEN)
    assert pulled == BarDates(BAR.starts_on, D(2027, 9, 10), Length(10, WORKING))
    months = BarDates(D(2027, 1, 1), D(2027, 6, 30), Length(6, MONTHS))
    assert dated(months, {"ends_on": D(2027, 4, 30)}, GOLDEN).length == Length(4, MONTHS)
    assert dated(months, {"ends_on": D(2027, 4, 15)}, GOLDEN).length == Length(105)


def test_an_end_leaves_a_length_that_nobody_said_unsaid():
    bar = BarDates(D(2027, 1, 1), D(2027, 1, 31))
    pulled = dated(bar, {"ends_on": D(2027, 2, 15)}, GOLDEN)
    assert pulled == BarDates(D(2027, 1, 1), D(2027, 2, 15))


def test_an_end_inside_a_closure_leaves_no_length():
    bar = BarDates(D(2027, 10, 2), D(2027, 10, 8), Length(1, WORKING))
    assert dated(bar, {"ends_on": D(2027, 10, 5)}, GOLDEN).length is None


def test_a_bar_of_closed_days_goes_by_its_days():
    bar = BarDates(D(2027, 10, 2), D(2027, 10, 4))
    moved = dated(bar, {"starts_on": D(2027, 10, 20)}, GOLDEN)
    assert moved == BarDates(D(2027, 10, 20), D(2027, 10, 22))


def test_a_length_gives_the_end():
    said = dated(BAR, {"duration": Length(6, MONTHS)}, GOLDEN)
    assert said == BarDates(D(2027, 8, 30), D(2028, 2, 28), Length(6, MONTHS))
    both = dated(BAR, {"duration": Length(2), "starts_on": D(2027, 9, 30)}, GOLDEN)
    assert both.ends_on == D(2027, 10, 8)


def test_a_new_bar_has_a_start_and_an_end_or_a_length():
    assert (
        dated(None, {"starts_on": D(2027, 1, 1), "ends_on": D(2027, 1, 9)}, GOLDEN).length is None
    )
    made = dated(None, {"starts_on": D(2027, 1, 1), "duration": Length(9)}, GOLDEN)
    assert made == BarDates(D(2027, 1, 1), D(2027, 1, 9), Length(9))
    with pytest.raises(TypeError, match="needs a start"):
        dated(None, {"duration": Length(9)}, GOLDEN)


def test_all_three_have_to_agree():
    agreed = {"starts_on": D(2027, 1, 1), "ends_on": D(2027, 1, 9), "duration": Length(9)}
    assert dated(BAR, agreed, GOLDEN).ends_on == D(2027, 1, 9)
    with pytest.raises(DatesDisagreeError) as error:
        dated(BAR, agreed | {"ends_on": D(2027, 1, 10)}, GOLDEN)
    assert error.value.due_end == D(2027, 1, 9)


def test_a_pulled_end_on_a_sunday_agrees_with_working_days():
    said = {"starts_on": D(2027, 8, 30), "ends_on": D(2027, 9, 26), "duration": TWENTY}
    assert dated(BAR, said, GOLDEN).ends_on == D(2027, 9, 26)


def test_an_emptied_length_lets_the_dates_decide():
    assert dated(BAR, {"duration": None}, GOLDEN) == BarDates(BAR.starts_on, BAR.ends_on)
    said = dated(BAR, {"duration": None, "ends_on": D(2027, 9, 1)}, GOLDEN)
    assert said == BarDates(BAR.starts_on, D(2027, 9, 1))


def test_what_was_said_again_changes_nothing_though_the_calendar_did():
    closed = WorkCalendar(frozenset({6, 7}), (Closure(D(2027, 9, 6), D(2027, 9, 13)),))
    assert dated(BAR, {"starts_on": BAR.starts_on}, closed) == BAR
    assert dated(BAR, {"starts_on": BAR.starts_on, "ends_on": BAR.ends_on}, closed) == BAR
    assert BAR.due_end(GOLDEN) == BAR.ends_on
    assert BAR.due_end(closed) == D(2027, 10, 1)
    assert BarDates(BAR.starts_on, BAR.ends_on).due_end(closed) == BAR.ends_on
    assert dated(BAR, {"duration": TWENTY}, closed).ends_on == D(2027, 10, 1)


def test_an_end_after_the_counted_years_is_refused():
    with pytest.raises(RuleError):
        dated(BAR, {"starts_on": D(2100, 12, 30)}, GOLDEN)


days = st.dates(D(2026, 1, 1), D(2030, 12, 31))
lengths = st.builds(Length, st.integers(1, 100), st.sampled_from(TimeUnit))


@given(days, days, lengths, st.sampled_from([ALWAYS_OPEN, GOLDEN]))
def test_a_bar_that_is_moved_keeps_its_length(first, second, length, calendar):
    bar = dated(None, {"starts_on": first, "duration": length}, calendar)
    moved = dated(bar, {"starts_on": second}, calendar)
    assert moved.length == length
    assert length.is_held(moved.starts_on, moved.ends_on + DAY, calendar)


@given(days, st.integers(0, 400), st.integers(0, 400), lengths)
def test_a_pulled_bar_holds_the_length_it_tells(start, shorter, longer, length):
    bar = dated(None, {"starts_on": start, "duration": length}, GOLDEN)
    end = max(start, bar.ends_on - DAY * shorter) + DAY * longer
    pulled = dated(bar, {"ends_on": end}, GOLDEN)
    assert pulled.ends_on == end
    assert pulled.length is None or pulled.length.is_held(start, end + DAY, GOLDEN)
