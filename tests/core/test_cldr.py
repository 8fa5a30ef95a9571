"""What CLDR gives to figures, days and lists of any language."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import polib
import pytest
from django.utils import translation

from core.cldr import day_in, locale_of, marked, name_of, patterned, sorted_by_name
from core.currencies import (
    currency_choices,
    currency_codes,
    currency_digits,
    currency_name,
    is_currency,
    unit_name,
)
from core.wording.dates import day
from core.wording.money import large_sums
from tests.architecture.test_sizes import ROOT

CORE = ROOT / "locale/core/zh_Hans/LC_MESSAGES/django.po"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "−1,234.50"),
        ("zh-hans", "−1,234.50"),
        ("vi", "−1.234,50"),
        ("es", "−1.234,50"),
        ("hu", "−1\u00a0234,50"),
        ("es-mx", "−1,234.50"),
        ("tlh", "−1,234.50"),
        ("", "−1,234.50"),
        ("../../../etc/passwd", "−1,234.50"),
    ],
)
def test_figures_have_the_marks_of_their_language(language, wanted):
    assert marked("-1,234.50", language) == wanted


@pytest.mark.parametrize(
    ("language", "pattern", "wanted"),
    [
        ("en", "d MMM y", "18\u00a0Nov\u00a02026"),
        ("zh-hans", "y年第Q季度", "2026年第4季度"),
        ("vi", "d MMM y", "18\u00a0thg\u00a011\u00a02026"),
        ("hu", "y. MMM d.", "2026.\u00a0nov.\u00a018."),
        ("es", "EEEE", "miércoles"),
    ],
)
def test_days_are_written_by_a_pattern(language, pattern, wanted):
    assert patterned(dt.date(2026, 11, 18), pattern, language) == wanted


def test_times_are_written_by_a_pattern():
    assert patterned(dt.time(4, 3), "HH:mm", "en") == "04:03"
    assert patterned(dt.time(16, 3), "h:mm a", "es").startswith("4:03\u00a0p")


def test_every_pattern_of_every_catalog_can_be_written():
    entries = polib.pofile(str(CORE))
    days = [entry for entry in entries if (entry.msgctxt or "").startswith("pattern of a ")]
    days = [entry for entry in days if "percentage" not in entry.msgctxt]
    assert len(days) == 7
    for entry in days:
        for pattern in (entry.msgid, entry.msgstr):
            value = dt.time(4, 3) if "time" in entry.msgctxt else dt.date(2026, 11, 18)
            assert patterned(value, pattern, "vi"), entry.msgctxt
    sums = next(entry for entry in entries if entry.msgctxt == "patterns of large sums")
    for known in (sums.msgid, sums.msgstr):
        patterns = large_sums(known)
        assert [power for _text, power in patterns] == sorted(
            (power for _text, power in patterns), reverse=True
        )
        assert all(("0.00" in text) != ("0.##" in text) for text, _power in patterns)


def test_names_fall_back_to_english_and_then_to_the_code():
    assert name_of("hu", "vi", lambda locale: locale.languages) == "Tiếng Hungary"
    assert name_of("hu", "tlh", lambda locale: locale.languages) == "Hungarian"
    assert name_of("zzz", "vi", lambda locale: locale.languages) == "zzz"
    only_english = {locale_of("en"): {"x": "Ex"}}
    assert name_of("x", "vi", lambda locale: only_english.get(locale, {})) == "Ex"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Åland", "Albania", "côte", "Oman", "Østfold", "Türkiye"]),
        ("zh-hans", ["阿富汗", "巴西", "斐济", "芬兰", "瑙鲁", "中国"]),
        ("vi", ["Áo", "Đan Mạch", "Đức", "Ý"]),
    ],
)
def test_lists_stand_in_the_order_of_their_language(language, names):
    pairs = [(str(number), name) for number, name in enumerate(names)]
    assert sorted_by_name(reversed(pairs), language) == pairs


def test_currencies_have_the_digits_that_people_use():
    assert {code: currency_digits(code) for code in ("VND", "JPY", "KRW", "HUF")} == dict.fromkeys(
        ("VND", "JPY", "KRW", "HUF"), 0
    )
    assert [currency_digits(code) for code in ("MYR", "CNY", "EUR", "KWD", "QQQ")] == [
        2,
        2,
        2,
        3,
        2,
    ]


def test_only_money_in_use_is_offered():
    assert {"MYR", "CNY", "VND", "XCG", "ZWG"} <= set(currency_codes())
    assert not {"DEM", "BGN", "XAU", "XXX", "XDR"} & set(currency_codes())
    assert is_currency("MYR")
    assert not is_currency("")
    assert ("MYR", "MYR, Malaysian ringgit") in currency_choices("en")
    assert ("MYR", "MYR，马来西亚林吉特") in currency_choices("zh-hans", "，")


@pytest.mark.parametrize(
    ("code", "language", "name", "unit"),
    [
        ("MYR", "en", "Malaysian ringgit", "MYR"),
        ("MYR", "zh-hans", "马来西亚林吉特", "林吉特"),
        ("IDR", "zh-hans", "印度尼西亚盾", "印度尼西亚盾"),
        ("HUF", "hu", "magyar forint", "HUF"),
        ("VND", "tlh", "Vietnamese dong", "VND"),
        ("QQQ", "vi", "QQQ", "QQQ"),
        ("XXX", "zh-hans", "XXX", "XXX"),
    ],
)
def test_currencies_are_named(code, language, name, unit):
    assert (currency_name(code, language), unit_name(code, language)) == (name, unit)


def test_no_currency_lacks_its_chinese():
    assert [code for code in currency_codes() if currency_name(code, "zh-hans").isascii()] == []


def test_the_data_of_a_language_load_with_its_first_word():
    """Half a second of start would be paid by every command; the data wait for the first name."""
    program = (
        "import core.cldr, core.currencies, core.zones, organizations.domain.countries, babel.localedata;"
        "print(len(babel.localedata._cache))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "18\u00a0Nov\u00a02026"), ("zh-hans", "2026-11-18")]
)
def test_a_day_in_a_sentence_is_written_as_on_pages(language, wanted):
    value = dt.date(2026, 11, 18)
    with translation.override(language):
        assert day_in(value, language) == day(value) == wanted
