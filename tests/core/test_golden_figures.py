"""Every kind of figure, day, sum and rate as each language has printed it: none may change unseen.

`golden_figures.tsv` holds a function, its arguments and what it says in English and in Chinese; ␣ is a
space that does not break. After a change that is meant: `REWRITE=1 pytest tests/core/test_golden_figures.py`,
then read the difference line by line.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone, translation

from core import clock, scores
from core.wording import dates, figures, money, texts

TABLE = Path(__file__).with_name("golden_figures.tsv")
NOW = dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)
ZONE = "Asia/Kuala_Lumpur"


def in_unit(largest, amount, currency):
    """Write a sum in the unit that a column with a larger one has, and the head of that column."""
    scale = money.page_scale([largest, amount], currency)
    return f"{money.in_unit(amount, scale)} {texts.lt(scale.unit)}".strip()


def zone_name(name):
    with timezone.override(name):
        return dates.zone_name()


def at_zone(moment, name):
    with timezone.override(name):
        return dates.zoned(moment)


CALLS = {
    **{name: getattr(figures, name) for name in ("decimal", "integer", "plain", "signed")},
    **{name: getattr(figures, name) for name in ("percent", "points", "share", "file_size")},
    **{name: getattr(scores, name) for name in ("figure", "figure_signed")},
    **{name: getattr(money, name) for name in ("money", "money_cell", "money_full")},
    **{name: getattr(money, name) for name in ("rate_text", "rate_line")},
    **{name: getattr(dates, name) for name in ("day", "day_short", "month", "quarter", "end_of")},
    **{name: getattr(dates, name) for name in ("moment", "moment_short", "zone", "zoned")},
    "in_unit": in_unit,
    "zone_name": zone_name,
    "at_zone": at_zone,
    "listed": lambda *words: texts.listed(words),
    "semicolons": lambda *words: texts.semicolons(words, translation.get_language()),
    "comma": texts.comma,
}


def value(text):
    """Return an argument: a number, a day, a moment in UTC, nothing, or a word."""
    if text == "none":
        return None
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Decimal(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    return "" if text == "empty" else text


def said(call, arguments, language):
    with (
        clock.running(lambda: NOW),
        timezone.override(ZONE),
        translation.override(language),
    ):
        return CALLS[call](*map(value, arguments.split())).replace("\u00a0", "␣")


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_figure_is_printed_as_before():
    found = [
        (*row[:2], *(said(*row[:2], language) for language in ("en", "zh-hans"))) for row in rows()
    ]
    if os.environ.get("REWRITE"):
        TABLE.write_text("".join("\t".join(row) + "\n" for row in found), encoding="utf-8")
        pytest.fail("rewritten")
    assert {row[0] for row in found} == set(CALLS)
    wrong = [
        (now, before)
        for now, before in zip(found, map(tuple, rows()), strict=True)
        if now != before
    ]
    assert wrong == []
