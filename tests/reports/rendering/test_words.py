"""Words on paper: months, short reasons, Chinese punctuation, what the board decides on."""

from __future__ import annotations

import copy
import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from core.text import LocalizedText
from reports.domain.document import Head
from reports.rendering.layout import draw
from reports.templatetags.print import brief, month_in_words, payback_years, run
from tests.architecture.test_sizes import ROOT
from tests.reports.conftest import KPI, PRINT


@pytest.mark.parametrize(
    ("language", "words"), [("en", "December 2028"), ("zh-hans", "2028年12月")]
)
def test_month_within_a_sentence(language, words):
    with translation.override(language):
        assert month_in_words(date(2028, 12, 31)) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short. Whole.", "Short. Whole."),
        ("First rule. Second fact. " + "x" * 40, "First rule. Second fact."),
        ("先归档数据。" + "字" * 60, "先归档数据。"),
        ("A first sentence that is far too long by itself. " + "x" * 9, None),
        ("no end at all " * 5, "no end at all " * 5),
        ("Version 2.10 stays in one piece and goes on " + "x" * 9, None),
    ],
)
def test_long_reason_ends_with_a_sentence(text, shown):
    first = "A first sentence that is far too long by itself."
    expected = shown or (first if text.startswith(first) else text)
    assert brief(LocalizedText.of(en=text, zh_hans="短。"), 40) == LocalizedText.of(
        expected, "短。"
    )


def test_short_reason_says_the_same_in_both_languages():
    """The fault seen: "High value, poor fit." in English, four facts more in Chinese."""
    english = "High value, poor fit. Criticality high; no documented interface. Value 3.9 of 5."
    chinese = "价值高，但适配差。关键程度高；没有文档接口。业务价值3.9。"
    text = LocalizedText.of(english, chinese)
    assert brief(text, 40) == LocalizedText.of("High value, poor fit.", "价值高，但适配差。")
    assert brief(text, 70).en == "High value, poor fit. Criticality high; no documented interface."
    assert brief(text, 70).zh_hans == "价值高，但适配差。关键程度高；没有文档接口。"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '<p class="">甲。 <strong>乙：</strong> 2</p>'),
        ("zh-hans", '<p class="">甲。<strong>乙：</strong>2</p>'),
    ],
)
def test_full_width_marks_carry_their_own_space_in_chinese(language, expected):
    page = Template("{% load print %}{% prose %}甲。 <strong>乙：</strong> 2{% endprose %}")
    assert page.render(Context({"language": language})) == expected


@pytest.mark.parametrize(("years", "shown"), [("3.26", "3.3"), ("99", "99.0"), ("745732", "> 99")])
def test_payback_beyond_a_lifetime_has_no_figure(years, shown):
    assert payback_years(Decimal(years)) == shown


def test_no_space_stands_before_a_full_width_mark():
    """The fault seen: "较2025 H2提升0.4 （按新规则重算）"."""
    page = Template("{% load print %}{% prose %}提升0.4 （重算） ；甲{% endprose %}")
    assert page.render(Context({"language": "zh-hans"})) == '<p class="">提升0.4（重算）；甲</p>'


@pytest.mark.parametrize(("language", "shown"), [("en", "90 %"), ("zh-hans", "90%")])
def test_share_that_reads_the_same_in_both_languages_follows_the_document(language, shown):
    with translation.override(language):
        assert run("90 %") == shown
        assert run("20 % below 2025") == "20 % below 2025"


@pytest.mark.django_db
def test_no_space_stands_before_a_line_of_its_own(contents):
    """The fault seen: "Payroll / and attendance", "Approve / the goals", where all fits the line."""
    for kind in ("blueprint", KPI):
        text = draw(contents["rich", kind], kind=kind, language="bilingual", fingerprint=PRINT)
        assert re.search(r'\s<span class="(?:sub|line)\b', text) is None
        assert re.search(r"\s</(?:p|li|td|th|h1|h2)>", text) is None


@pytest.mark.parametrize(
    ("city", "is_own"),
    [("Johor Bahru", False), ("柔佛新山", False), ("", False), ("Pasir Gudang", True)],
)
def test_city_is_named_where_it_says_more_than_the_plant(city, is_own):
    """The fault seen: "柔佛新山，Johor Bahru，马来西亚 Johor Bahru"."""
    name = LocalizedText.of("Johor Bahru", "柔佛新山")
    head = Head(name, name, city, name, "Asia/Kuala_Lumpur", date(2026, 11, 30))
    assert head.has_own_city is is_own


SPOKEN_IN = ("both", "prose", "run_both")
MARK = re.compile(
    r"{%\s*(both|endboth|prose|endprose|run_both|endrun_both|translate|blocktranslate)\b(.*?)%}"
)
# Signs of a list, and the whole beside a large figure: "20 of 58" needs no second "58".
SAID_ONCE = ('context "place"', 'context "list"', "maximum=", "all=")
INSIDE = {
    "_change.html",
    "_former.html",
    "_holding.html",
    "_limits.html",
    "_case_without.html",
    "_loss.html",
    "_open_line.html",
    "_points.html",
    "_unasked.html",
}  # included where both languages are spoken


def said_once(template: str) -> list[str]:
    """Return the marked words of a template that a bilingual document says in one language."""
    depth, found = 0, []
    for mark in MARK.finditer(template):
        name, rest = mark.groups()
        if name in SPOKEN_IN:
            depth += 1
        elif name.startswith("end"):
            depth -= 1
        elif depth == 0 and not any(sign in rest for sign in SAID_ONCE):
            found.append(mark[0])
    return found


def test_every_word_of_a_section_is_said_in_both_languages():
    """The fault seen: "nothing planned", legends, risk levels and states in English alone."""
    folder = ROOT / "templates" / "reports" / "sections"
    wrong = {
        path.name: said_once(path.read_text(encoding="utf-8"))
        for path in folder.glob("*.html")
        if path.name not in INSIDE
    }
    assert {name: words for name, words in wrong.items() if words} == {}


@pytest.mark.parametrize(
    ("template", "count"),
    [
        ('{% translate "late" %}', 1),
        ('{% both %}{% translate "late" %}{% endboth %}{% translate "High" %}', 1),
        ("{% prose %}{% blocktranslate %}a{% endblocktranslate %}{% endprose %}", 0),
    ],
)
def test_a_word_said_once_is_seen(template, count):
    assert len(said_once(template)) == count


@pytest.mark.django_db
def test_decision_names_the_next_budget_or_none(contents):
    content = copy.deepcopy(contents["rich", "blueprint"])
    for name in ("summary", "signatures"):
        motion = content["sections"][name]["motion"]
        motion["decision"] = {"asks": [{"code": "approve", "text": {"en": "", "zh_hans": ""}}]}
    over = copy.deepcopy(content)
    for name in ("summary", "signatures"):
        over["sections"][name]["motion"]["release"] = []
    first, last = (
        draw(entry, kind="blueprint", language="en", fingerprint=PRINT) for entry in (content, over)
    )
    assert "Release MYR" in first.replace("\u00a0", " ")
    assert "Release MYR" not in last.replace("\u00a0", " ")
    assert "Approve the goals and the roadmap" in last


@pytest.mark.django_db
def test_cost_of_use_is_named_or_called_missing(contents):
    used, none = (copy.deepcopy(contents["rich", "blueprint"]) for _ in range(2))
    used["sections"]["budget"]["plan"]["running"] = "120000"
    plan = none["sections"]["budget"]["plan"]
    plan["running"] = "0"
    plan["costs"] |= {"yearly": None, "without": 3, "bearing": 3}
    with_use, without = (
        draw(entry, kind="blueprint", language="en", fingerprint=PRINT) for entry in (used, none)
    )
    assert "running cost MYR 120,000 inside the years" in with_use.replace("\u00a0", " ")
    assert "no running cost falls into the years" in without
    assert "not stated for 3 of 3 initiatives" in without.split('id="budget"')[1]


@pytest.mark.django_db
@pytest.mark.parametrize(("city", "words"), [("Bình Dương", "; industry"), ("Huế", " in Huế")])
def test_city_that_names_the_plant_is_said_once(contents, city, words):
    content = contents["empty", "blueprint"]
    head = {**content["head"], "city": city}
    text = draw({**content, "head": head}, kind="blueprint", language="en", fingerprint=PRINT)
    assert words in text
    assert " in Bình Dương" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["en", "zh-hans", "bilingual"])
def test_city_stands_on_the_cover_and_in_the_plant_chapter_as_it_is_stored(contents, form):
    content = contents["empty", "blueprint"]
    for plant, city in (("平阳", "Thủ Dầu Một"), ("平阳", "Bình Dương"), ("平阳", "土龙木")):
        named = {"en": "Bình Dương", "zh_hans": plant}
        head = {**content["head"], "plant": named, "city": city}
        text = draw({**content, "head": head}, kind="blueprint", language=form, fingerprint=PRINT)
        place = text.split('class="place"')[1].split("</p>")[0]
        assert city in place
        chapter = text.split('id="plant"')[1].split("<table")[0]
        assert city in chapter
