from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from compliance.domain.wording import FACT_NAMES, asked_words, fact_name, value_words
from core.text import LocalizedText
from packs.schema.conditions import Condition
from packs.schema.facts import PLANT_FACTS


def test_every_fact_has_a_name():
    assert set(FACT_NAMES) == PLANT_FACTS - {"industry_type"}


def test_unknown_fact_stands_for_itself():
    assert fact_name("weather").en == "weather"


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (None, "not known yet", "尚不清楚"),
        ("unknown", "not known yet", "尚不清楚"),
        ((), "not known yet", "尚不清楚"),
        (True, "yes", "是"),
        (False, "no", "否"),
        ("works_council", "works council", "企业职工委员会"),
        ("MY", "Malaysia", "马来西亚"),
        (20001, "20,001", "20,001"),
        (Decimal("1000000.00"), "1,000,000", "1,000,000"),
        (dt.date(2026, 11, 22), "2026-11-22", "2026-11-22"),
        (["yes", "none"], "yes, none", "是、无"),
        ("drive components", "drive components", "drive components"),
        (LocalizedText.of("gear boxes", "齿轮箱"), "gear boxes", "齿轮箱"),
    ],
)
def test_values_read_in_both_languages(value, en, zh):
    words = value_words(value)
    assert (words.en, words.zh_hans) == (en, zh)


def test_language_codes_are_named():
    assert value_words("vi").en == "Vietnamese"


@pytest.mark.parametrize(
    ("test", "en", "zh"),
    [
        ({"at_least": 20001}, "at least 20,001", "不少于20,001"),
        ({"at_most": 5}, "at most 5", "不超过5"),
        ({"in": ["union", "none"]}, "one of: union, none", "以下之一：工会、无"),
        ({"contains": "vi"}, "includes Vietnamese", "包含越南语"),
        ({"equals": "yes"}, "yes", "是"),
    ],
)
def test_what_is_asked_reads_in_both_languages(test, en, zh):
    words = asked_words(Condition.model_validate({"fact": "headcount", **test}))
    assert (words.en, words.zh_hans) == (en, zh)
