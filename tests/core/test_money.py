"""One unit of money for a column, its word from the same choice, and rates one can multiply by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.money import STEPS, MoneyScale, money_scale, rate_figures
from core.wording.money import in_unit, page_scale, rate_line, rate_text

NB = "\u00a0"

# What each word is worth, typed by hand and not taken from the code.
WORTH = {
    "thousand": 1_000,
    "ten thousand": 10_000,
    "million": 1_000_000,
    "hundred million": 100_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "万亿": 1_000_000_000_000,
    "": 1,
}


@pytest.mark.parametrize(
    ("currency", "form", "amounts", "english", "chinese", "figures"),
    [
        ("MYR", "en", (16_800_000, 6_480_000), "MYR million", None, ("16.8", "6.5")),
        ("MYR", "en", (16_800_000, 610_000), "MYR million", None, ("16.80", "0.61")),
        ("MYR", "en", (9_990_000, 45_000), "MYR thousand", None, ("9,990", "45")),
        (
            "MYR",
            "bilingual",
            (16_800_000, 45_000),
            "MYR million",
            "百万林吉特",
            ("16.800", "0.045"),
        ),
        ("MYR", "zh-hans", (16_800_000, 6_485_000), None, "万林吉特", ("1,680", "649")),
        ("MYR", "zh-hans", (1_680_000_000, 1_000_000), None, "亿林吉特", ("16.800", "0.010")),
        ("CNY", "zh-hans", (11_140_000,), None, "万元人民币", ("1,114",)),
        ("CNY", "bilingual", (11_140_000,), "CNY million", "百万元人民币", ("11.1",)),
        ("VND", "en", (13_037_120_000, 8_510_000_000), "VND billion", None, ("13.0", "8.5")),
        (
            "VND",
            "bilingual",
            (8_510_000_000, 90_000_000),
            "VND million",
            "百万越南盾",
            ("8,510", "90"),
        ),
        ("MYR", "en", (9_999,), "MYR", "林吉特", ("9,999",)),
        ("MYR", "en", ("9.5", 12), "MYR", "林吉特", ("9.50", "12.00")),
        ("VND", "en", ("9.5",), "VND", "越南盾", ("10",)),
        ("XXX", "en", ("9.25",), "XXX", "XXX", ("9.25",)),
        ("", "en", (20_000_000,), "million", None, ("20.0",)),
        ("MYR", "en", (), "MYR", "林吉特", ()),
        ("MYR", "en", (None, 0, -20_000_000), "MYR million", None, ("–", "0.0", "−20.0")),
    ],
)
def test_the_largest_figure_chooses_the_unit(currency, form, amounts, english, chinese, figures):
    values = [None if amount is None else Decimal(amount) for amount in amounts]
    scale = money_scale(values, currency, form)
    assert english in (None, scale.unit.en)
    assert chinese in (None, scale.unit.zh_hans)
    assert tuple(in_unit(value, scale) for value in values) == figures


@pytest.mark.parametrize("form", ["en", "zh-hans", "bilingual"])
@pytest.mark.parametrize("power", range(16))
def test_both_words_are_worth_what_the_figure_was_divided_by(form, power):
    amount = Decimal(12).scaleb(power)
    scale = money_scale([amount], "MYR", form)
    assert scale.power in STEPS[form]
    for word in (scale.word.en, scale.word.zh_hans):
        assert scale.scaled(amount) * WORTH[word] == amount
    assert scale.unit.en == f"MYR {scale.word.en}".strip()
    assert scale.unit.zh_hans == f"{scale.word.zh_hans}林吉特"


def test_other_columns_keep_the_unit_with_decimals_of_their_own():
    scale = money_scale([Decimal(16_800_000)], "MYR", "en")
    assert (scale.power, scale.places) == (6, 1)
    finer = scale.refined([Decimal(610_000), None, Decimal(0)])
    assert (finer.power, finer.places) == (6, 2 + 1)  # the largest of these keeps three digits
    assert in_unit(Decimal(610_000), finer) == "0.610"


def test_a_sum_too_small_for_the_unit_is_not_nothing():
    scale = MoneyScale("MYR", 6, 3)
    assert in_unit(Decimal(300), scale) == "<0.001"
    assert in_unit(Decimal(0), scale) == "0.000"


def test_the_unit_follows_the_language_of_the_page():
    amounts = [Decimal(16_800_000)]
    assert page_scale(amounts, "MYR").unit.en == "MYR million"
    with translation.override("zh-hans"):
        assert page_scale(amounts, "MYR").unit.zh_hans == "万林吉特"
        assert page_scale(amounts, "MYR", bilingual=True).unit.zh_hans == "百万林吉特"


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("0.000272300000", f"10,000{NB}VND = 2.723{NB}CNY"),
        ("0.0195", f"100{NB}VND = 1.95{NB}CNY"),
        ("1.72", f"1{NB}VND = 1.72{NB}CNY"),
        ("0.1", f"1{NB}VND = 0.1{NB}CNY"),
        ("7.123456789", f"1{NB}VND = 7.12346{NB}CNY"),
        ("0.0000000012345678", f"1,000,000{NB}VND = 0.00123457{NB}CNY"),
        ("12345678", f"1{NB}VND = 12,345,678{NB}CNY"),
        (None, "–"),
        ("0", "–"),
    ],
)
def test_a_rate_is_printed_for_as_many_units_as_it_needs(rate, text):
    assert rate_text(rate, "VND", "CNY") == text


def test_the_printed_rate_gives_the_printed_product():
    base, worth = rate_figures(Decimal("0.000272300"))
    product = Decimal(13037120000) * worth / base
    assert f"{product / 10**6:.2f}" == "3.55"  # with 0.0003 it were 3.91


def test_a_rate_is_written_with_its_day_and_source_in_one_way() -> None:
    """The fault seen: "Money at …, date", "… of date (source)" and "…, rate of date"."""
    said = (Decimal("1.72"), "MYR", "CNY", date(2026, 10, 30), "Treasury")
    with translation.override("en"):
        assert rate_line(*said) == f"1{NB}MYR = 1.72{NB}CNY on 30{NB}Oct{NB}2026 (Treasury)"
        assert rate_line(*said[:4], "") == f"1{NB}MYR = 1.72{NB}CNY on 30{NB}Oct{NB}2026"
    with translation.override("zh-hans"):
        assert rate_line(*said) == f"1{NB}MYR = 1.72{NB}CNY（2026-10-30，Treasury）"
