"""Numbers, dates and words as readers of each language expect them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from core import clock
from core.cldr import MINUS
from core.text import LocalizedText
from core.wording import dates, figures, money, texts

DAY = dt.date(2026, 11, 18)
NB = "\u00a0"


def render(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ v|decimal:1 }}", "−1,234.6"),
        ("{{ v|decimal:0 }}", "−1,235"),
        ("{{ v|integer }}", "−1,235"),
        ("{{ v|plain }}", "−1,234.56"),
        ("{{ v|signed:1 }}", "−1,234.6"),
        ("{{ 0.5|signed:1 }}", "+0.5"),
        ("{{ 0|signed:1 }}", "0.0"),
        ("{{ none|decimal:1 }}", "–"),
        ("{{ 'x'|decimal:1 }}", "–"),
        ("{{ 0.324|percent:0 }}", f"32{NB}%"),
        ("{{ 30|share:42 }}", f"71{NB}%"),
        ("{{ 1|share:0 }}", "–"),
        ("{{ 32.4|points }}", f"32{NB}%"),
        ("{{ none|points }}", "–"),
        ("{{ 214000|file_size }}", f"214{NB}kB"),
        ("{{ 900|file_size }}", f"900{NB}B"),
        ("{{ 2500000|file_size }}", f"2.5{NB}MB"),
    ],
)
def test_numbers(text: str, wanted: str) -> None:
    assert render(text, v=Decimal("-1234.56"), none=None) == wanted


@pytest.mark.parametrize(
    ("language", "amount", "wanted"),
    [
        ("en", Decimal(16_800_000), f"MYR{NB}16.80{NB}M"),
        ("en", Decimal(860_000), f"MYR{NB}860,000"),
        ("en", Decimal(2_400_000_000), f"MYR{NB}2.40{NB}bn"),
        ("en", Decimal(13_037_120_000_000), f"MYR{NB}13.04{NB}tn"),
        ("zh-hans", Decimal(16_800_000), "1,680万林吉特（MYR）"),
        ("zh-hans", Decimal(5_310_000), "531万林吉特（MYR）"),
        ("zh-hans", Decimal(15_500), "15,500林吉特（MYR）"),
        ("zh-hans", Decimal(20_000), "20,000林吉特（MYR）"),
        ("zh-hans", Decimal(123_000_000), "1.23亿林吉特（MYR）"),
        ("zh-hans", Decimal(13_037_120_000_000), "13.04万亿林吉特（MYR）"),
        ("zh-hans", Decimal(900), "900林吉特（MYR）"),
    ],
)
def test_money(language: str, amount: Decimal, wanted: str) -> None:
    with translation.override(language):
        assert money.money(amount, "MYR") == wanted
        assert money.money(SimpleNamespace(amount=amount, currency="MYR")) == wanted
        assert money.money(None, "MYR") == "–"


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", f"MYR{NB}16.80{NB}M"), ("zh-hans", f"MYR{NB}1,680万")]
)
def test_money_of_a_cell_begins_with_its_code(language: str, wanted: str) -> None:
    with translation.override(language):
        assert money.money_cell(Decimal(16_800_000), "MYR") == wanted
        assert money.money_cell(SimpleNamespace(amount=16_800_000, currency="MYR")) == wanted
        assert money.money_cell(None, "MYR") == "–"


WORTH = {"M": 6, "bn": 9, "tn": 12, "万亿": 12, "亿": 8, "万": 4}


def worth(text: str) -> Decimal:
    """Return the sum that a reader of either language takes from a text."""
    figure, power = text.replace(",", "").replace(NB, "").replace(MINUS, "-"), 0
    for word, known in WORTH.items():
        if figure.endswith(word):
            figure, power = figure.removesuffix(word), known
            break
    return Decimal(figure).scaleb(power)


@pytest.mark.parametrize(
    "amount",
    [
        *("215207", "243388.49", "999999.4", "999999.6", "6484793", "14980000000", "38183456789"),
        *(
            "1004999",
            "99999999",
            "123456789",
            "999994999",
            "999995001",
            "13037120000000",
            "-5310400",
        ),
    ],
)
def test_both_languages_name_one_sum(amount: str) -> None:
    """The fault seen: "Release VND 14.98 bn" beside 150亿, "MYR 215,207" beside 21.5万."""
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(worth(money.money(Decimal(amount))))
    assert said[0] == said[1]


def test_the_money_of_china_is_named_once() -> None:
    with translation.override("zh-hans"):
        assert money.money(Decimal(11_140_000), "CNY") == "1,114万元人民币"
        assert money.money(Decimal(11_140_000)) == "1,114万"


def test_a_percent_sign_follows_the_figure_as_the_language_wants() -> None:
    with translation.override("zh-hans"):
        assert figures.percent(Decimal("0.32")) == "32%"
        assert figures.points(Decimal(32)) == "32%"


def test_every_figure_is_rounded_half_up() -> None:
    """The fault seen: a mean of 60.425 beside a median of 3.345, printed 60.42 and 3.34."""
    assert money.money_full(Decimal("1234.565"), "MYR") == f"MYR{NB}1,234.57"
    assert figures.decimal(Decimal("60.425"), 2) == "60.43"
    assert figures.decimal(Decimal("3.345"), 2) == "3.35"
    assert figures.decimal(Decimal("-0.5"), 0) == f"{MINUS}1"


def test_all_and_nothing_are_said_of_all_and_nothing_only() -> None:
    said = {"0.997": "99.7", "1.004": "100.4", "0.002": "0.2", "0.000001": "< 0.1", "1": "100"}
    for share, words in {**said, "0": "0", "0.445": "45", "0.99999": "> 99.9"}.items():
        assert figures.percent(Decimal(share)) == f"{words}{NB}%"


@pytest.mark.parametrize(
    ("language", "filter_name", "wanted"),
    [
        ("en", "day", f"18{NB}Nov{NB}2026"),
        ("zh-hans", "day", "2026-11-18"),
        ("en", "month", f"Nov{NB}2026"),
        ("zh-hans", "month", "2026-11"),
        ("en", "quarter", f"Q4{NB}2026"),
        ("zh-hans", "quarter", "2026年第4季度"),
    ],
)
def test_dates(language: str, filter_name: str, wanted: str) -> None:
    with translation.override(language):
        assert getattr(dates, filter_name)(DAY) == wanted
        assert getattr(dates, filter_name)(None) == "–"


@pytest.mark.parametrize(("language", "wanted"), [("en", f"18{NB}Nov"), ("zh-hans", "11月18日")])
def test_only_other_years_are_named_in_short_dates(language: str, wanted: str) -> None:
    this_year = clock.today().replace(month=11, day=18)
    with translation.override(language):
        assert dates.day_short(this_year) == wanted
        for year in (this_year.year - 1, this_year.year + 1):
            other = this_year.replace(year=year)
            assert dates.day_short(other) == dates.day(other)
        assert dates.day_short(None) == "–"


def test_moments_are_in_the_readers_zone() -> None:
    late = dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)
    with timezone.override("Asia/Kuala_Lumpur"):
        assert dates.moment(late) == f"19{NB}Nov{NB}2026, 04:03"
        assert dates.zoned(late) == f"19{NB}Nov{NB}2026, 04:03{NB}(UTC+8)"
        assert dates.zone_name() == "Kuala Lumpur (UTC+8)"
        with translation.override("zh-hans"):
            assert dates.zone_name() == "吉隆坡（UTC+8）"
        assert dates.day(late) == f"19{NB}Nov{NB}2026"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["04:03", f"18{NB}Nov, 04:03", f"19{NB}Nov{NB}2025, 04:03", "–"]),
        ("zh-hans", ["04:03", "11月18日 04:03", "2025-11-19 04:03", "–"]),
    ],
)
def test_time_stands_alone_only_for_the_readers_own_day(language: str, wanted: list[str]) -> None:
    """The reader's day began four hours ago; in UTC it is still the day before."""
    late = dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)
    before, last_year = late - dt.timedelta(days=1), late.replace(year=2025)
    with (
        clock.running(lambda: late),
        timezone.override("Asia/Kuala_Lumpur"),
        translation.override(language),
    ):
        assert [dates.moment_short(value) for value in (late, before, last_year, None)] == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("UTC", "UTC+0"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", f"UTC{MINUS}3:30"),
        ("America/Lima", f"UTC{MINUS}5"),
    ],
)
def test_zone_is_named_by_its_distance(name: str, wanted: str) -> None:
    with timezone.override(name):
        assert dates.zone(dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)) == wanted


def test_no_moment_has_no_zone() -> None:
    assert dates.zoned(None) == texts.DASH


@pytest.mark.parametrize(("language", "wanted"), [("en", ", "), ("zh-hans", "，")])
def test_comma_has_the_width_of_its_script(language: str, wanted: str) -> None:
    with translation.override(language):
        assert texts.comma() == wanted


def test_localized_text() -> None:
    both = LocalizedText.of("Plant", "工厂")
    with translation.override("zh-hans"):
        assert texts.lt(both) == texts.lt(both.as_dict()) == "工厂"
        assert texts.lt({"en": "Only English"}) == "Only English"
    with translation.override("en"):
        assert texts.lt(both) == "Plant"
        assert texts.lt("as it is") == "as it is"
        assert texts.lt(None) == ""
    assert texts.lt(both, "zh-hans") == "工厂"


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (dt.date(2028, 12, 31), "End of 2028", "2028年末"),
        (dt.date(2029, 9, 30), "End of Sep\u00a02029", "2029年9月末"),
    ],
)
def test_a_stretch_ends_with_its_year_or_its_month(day, english, chinese) -> None:
    with translation.override("en"):
        assert dates.end_of(day) == english
    with translation.override("zh-hans"):
        assert dates.end_of(day) == chinese


def test_day_of_a_moment_at_a_place():
    """Signed at 21:00 UTC on 10 July: in Monterrey that day, in Shanghai the next."""
    moment = dt.datetime(2026, 7, 10, 21, tzinfo=dt.UTC)
    with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
        assert dates.day(moment) == "2026-07-11"
        assert dates.day_at(moment, SimpleNamespace(time_zone="America/Monterrey")) == "2026-07-10"
        assert dates.day_at(None, SimpleNamespace(time_zone="UTC")) == "–"


def test_clauses_are_parted_as_the_language_writes():
    assert texts.semicolons(("a", "b"), "en") == "a; b"
    assert texts.semicolons(("甲", "乙"), "zh-hans") == "甲；乙"
