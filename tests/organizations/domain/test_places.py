from __future__ import annotations

import re
import zoneinfo

import pytest

from core.currencies import is_currency
from core.zones import zone_city
from organizations.domain import countries
from organizations.domain.countries import (
    country_choices,
    country_codes,
    country_name,
    country_words,
    currency_of,
    zones_of,
)
from organizations.domain.facts import EU_MEMBER_STATES, jurisdictions
from organizations.domain.languages import (
    FLOOR_LANGUAGES,
    language_choices,
    language_name,
    spoken_in,
)
from organizations.domain.zones import offered_zones, time_zones, zone, zone_groups

WITHOUT_MONEY, WITHOUT_ZONE = {"AQ"}, {"BV", "HM"}


def test_every_country_of_the_standard_is_there():
    assert len(country_codes()) == 249
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in country_codes())


def test_countries_have_names_a_currency_in_use_and_zones_of_this_machine():
    for code in sorted(country_codes()):
        assert country_name(code, "en") != code
        assert re.search(r"[\u4e00-\u9fff]", country_name(code, "zh-hans")), code
        assert is_currency(currency_of(code)) == (code not in WITHOUT_MONEY), code
        assert bool(zones_of(code)) == (code not in WITHOUT_ZONE), code
        assert set(zones_of(code)) <= zoneinfo.available_timezones()


@pytest.mark.parametrize(
    ("code", "language", "wanted"),
    [
        ("MY", "en", "Malaysia"),
        ("MY", "zh-hans", "马来西亚"),
        ("HU", "vi", "Hungary"),
        ("HU", "hu", "Magyarország"),
        ("VN", "es", "Vietnam"),
        ("MX", "vi", "Mexico"),
        ("DE", "es", "Alemania"),
        ("DE", "xx", "Germany"),
        ("DE", "", "Germany"),
        ("DE", "../../etc/passwd", "Germany"),
        ("ZZ", "en", "ZZ"),
        ("001", "vi", "001"),
        ("", "hu", ""),
    ],
)
def test_countries_are_named_in_every_language_of_cldr(code, language, wanted):
    assert country_name(code, language) == wanted


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("TW", {"en": "Taiwan, China", "zh-hans": "中国台湾", "vi": "Đài Loan, Trung Quốc"}),
        ("HK", {"en": "Hong Kong SAR, China", "zh-hans": "中国香港"}),
        ("MO", {"en": "Macao SAR, China", "zh-hans": "中国澳门"}),
        ("MM", {"en": "Myanmar", "zh-hans": "缅甸"}),
        ("AE", {"en": "United Arab Emirates", "zh-hans": "阿联酋"}),
    ],
)
def test_some_countries_are_named_as_the_house_does(code, names):
    assert {language: country_name(code, language) for language in names} == names


def test_a_file_may_call_a_country_by_either_name():
    assert {"Antigua & Barbuda", "Antigua and Barbuda", "安提瓜和巴布达"} <= set(
        country_words("AG")
    )
    assert {"Cape Verde", "Cabo Verde", "佛得角"} == set(country_words("CV"))


def test_choices_are_sorted_for_their_readers():
    english = [label for _, label in country_choices("en")]
    assert english[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert english[-3:] == ["Yemen", "Zambia", "Zimbabwe"]
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


@pytest.mark.parametrize(
    ("code", "currency", "first_zone", "languages"),
    [
        ("MY", "MYR", "Asia/Kuala_Lumpur", ("ms", "en")),
        ("VN", "VND", "Asia/Ho_Chi_Minh", ("vi",)),
        ("HU", "HUF", "Europe/Budapest", ("hu",)),
        ("MX", "MXN", "America/Mexico_City", ("es",)),
        ("TH", "THB", "Asia/Bangkok", ("th",)),
        ("CN", "CNY", "Asia/Shanghai", ("zh",)),
        ("TW", "TWD", "Asia/Taipei", ("zh",)),
        ("BG", "EUR", "Europe/Sofia", ("bg",)),
        ("NA", "NAD", "Africa/Windhoek", ("en",)),
        ("NO", "NOK", "Europe/Oslo", ("no",)),
        ("UA", "UAH", "Europe/Kyiv", ("uk",)),
        ("US", "USD", "America/New_York", ("en",)),
    ],
)
def test_a_country_proposes_money_zone_and_languages(code, currency, first_zone, languages):
    assert (currency_of(code), zones_of(code)[0], spoken_in(code)) == (
        currency,
        first_zone,
        languages,
    )


def test_what_is_no_country_proposes_nothing():
    for code in ("QQ", "ZZ", "001", ""):
        assert (currency_of(code), zones_of(code), spoken_in(code)) == ("", (), ())
    assert spoken_in("AQ") == ()


def test_floor_languages_by_reader():
    assert ("vi", "Vietnamese") in language_choices("en")
    assert ("vi", "越南语") in language_choices("zh-hans")
    assert ("hu", "Tiếng Hungary") in language_choices("vi")
    assert {"en", "zh", "ms", "vi", "es", "hu", "th"} <= FLOOR_LANGUAGES
    assert language_choices("zh-hans")[0] == ("ar", "阿拉伯语")
    assert language_name("qqq", "zh-hans") == "qqq"
    assert all(language_name(code, "en") != code for code in FLOOR_LANGUAGES)


def test_languages_of_countries_are_known_ones():
    spoken = {country: spoken_in(country) for country in country_codes()}
    assert {code for codes in spoken.values() for code in codes} <= FLOOR_LANGUAGES
    assert all(len(codes) == len(set(codes)) for codes in spoken.values())
    assert sum(map(bool, spoken.values())) > 200


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
    assert offered == offered_zones() | {"UTC"}
    assert {"Asia/Shanghai", "Asia/Kolkata", "Australia/Sydney", "UTC"} <= offered < time_zones()
    assert "Asia/Calcutta" not in offered
    kept = {value for name, pairs in zone_groups((), "en", "Asia/Calcutta") for value, _ in pairs}
    assert kept == offered | {"Asia/Calcutta"}


def test_cities_of_zones_stand_in_the_readers_order():
    chinese = [label for _value, label in dict(zone_groups((), "zh-hans"))["Europe"]]
    assert chinese.index("巴黎") < chinese.index("布达佩斯") < chinese.index("伦敦")


def test_every_zone_has_a_name_in_both_languages():
    for name in time_zones():
        english, chinese = zone_city(name, "en"), zone_city(name, "zh-hans")
        assert not re.search(r"[/_]", english + chinese), name
        assert name == "UTC" or re.search(r"[\u4e00-\u9fff]", chinese), name
    assert zone_city("Moon/New_Base", "zh-hans") == "New Base"
    assert zone_city("Asia/Saigon", "en") == "Ho Chi Minh City"
    assert zone_city("Asia/Ho_Chi_Minh", "hu") == "Ho Si Minh-város"


def test_jurisdictions_of_a_plant():
    assert jurisdictions("HU") == ("HU", "EU", "CN", "INT")
    assert jurisdictions("MY") == ("MY", "CN", "INT")
    assert jurisdictions("CN") == ("CN", "INT")
    assert len(EU_MEMBER_STATES) == 27


def test_zones_of_every_country_are_known_and_offered():
    zones = countries._zones_by_country.__wrapped__()  # computed once per process
    assert "Asia/Kuala_Lumpur" in zones["MY"]
    assert {"HU", "CN", "MX"} <= set(zones)
    offered = offered_zones.__wrapped__()
    assert "Europe/Budapest" in offered
    assert "Asia/Calcutta" not in offered
