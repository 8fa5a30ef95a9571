from __future__ import annotations

import re
import zoneinfo

import pytest

from core.currencies import CURRENCIES, currency_choices
from core.text import LocalizedText
from core.zones import zone_city
from organizations.domain.countries import COUNTRIES, country_choices, country_name
from organizations.domain.facts import EU_MEMBER_STATES, jurisdictions
from organizations.domain.languages import (
    _SPOKEN_IN,
    FLOOR_LANGUAGES,
    language_choices,
    spoken_in,
)
from organizations.domain.zones import time_zones, zone, zone_groups


def test_every_country_of_the_standard_is_there():
    assert len(COUNTRIES) == 249
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in COUNTRIES)


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_country_has_names_a_known_currency_and_known_zones(code):
    country = COUNTRIES[code]
    assert country.name.en
    assert re.search(r"[\u4e00-\u9fff]", country.name.zh_hans)
    assert country.currency in CURRENCIES
    assert country.zones
    assert set(country.zones) <= zoneinfo.available_timezones()


def test_country_names_by_language():
    assert country_name("MY", "en") == "Malaysia"
    assert country_name("MY", "zh-hans") == "马来西亚"
    assert country_name("ZZ", "en") == "ZZ"


def test_choices_are_sorted_for_english_readers():
    names = [label for _, label in country_choices("en")]
    assert names == sorted(names)
    chinese = [label for _, label in country_choices("zh-hans")]
    assert chinese[:4] == ["阿尔巴尼亚", "阿尔及利亚", "阿富汗", "阿根廷"]
    some = [
        "巴西",
        "德国",
        "斐济",
        "芬兰",
        "马来西亚",
        "墨西哥",
        "瑙鲁",
        "泰国",
        "匈牙利",
        "越南",
        "中国",
    ]
    assert [name for name in chinese if name in some] == some


def test_currencies_know_their_decimals():
    assert {code: CURRENCIES[code].decimals for code in ("VND", "MYR", "KWD")} == {
        "VND": 0,
        "MYR": 2,
        "KWD": 3,
    }
    assert ("MYR", "MYR, Malaysian ringgit") in currency_choices("en")
    assert ("MYR", "MYR，马来西亚林吉特") in currency_choices("zh-hans")


def test_floor_languages_by_reader():
    assert ("vi", "Vietnamese") in language_choices("en")
    assert ("vi", "越南语") in language_choices("zh-hans")
    assert {"en", "zh", "ms", "vi", "es", "hu", "th"} <= set(FLOOR_LANGUAGES)


def test_unknown_zone_falls_back_to_universal_time():
    assert zone("Mars/Olympus_Mons").key == "UTC"
    assert zone("../../etc/passwd").key == "UTC"
    assert zone("Asia/Kuala_Lumpur").key == "Asia/Kuala_Lumpur"


def test_zones_are_grouped_with_suggestions_first():
    groups = zone_groups(("Asia/Kuala_Lumpur",))
    assert groups[0] == ("", [("Asia/Kuala_Lumpur", "Kuala Lumpur")])
    chinese = dict(zone_groups((), "zh-hans"))
    assert ("Asia/Ho_Chi_Minh", "胡志明市") in chinese["Asia"]
    for language in ("en", "zh-hans"):
        for name, pairs in zone_groups((), language):
            labels = [label for _value, label in pairs]
            assert len(labels) == len(set(labels)), name
    offered = {value for name, pairs in zone_groups() for value, _ in pairs}
    assert {"Asia/Shanghai", "Asia/Kolkata", "Australia/Sydney", "UTC"} <= offered < time_zones()
    assert "Asia/Calcutta" not in offered
    kept = {value for name, pairs in zone_groups((), "en", "Asia/Calcutta") for value, _ in pairs}
    assert kept == offered | {"Asia/Calcutta"}


def test_every_zone_has_a_name_in_both_languages():
    for name in time_zones():
        city = zone_city(name)
        assert not re.search(r"[/_]", city.en + city.zh_hans), name
        assert name == "UTC" or re.search(r"[\u4e00-\u9fff]", city.zh_hans), name
    assert zone_city("Moon/New_Base") == LocalizedText("New Base", "New Base")


def test_jurisdictions_of_a_plant():
    assert jurisdictions("HU") == ("HU", "EU", "CN", "INT")
    assert jurisdictions("MY") == ("MY", "CN", "INT")
    assert jurisdictions("CN") == ("CN", "INT")
    assert len(EU_MEMBER_STATES) == 27


def test_languages_of_countries_are_known_ones():
    spoken = {country: spoken_in(country) for country in COUNTRIES}
    assert (spoken["MY"], spoken["VN"], spoken["AQ"]) == (("ms", "en"), ("vi",), ())
    assert {code for codes in spoken.values() for code in codes} <= set(FLOOR_LANGUAGES)
    assert sum(map(bool, spoken.values())) == len(_SPOKEN_IN)
