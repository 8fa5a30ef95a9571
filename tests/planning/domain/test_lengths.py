"""Lengths as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.calendars import ALWAYS_OPEN, Closure, WorkCalendar
from planning.domain.durations import TimeUnit
from planning.domain.lengths import (
    MOST,
    Length,
    LengthError,
    Misread,
    counted,
    read_length,
)

D = dt.date
WORKING, CALENDAR, MONTHS = TimeUnit.WORKING, TimeUnit.CALENDAR, TimeUnit.MONTHS
GOLDEN = WorkCalendar(frozenset({6, 7}), (Closure(D(2027, 10, 1), D(2027, 10, 8)),))


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("6 months", 6, MONTHS),
        ("6m", 6, MONTHS),
        ("1 Month", 1, MONTHS),
        ("2 years", 24, MONTHS),
        ("6个月", 6, MONTHS),
        ("6 个月", 6, MONTHS),
        ("1年", 12, MONTHS),
        ("90 days", 90, CALENDAR),
        ("90d", 90, CALENDAR),
        ("+90 d", 90, CALENDAR),
        ("90天", 90, CALENDAR),
        ("90个日历日", 90, CALENDAR),
        ("90日历日", 90, CALENDAR),
        ("1 CALENDAR day", 1, CALENDAR),
        ("1,000 days", 1000, CALENDAR),
        ("2 weeks", 14, CALENDAR),
        ("2w", 14, CALENDAR),
        ("2周", 14, CALENDAR),
        ("2个星期", 14, CALENDAR),
        ("20 working days", 20, WORKING),
        ("20wd", 20, WORKING),
        ("20  Work\u00a0Days ", 20, WORKING),
        ("20个工作日", 20, WORKING),
        ("２０个工作日", 20, WORKING),
        ("６\u3000ｍｏｎｔｈｓ", 6, MONTHS),
        ("007 days", 7, CALENDAR),
        ("3660 days", 3660, CALENDAR),
        ("半年", 6, MONTHS),
        ("half a year", 6, MONTHS),
        ("Half  a Year", 6, MONTHS),
        ("a year and a half", 18, MONTHS),
        ("一年", 12, MONTHS),
        ("一年半", 18, MONTHS),
        ("1年半", 18, MONTHS),
        ("两年半", 30, MONTHS),
        ("三个月", 3, MONTHS),
        ("两个月", 2, MONTHS),
        ("十个月", 10, MONTHS),
        ("十二 个月", 12, MONTHS),
        ("两周", 14, CALENDAR),
        ("九十天", 90, CALENDAR),
        ("二十个工作日", 20, WORKING),
        ("十五工作日", 15, WORKING),
        ("七个自然日", 7, CALENDAR),
        ("120 months", 120, MONTHS),
    ],
)
def test_what_people_type_is_understood(text, count, unit):
    assert read_length(text) == Length(count, unit)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Misread.UNKNOWN),
        ("90", Misread.UNKNOWN),
        ("days", Misread.UNKNOWN),
        ("six months", Misread.UNKNOWN),
        ("6月", Misread.UNKNOWN),  # June
        ("六月", Misread.UNKNOWN),
        ("十二月", Misread.UNKNOWN),
        ("一百天", Misread.UNKNOWN),
        ("半个月", Misread.BROKEN),
        ("十年半", Misread.BEYOND),
        ("9" * 4400 + "年半", Misread.UNKNOWN),
        ("∞", Misread.UNKNOWN),
        ("∞ days", Misread.UNKNOWN),
        ("1e3 days", Misread.UNKNOWN),
        ("٣ days", Misread.UNKNOWN),
        ("①② days", Misread.UNKNOWN),
        ("5 day\u017f", Misread.UNKNOWN),  # a long s
        ("2 w\u212as", Misread.UNKNOWN),  # the sign of kelvin
        ("５² days", Misread.UNKNOWN),
        ("½ months", Misread.UNKNOWN),
        ("Ⅵ months", Misread.UNKNOWN),
        ("1,00 days x", Misread.UNKNOWN),
        ("3 days 4", Misread.UNKNOWN),
        ("9" * 4400 + " days", Misread.UNKNOWN),
        ("1.5 months", Misread.BROKEN),
        ("1,5 months", Misread.BROKEN),
        ("0.5个月", Misread.BROKEN),
        ("0 days", Misread.BEYOND),
        ("0个月", Misread.BEYOND),
        ("-3 days", Misread.BEYOND),
        ("−3 days", Misread.BEYOND),
        ("99999 days", Misread.BEYOND),
        ("3661 days", Misread.BEYOND),
        ("523 weeks", Misread.BEYOND),
        ("121 months", Misread.BEYOND),
        ("11 years", Misread.BEYOND),
        ("100000000000000000000 days", Misread.BEYOND),
    ],
)
def test_what_is_no_length_is_refused(text, why):
    with pytest.raises(LengthError) as error:
        read_length(text)
    assert error.value.why is why
    assert str(error.value) == why.value


@given(st.sampled_from(TimeUnit), st.data())
def test_words_are_read_back_in_both_languages(unit, data):
    length = Length(data.draw(st.integers(1, MOST[unit])), unit)
    assert read_length(length.words.en) == length
    assert read_length(length.words.zh_hans) == length


@given(st.integers(1, 99), st.sampled_from(["天", "个工作日", "个月"]))
def test_chinese_numerals_count_as_digits_do(count, unit):
    numeral = f"{'一二三四五六七八九'[count // 10 - 1]}十" if count >= 10 else ""
    numeral += "一二三四五六七八九"[count % 10 - 1] if count % 10 else ""
    expected = read_length(f"{count}{unit}")
    assert read_length(f"{numeral}{unit}") == expected
    assert read_length(
        f"{numeral.removeprefix('一') if count in range(10, 20) else numeral}{unit}"
    ) == (expected)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        length = read_length(text)
    except LengthError:
        return
    assert 1 <= length.count <= MOST[length.unit]


def test_words():
    assert Length(1).words.en == "1 calendar day"
    assert Length(20, WORKING).words.en == "20 working days"
    assert Length(1000).words.en == "1,000 calendar days"
    assert Length(133).words.zh_hans == "133个日历日"
    assert Length(6, MONTHS).words.zh_hans == "6个月"
    assert Length(20, WORKING).words.zh_hans == "20个工作日"


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        (D(2027, 9, 27), D(2027, 10, 9), CALENDAR, Length(5)),  # 27–30 September and 8 October
        (D(2027, 9, 27), D(2027, 10, 9), WORKING, Length(5, WORKING)),
        (D(2027, 9, 27), D(2027, 10, 11), CALENDAR, Length(7)),  # the weekend counts
        (D(2027, 9, 27), D(2027, 10, 11), WORKING, Length(5, WORKING)),
        (D(2027, 10, 1), D(2027, 10, 8), CALENDAR, None),
        (D(2027, 10, 9), D(2027, 10, 11), WORKING, None),
        (D(2027, 1, 1), D(2027, 7, 1), MONTHS, Length(6, MONTHS)),
        (D(2027, 1, 31), D(2027, 2, 28), MONTHS, Length(1, MONTHS)),
        (D(2027, 1, 31), D(2027, 3, 31), MONTHS, Length(2, MONTHS)),
        (D(2028, 1, 31), D(2028, 2, 28), MONTHS, Length(28)),  # the 29th would be a month
        (D(2027, 1, 1), D(2027, 1, 20), MONTHS, Length(19)),
        (D(2027, 1, 2), D(2027, 1, 2), CALENDAR, None),
        (D(2027, 3, 1), D(2027, 1, 1), MONTHS, None),
    ],
)
def test_counting_from_dates(start, end, unit, expected):
    assert counted(start, end, unit, GOLDEN) == expected


days = st.dates(D(2020, 1, 1), D(2040, 12, 31))
calendars = st.sampled_from([ALWAYS_OPEN, GOLDEN])


@given(days, st.sampled_from(TimeUnit), st.integers(1, 60), calendars)
def test_a_length_from_a_start_is_held_by_its_end(start, unit, count, calendar):
    length = Length(count, unit)
    assert length.is_held(start, length.on(calendar).end_of(start), calendar)
