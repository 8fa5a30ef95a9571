"""Pages as a reader sees them: nothing overflows, nothing is cut, few are nearly empty."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction

from core import clock
from core.base import tenant
from core.text import LocalizedText
from reports.domain.content import as_content
from reports.domain.decision import decide
from reports.domain.phases import PHASE_NAMES
from reports.domain.state import DataState, Excess, open_points
from reports.rendering.layout import draw
from reports.rendering.pdf import UnnamedFigureError, print_document, refuse_unnamed, set_pages
from tests.factories.organizations import OrganizationFactory, UserFactory
from tests.factories.report_extremes import INITIATIVES, large_plant, long_named_plant
from tests.reports.conftest import DAY, KPI, PRINT, frozen
from tests.reports.pages import (
    contents,
    drawing_faults,
    faults_of_drawing,
    glyph_faults,
    ink_of,
    lone_headings,
    page_faults,
    said,
    touch,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORMS = ("en", "zh-hans", "bilingual")


@pytest.fixture(scope="module")
def extremes(django_db_setup, django_db_blocker):
    """Content of the documents of a huge and of a long-named plant; the rows are rolled back."""
    found = {}
    with clock.starting(DAY), django_db_blocker.unblock(), transaction.atomic():
        for name, make in (("large", large_plant), ("long", long_named_plant)):
            group = OrganizationFactory(name=f"Qinghe {name}")
            with tenant(group.pk):
                plant = make(group, UserFactory(name=f"Nguyễn Thị Ánh {name}"))
                for kind in ("blueprint", "board_page", KPI):
                    found[name, kind] = frozen(plant, kind)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def laid(lay, contents, extremes):
    """Return a function that sets a document of any of the four plants into pages once."""
    known = {**contents, **extremes}
    return lambda who, kind, form: lay(who, kind, form, known)


def page_of(document, anchor: str) -> int:
    return next(number for number, page in enumerate(document.pages) if anchor in page.anchors)


def before_whole_pages(document) -> set[int]:
    """Return the numbers of the pages that end where plan or decision takes a whole one."""
    numbers = (
        n
        for n, page in enumerate(document.pages)
        if {"roadmap", "signatures"} & page.anchors.keys()
    )
    return {number for number in numbers if ink_of(document.pages[number - 1]) > 0.15}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("who", "kind"),
    [("rich", "blueprint"), ("empty", "blueprint"), ("rich", KPI), ("empty", KPI)],
)
def test_no_page_overflows_or_is_nearly_empty(laid, who, kind, form):
    markup, document = laid(who, kind, form)
    ends = {len(document.pages), *before_whole_pages(document)}
    faults = [
        fault
        for fault in page_faults(document)
        if not (fault.page in ends and fault.text.endswith("ink"))
    ]
    assert [str(fault) for fault in faults] == []
    assert [str(fault) for fault in lone_headings(document)] == []
    assert [str(fault) for fault in drawing_faults(markup)] == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", ["rich", "empty", "long", "large"])
def test_summary_and_one_pager_hold_one_page(laid, who, form):
    """A goal of 200 characters must not push the decision to another page."""
    _markup, document = laid(who, "board_page", form)
    assert len(document.pages) == 1
    assert [str(fault) for fault in page_faults(document)] == []
    if (who == "large" and form != "en") or (who == "long" and form != "bilingual"):
        return  # half a minute each: the large one is laid for its drawings, the long one at its widest
    markup, bound = laid(who, "blueprint", form)
    assert page_of(bound, "readiness") == page_of(bound, "summary") + 1
    assert 'class="decision"' in markup


def test_two_hundred_initiatives_are_all_drawn_on_their_pages(laid):
    """The fault seen: 53 of 87 bars appeared nowhere, the others ran off the paper."""
    markup, document = laid("large", "blueprint", "en")
    roadmap = markup.split('id="roadmap"')[1].split('id="reach"')[0]
    drawn = re.findall(r'<svg [^>]*class="chart gantt".*?</svg>', roadmap, re.DOTALL)
    assert len(drawn) > 4
    bars = [key for part in drawn for key in re.findall(r">([DIO]\d+)  ", part)]
    assert len(bars) == len(set(bars)) == INITIATIVES
    assert all(">2027<" in part and ">Q1<" in part for part in drawn)
    heights = [float(re.search(r' height="([\d.]+)"', part)[1]) for part in drawn]
    assert max(heights) < 930
    beyond = [fault for fault in page_faults(document) if "the text" in fault.text]
    assert [str(fault) for fault in beyond] == []
    assert [str(fault) for fault in drawing_faults(markup)] == []


def test_names_of_two_hundred_characters_stay_on_their_pages(laid):
    markup, document = laid("long", "blueprint", "bilingual")
    beyond = [fault for fault in page_faults(document) if "the text" in fault.text]
    assert [str(fault) for fault in beyond] == []
    assert [str(fault) for fault in drawing_faults(markup)] == []


@pytest.mark.parametrize("form", FORMS)
def test_heads_of_tables_stand_at_the_top_of_pages_alone(laid, form):
    """The fault seen: the head row came back in the middle of a page, every 40 rows."""
    markup, _document = (
        laid("large", "blueprint", form) if form == "en" else laid("rich", "blueprint", form)
    )
    # Chapter -> tables without a heading of their own.
    for section, plain in {"gaps": 0, "roadmap": 0, "compliance": 1, "answers": 0}.items():
        chapter = markup.split(f'id="{section}"')[1].split("<h1")[0]
        heads = re.findall(r"<thead>.*?</thead>", chapter, re.DOTALL)
        captions = len(re.findall(r"<(?:caption|h2)", chapter))
        assert len(heads) <= captions + plain


def test_glyphs_are_ours(printed):
    for kind in ("blueprint", "board_page"):
        data = printed("rich", kind, "bilingual")[1].data
        assert [str(fault) for fault in glyph_faults(data)] == []


@pytest.mark.parametrize(
    "markup",
    [
        "<svg viewBox='0 0 1 1'><rect/></svg>",
        "<p>a</p><svg><title> </title></svg>",
        '<svg class="chart"><desc>b</desc></svg>',
        "<img src='data:,'>",
        '<img src="data:," alt="">',
    ],
)
def test_figure_without_alternative_text_fails_the_print(markup):
    with pytest.raises(UnnamedFigureError):
        refuse_unnamed(markup)
    with pytest.raises(UnnamedFigureError):
        print_document(f"<html lang=en><body>{markup}</body></html>", identifier="0" * 64)


def test_named_figures_pass():
    refuse_unnamed('<svg class="chart"><title>Cost</title></svg><img alt="Mark" src="data:,">')


def test_every_figure_of_the_file_carries_its_words(read):
    def figures(node):
        node = node.get_object()
        if node.get("/S") == "/Figure":
            yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if hasattr(child.get_object(), "get"):
                yield from figures(child)

    root = read("rich", "blueprint", "en").trailer["/Root"]["/StructTreeRoot"]
    found = list(figures(root))
    assert len(found) > 5
    assert all(str(figure.get("/Alt", "")).strip() for figure in found)


def drawing(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">{body}</svg>'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<text x="10" y="20" font-size="12">Plan</text>', ""),
        ('<text x="80" y="20" font-size="12">Plan of 2026</text>', "cut off"),
        ('<text x="4" y="20" font-size="12" text-anchor="middle">Plan</text>', "cut off"),
        (
            '<text x="5" y="20" font-size="12">2026</text><text x="20" y="20" font-size="12">2027</text>',
            "on each other",
        ),
        (
            '<text x="5" y="20" font-size="12">2026</text><text x="5" y="34" font-size="12">2027</text>',
            "",
        ),
        (
            '<circle cx="20" cy="16" data-index="3"/><text x="5" y="20" font-size="12">2026</text>',
            "on a reading",
        ),
        (
            '<circle cx="60" cy="16" data-index="3"/><text x="5" y="20" font-size="12">2026</text>',
            "",
        ),
    ],
)
def test_words_that_are_cut_or_overprinted_are_seen(body, fault):
    found = faults_of_drawing(drawing(body))
    assert (fault in found[0]) if fault else found == []


def test_words_beyond_their_cell_are_seen_and_a_note_below_a_figure_breaks():
    """The fault seen: "without 52.8 of Oct 2026" printed across the column of the standing."""
    cell = '<td{}>36.6 <span class="sub"{}>without 52.8 of Oct 2026</span></td><td>ahead</td>'
    table = "<html><body><table><col style='width:40px'><col><tr>{}</tr></table></body></html>"
    loose = cell.format(' class="num"', ' style="white-space: nowrap"')
    assert any(
        "beyond its cell" in str(fault) for fault in page_faults(set_pages(table.format(loose)))
    )
    held = page_faults(set_pages(table.format(cell.format(' class="num"', ""))))
    assert not [fault for fault in held if "beyond" in fault.text]


def test_words_that_are_broken_inside_are_seen():
    """The fault seen: "Reache" above "s" as the head of a narrow column."""
    table = "<html><body><table style='table-layout: fixed; width: 200px; overflow-wrap: anywhere'>{}</table></body></html>"
    row = "<col style='width:{}px'><col><tr><th>Reaches it</th><td>1</td></tr>"
    narrow, wide = (page_faults(set_pages(table.format(row.format(px)))) for px in (48, 90))
    assert any("broken inside" in fault.text for fault in narrow)
    assert not any("broken inside" in fault.text for fault in wide)


def test_touching_is_more_than_a_hair():
    assert touch((0, 0, 10, 10), (8, 8, 12, 12))
    assert not touch((0, 0, 10, 10), (9.5, 0, 20, 10))


def with_goals(content, count):
    """Return the content with so many short goals in each horizon."""
    aims = [
        {
            "horizon": horizon,
            "title": {"en": f"Goal {horizon} {n}", "zh_hans": f"目标{n}"},
            "target": {"en": "98 %", "zh_hans": "98 %"},
            "due": "2028-06-30",
        }
        for horizon in ("short", "mid", "long")
        for n in range(count)
    ]
    summary = {**content["sections"]["summary"], "goals": aims}
    return {**content, "sections": {**content["sections"], "summary": summary}}


@pytest.mark.parametrize("form", ["en", "bilingual"])
def test_one_pager_shows_as_many_goals_as_fit_and_counts_the_rest(contents, form, monkeypatch):
    """The fault seen: one goal of six in documents in both languages, above an empty fifth."""
    content = with_goals(contents["rich", "board_page"], 9)
    markup = draw(content, kind="board_page", language=form, fingerprint=PRINT)
    document = set_pages(markup)
    listed = markup.split('class="thirds"')[1].split("</ul>")[0].count("<li>")
    assert len(document.pages) == 1
    assert listed >= 1
    rest = 3 * (9 - listed)
    assert f"{rest} goals stand" in markup or f"{rest}项目标仅列于" in markup
    more = with_goals(contents["rich", "board_page"], listed)
    assert "in the blueprint only" not in draw(
        more, kind="board_page", language=form, fingerprint=PRINT
    )
    monkeypatch.setattr(
        "reports.rendering.layout._fitted",
        lambda _content, pen, _mark: replace(pen, goals=listed + 1),
    )
    fuller = draw(content, kind="board_page", language=form, fingerprint=PRINT)
    assert len(set_pages(fuller).pages) > 1


def crowded(content, times):
    """Return the content with everything open at once, and what is open said at length."""
    long = LocalizedText.of(
        "Storage country and cross-border transfer " * times, "数据驻留与跨境传输" * times
    )
    over = tuple(
        Excess(year, LocalizedText.of("MYR 16.49 M", "1,649万林吉特")) for year in (2026, 2027)
    )
    state = DataState(
        *("2026 H2", True, Decimal("0.7"), 3, True, 13, 5, 21, False),
        **dict.fromkeys(
            ("unpriced", "unbegun", "unlifted", "unproven", "unreviewed", "aimed_low"), 7
        ),
        gaps=52,
        uncovered=34,
        over=over,
        gates=tuple(PHASE_NAMES.values())[1:],
        holding=(long,),
        law_gap=long,
        untranslated={"en": 4, "zh-hans": 47},
    )
    told = {"en": f"Level 1: {long.en}", "zh_hans": f"1级：{long.zh_hans}"}
    content = with_goals(content, 3)
    summary = copy.deepcopy(content["sections"]["summary"])
    summary["motion"]["decision"] = as_content(decide(state))
    summary["open_points"] = [as_content(point) for point in open_points(state)]
    summary["readiness"] |= {"because": told, "lifted": told}
    summary["holding"] = [{"en": long.en, "zh_hans": long.zh_hans}]
    summary["plan"]["outside"] = "1800000.00"
    return {**content, "sections": {**content["sections"], "summary": summary}}


@pytest.mark.parametrize(
    ("times", "form"),
    [(1, "bilingual"), (3, "zh-hans"), (6, "en"), (6, "zh-hans"), (6, "bilingual")],
)
def test_one_pager_has_one_page_whatever_is_open(contents, times, form):
    """The fault seen: page 2 of 2 with four lines of open points, and no goal on page 1."""
    content = crowded(contents["rich", "board_page"], times)
    markup = draw(content, kind="board_page", language=form, fingerprint=PRINT)
    document = set_pages(markup)
    assert len(document.pages) == 1
    assert [fault for fault in page_faults(document) if "ink" not in fault.text] == []
    asked = content["sections"]["summary"]["motion"]["decision"]["asks"]
    box = markup.split('<div class="decision">')[1].split("</ol>")[0]
    assert box.count("<li>") == len(asked)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_signed_stands_with_its_decision_and_the_matrix_with_its_radar(laid, form):
    markup, _document = laid("rich", "blueprint", form)
    opening = markup.rfind('<div class="keep">', 0, markup.index('id="signatures"'))
    signed = markup[opening : markup.index('class="sign"')]
    assert signed.count("</div>") == signed.count("<div") - 1  # the box is still open
    opening = markup.rfind('<div class="keep">', 0, markup.index('id="capability"'))
    matrix, radar = markup[opening:].split('<div class="pair radar">')[:2]
    assert matrix.count("<svg") == 1  # the matrix with its heading; its radar may follow overleaf
    assert "</table>" in radar.split('class="small')[0].split('id="gaps"')[0]


@pytest.mark.parametrize("form", FORMS)
def test_no_page_is_left_mostly_blank_before_what_is_kept_together(laid, form):
    """The fault seen: 70 % of a page blank, the matrix and its radar kept together overleaf."""
    _markup, document = laid("rich", "blueprint", form)
    before = before_whole_pages(document)
    inked = {number: ink_of(page) for number, page in enumerate(document.pages[:-1], start=1)}
    blank = {
        number: f"{ink:.0%}"
        for number, ink in inked.items()
        if ink < 0.5 and number not in {1, 2, *before}
    }
    assert blank == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_note_stands_on_the_page_of_its_table(laid, form):
    """The fault seen: "6 further open duties" and the legend alone on the page after."""
    _markup, document = laid("rich", "blueprint", form)
    for number, page in enumerate(document.pages[1:], start=2):
        first = next(
            (box for box in contents(page._page_box) if type(box).__name__ == "TextBox"), None
        )
        css = (first.element.get("class") or "").split() if first is not None else []
        assert not {"small", "legend"} & set(css), (number, said(first))
