from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.icalendar import DayEvent, calendar_file, escaped, folded
from core.text import readable
from tests.interchange.calendar_lines import events, plain, unfolded

NOW = dt.datetime(2026, 11, 18, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def event(**more):
    values = {
        "uid": "a-1@example.org",
        "first": dt.date(2027, 2, 28),
        "last": dt.date(2027, 2, 28),
        "title": "Cut-over",
        "changed_at": NOW,
    }
    return DayEvent(**{**values, **more})


def test_a_day_ends_on_the_next_one():
    (found,) = events(calendar_file("Plan", [event()]))
    assert found["DTSTART;VALUE=DATE"] == "20270228"
    assert found["DTEND;VALUE=DATE"] == "20270301"
    assert found["DTSTAMP"] == "20261118T003000Z"  # UTC
    assert found["STATUS"] == "CONFIRMED"
    assert set(found) == {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART;VALUE=DATE"),
        *("DTEND;VALUE=DATE", "SUMMARY", "TRANSP", "STATUS"),
    }


def test_what_a_file_and_a_feed_begin_with():
    plain_file = unfolded(calendar_file("Plan", []))
    assert plain_file[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Landfall//Calendar//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert plain_file[-1] == "END:VCALENDAR"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in unfolded(calendar_file("P", [], hours=6))
    assert not any("REFRESH" in line for line in plain_file)


def test_everything_an_event_may_say():
    said = {"text": "Two\nlines", "category": "Digitize", "address": "https://x.example/?a=1"}
    (found,) = events(calendar_file("P", [event(revision=3, is_cancelled=True, **said)]))
    assert found["DESCRIPTION"] == "Two\nlines"
    assert found["CATEGORIES"] == "Digitize"
    assert found["URL"] == "https://x.example/?a=1"
    assert (found["SEQUENCE"], found["STATUS"]) == ("3", "CANCELLED")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c", r"a\, b\; c"),
        ("back\\slash", r"back\\slash"),
        ("one\r\ntwo", r"one\ntwo"),
        ("END:VEVENT\nBEGIN:VALARM", r"END:VEVENT\nBEGIN:VALARM"),
        ("bell\x07 tab\t.", "bell tab ."),
    ],
)
def test_texts_are_escaped(text, written):
    assert escaped(text) == written


@given(st.text(max_size=300))
def test_any_title_comes_back_and_no_line_is_too_long(title):
    (found,) = events(calendar_file("P", [event(title=title)]))
    assert found["SUMMARY"] == readable(title).replace("\t", " ")


@given(st.text(alphabet="aé中😀", max_size=200))
def test_folding_cuts_no_letter(line):
    parts = list(folded(line))
    assert all(len(part) <= 75 for part in parts)
    joined = parts[0] + b"".join(part[1:] for part in parts[1:])
    assert joined.decode() == line


def test_the_reader_of_these_tests_unescapes():
    assert plain(r"a\, b\\n\n") == "a, b\\n\n"


def test_a_long_line_goes_on_behind_a_space():
    parts = list(folded("x" * 74 + "\u4e2d" + "y" * 80))
    assert parts == [b"x" * 74, b" \xe4\xb8\xad" + b"y" * 71, b" " + b"y" * 9]
