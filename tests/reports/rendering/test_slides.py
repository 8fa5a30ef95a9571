from __future__ import annotations

import copy
import shutil
import subprocess

import pypdf
import pytest

from reports.models import Report
from reports.rendering import producing
from reports.rendering.slides.deck import draw_deck
from reports.rendering.slides.page import cut
from reports.rendering.slides.reading import read_chapter
from reports.services import jobs
from tests.factories.reports import ready_report
from tests.reports.conftest import PRINT
from tests.reports.slides import SPACES, DeckFile

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORMS = ("en", "zh-hans", "bilingual")


def drawn_deck(content, form="en"):
    data, pages = draw_deck(content, kind="board_deck", language=form, fingerprint=PRINT)
    assert pages == 10
    return data


@pytest.fixture(scope="session")
def deck(contents):
    """Return a function that opens a deck once per session."""
    made = {}

    def act(who="rich", form="en"):
        if (who, form) not in made:
            made[who, form] = DeckFile(drawn_deck(contents[who, "board_deck"], form))
        return made[who, form]

    return act


@pytest.mark.parametrize("who", ["rich", "empty"])
@pytest.mark.parametrize("form", FORMS)
def test_ten_slides_with_titles_inside_their_edges(deck, who, form):
    slides = deck(who, form).slides
    assert len(slides) == 10
    titles = [slide.title for slide in slides]
    assert all(titles)
    assert len(set(titles)) == 10
    for number, slide in enumerate(slides, start=1):
        assert slide.texts[-1].endswith(f"{number}/10")
        assert "b41f 7c02 9ae5" in slide.texts[-1]
        for x, y, wide, high in slide.frames:
            assert x >= 0 and y >= 0
            assert x + wide <= 960.5
            assert y + high <= 540.5, slide.title


def said(text):
    return " ".join(text.replace("\u00a0", " ").split())


def is_cut_of(cell, whole):
    """A cell says the whole line, or its beginning and an ellipsis."""
    one, other = said(cell), said(whole)
    return one == other or (one.endswith("…") and other.startswith(one[:-1].rstrip()))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_tables_say_what_the_pdf_says(deck, drawn, language):
    """The figures of the slides are those of the strategy blueprint, under the same heads."""
    paper = drawn("blueprint", language)
    compared = 0
    for place, section in ((5, "goals"), (7, "budget"), (8, "reach"), (4, "gaps")):
        table = deck("rich", language).slides[place].tables[0]
        printed = [one for one in paper.tables if one.section == section and one.heads]
        rows = [row for one in printed for row in one.rows]
        first = [head.split("\n")[0] for head in table[0]]
        assert all(any(is_cut_of(head, one) for one in printed[0].heads) for head in first)
        for row in table[1:]:
            if not row[-1]:
                continue  # says how many rows there is no room for
            figures = [said(cell) for cell in row if cell[:1].isdigit()]
            same = [one for one in rows if any(is_cut_of(row[0], cell) for cell in one)]
            assert same, row
            assert any(set(figures) <= {said(cell) for cell in one} for one in same), row
            compared += len(figures)
    assert compared > 60


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_decision_and_tiles_say_what_the_summary_says(deck, lay, language):
    markup, _document = lay("rich", "board_page", language)
    summary = read_chapter(markup)
    asked = [said(text) for text in summary.said("li", "decision")]
    assert len(asked) > 3
    shown = [said(text).removeprefix("• ") for text in deck("rich", language).slides[1].texts]
    assert shown[1 : 1 + len(asked)] == asked
    figures = deck("rich", language).slides[2].texts
    for tile in summary.tiles:
        assert tile[1] in figures
    assert len(summary.tiles) == 8


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [0, 16])
def test_every_decision_and_every_open_point_stands_whole(contents, form, count):
    """Smaller before further: decisions take smaller type, then a second slide; none is cut."""
    content = copy.deepcopy(contents["rich", "board_deck"])
    asks = content["sections"]["summary"]["motion"]["decision"]["asks"]
    words = "Choose for need {n}: move the milestone by 23 days, shorten its lead time, or take a substitute. "
    for n in range(count):
        text = {"en": words.format(n=n) * 2, "zh_hans": f"第{n}项须作选择：将里程碑推迟23天。" * 3}
        asks.append({**asks[-1], "code": f"own-{n}", "text": text})
    data, pages = draw_deck(content, kind="board_deck", language=form, fingerprint=PRINT)
    file = DeckFile(data)
    assert pages == len(file.slides)
    own = ("Decision asked", "提请审议事项")
    pair = [slide for slide in file.slides if slide.title.startswith(own)]
    assert pages == 9 + len(pair)
    assert (len(pair) > 1) == bool(count)
    shown = [said(text) for slide in pair for text in slide.texts[1:-1]]
    assert not [text for text in shown if text.endswith("…") or "more row" in text]
    for n in range(count):
        marks = [f"need {n}:"] * (form != "zh-hans") + [f"第{n}项"] * (form != "en")
        assert all(sum(mark in text for text in shown) == 1 for mark in marks)
    for slide in pair:
        assert all(y + high <= 508 or high == 16 for _x, y, _wide, high in slide.frames)
    whole = {"en": ["open when printed"], "zh-hans": ["截至出具日"]}.get(
        form, ["open when printed", "截至出具日"]
    )
    assert all(any(word in text for text in shown) for word in whole)


def test_money_of_a_table_names_its_unit(deck):
    heads = deck().slides[5].tables[0][0]
    assert heads[-1] == "Owner’s estimate a year\nMYR thousand"
    assert "MYR million" in deck().slides[7].texts[1]


def test_the_sums_are_those_of_the_rows(deck, contents):
    plan = contents["rich", "board_deck"]["sections"]["budget"]["plan"]
    table = deck().slides[7].tables[0]
    years = {row[0]: row for row in table[1:]}
    for line in plan["years"]:
        row = years[str(line["year"])]
        assert float(row[4]) == round(float(line["planned"]) / 1e6, 2)
    assert float(years["Total"][4]) == round(float(plan["total"]) / 1e6, 2)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_bars_stand_on_their_days(deck, contents, language):
    plan = contents["rich", "board_deck"]["sections"]["roadmap"]["plan"]
    slide = deck("rich", language).slides[6]
    names = slide.names
    for row in plan["initiatives"]:
        title = row["title"]["zh_hans" if language == "zh-hans" else "en"]
        assert any(name.startswith(f"{row['key']} {title}, ") for name in names)
    stones = sum(len(row["milestones"]) for row in plan["initiatives"])
    drawn = slide.root.xpath("//a:prstGeom[@prst='diamond']", namespaces=SPACES)
    assert len(drawn) == stones


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_steps_stand_by_their_day_and_late_ones_say_so(contents, language):
    content = copy.deepcopy(contents["rich", "board_deck"])

    def step(n, due, **more):
        text = {"en": f"Step {n}", "zh_hans": f"第{n}步"}
        return {"text": text, "owner": "", "due": due, "is_late": False, "is_asked": False, **more}

    content["sections"]["steps"]["steps"] = [
        step(1, None, is_asked=True),
        step(2, "2026-11-12", is_late=True),
        step(3, "2027-01-09"),
        step(4, None),
    ]
    slide = DeckFile(drawn_deck(content, language)).slides[9]
    late, *others = slide.tables[1][1:]
    names = ["Step 2", "Step 3", "Step 1", "Step 4"] if language == "en" else None
    names = names or ["第2步", "第3步", "第1步", "第4步"]
    assert [row[1] for row in (late, *others)] == names
    word = "late" if language == "en" else "逾期"
    assert word in late[0]
    assert not any(word in row[0] for row in others)


@pytest.mark.parametrize(
    ("language", "start"), [("en", "Start of production"), ("zh-hans", "投产")]
)
def test_the_slide_of_the_roadmap_names_the_start_and_shows_what_paper_shows(
    contents, language, start
):
    content = copy.deepcopy(contents["rich", "board_deck"])
    plan = content["sections"]["roadmap"]["plan"]
    title = {"en": "Start of production", "zh_hans": "投产"}
    day = plan["initiatives"][0]["end"]
    plan["marks"] = [{"day": day, "title": title, "kind": "milestone"}]
    plan["initiatives"][0] |= {"last_start": plan["starts_on"], "is_gated": True}
    slide = DeckFile(drawn_deck(content, language)).slides[6]
    said_ = " ".join(slide.texts)
    assert said_.count(start) >= 2  # below the title and at its sign
    assert ("behind a closed gate" if language == "en" else "关口") in said_
    assert ("small triangle" if language == "en" else "小三角") in said_


def test_no_half_thought_hangs_at_the_end_of_a_cut_text():
    words = "Decide on the 34 gaps: plan them or accept them. As long as storage stays open, the level of the plant stays where it is"
    assert cut(words, 220, 11, lines=2) == "Decide on the 34 gaps: plan them or accept them. …"
    assert cut(
        "决定34项差距：规划或接受。只要存储国家与跨境传输未关闭，等级不变", 140, 11, lines=2
    ) == ("决定34项差距：规划或接受。…")
    assert cut("Short.", 300, 11, lines=2) == "Short."


@pytest.mark.parametrize("form", FORMS)
def test_every_run_names_a_typeface_for_chinese(deck, form):
    file = deck("rich", form)
    wanted = "zh-CN" if form == "zh-hans" else "en-US"
    for slide in file.slides:
        for run in slide.root.iterfind(".//a:rPr", SPACES):
            assert run.find("a:ea", SPACES).get("typeface") == "Microsoft YaHei"
            assert run.get("lang") == wanted
    theme = file.parts["ppt/theme/theme1.xml"]
    fonts = theme.findall(".//a:ea", SPACES)
    assert [one.get("typeface") for one in fonts] == ["Microsoft YaHei"] * 2


def test_a_bilingual_deck_says_both(deck):
    titles = [slide.title for slide in deck("rich", "bilingual").slides]
    assert titles[1] == "Decision asked of the board  提请审议事项"
    assert not any(title.isascii() for title in titles)


def test_an_empty_plant_says_what_is_missing(deck):
    texts = [text for slide in deck("empty").slides for text in slide.texts]
    assert any("not been assessed yet" in text for text in texts)
    assert any("There is no roadmap yet" in text for text in texts)


def test_the_same_content_has_the_same_bytes(contents):
    content = contents["rich", "board_deck"]
    assert drawn_deck(content) == drawn_deck(copy.deepcopy(content))


def test_titles_that_are_markup_or_hold_controls_do_no_harm(contents):
    content = copy.deepcopy(contents["rich", "board_deck"])
    nasty = "<a:p>&\"'\x00\x0b" + "x" * 300
    content["head"]["plant"] = {"en": nasty, "zh_hans": nasty}
    for row in content["sections"]["roadmap"]["plan"]["initiatives"]:
        row["title"] = {"en": nasty, "zh_hans": nasty}
    file = DeckFile(drawn_deck(content))
    assert any(text.startswith("<a:p>&\"'x") for text in file.slides[0].texts)


def test_a_plan_of_many_initiatives_stays_on_its_slide(contents):
    content = copy.deepcopy(contents["rich", "board_deck"])
    plan = content["sections"]["roadmap"]["plan"]
    plan["initiatives"] = plan["initiatives"] * 8
    slide = DeckFile(drawn_deck(content)).slides[6]
    assert all(y + high <= 540 for _, y, _, high in slide.frames)
    left_out = [text for text in slide.texts if "more rows stand" in text]
    assert len(left_out) == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(contents, tmp_path):
    file = tmp_path / "deck.pptx"
    file.write_bytes(drawn_deck(contents["rich", "board_deck"], "zh-hans"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], check=True, capture_output=True)
    assert len(pypdf.PdfReader(tmp_path / "deck.pdf").pages) == 10


def test_a_deck_is_produced_by_the_job_and_handed_out(scoped):
    by = scoped.people["cio"]
    asked = jobs.request(plant=scoped.plant, kind="board_deck", language="en", by=by)
    report = producing.produce(jobs.claim(asked.pk))
    assert (report.state, report.pages, report.progress) == ("ready", 10, 100)
    assert report.file.name.endswith(".pptx")
    assert (report.archive.name, report.archive_sha256, report.archive_size) == ("", "", 0)
    client = scoped.client("stakeholder")
    base = "/plants/johor-bahru/reports/"
    answer = client.get(f"{base}{report.pk}/download/")
    data = b"".join(answer.streaming_content)
    assert len(DeckFile(data).slides) == 10
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert "johor-bahru-board-deck-v1-en.pptx" in answer["Content-Disposition"]
    assert client.get(f"{base}{report.pk}/archive/").status_code == 404
    page = client.get(base).content.decode()
    assert "PPTX" in page
    assert page.count("PDF/A") == 0


def test_documents_of_before_are_still_called_pdf(scoped):
    report = ready_report(scoped.plant)
    assert (report.ending, Report(kind="blueprint").ending) == ("PDF", "")


def test_a_chapter_is_read_without_what_people_do_not_see():
    chapter = read_chapter(
        '<p class="intro">One &amp; <span class="companion">一</span></p><svg><p>no</p></svg>'
        '<table><thead><tr><th>A<span class="vh">x</span></th><th>B<span class="sub">MYR</span></th></tr></thead><tbody>'
        '<tr><th>a<br>b</th><td>1<span class="sub">small</span></td></tr>'
        '<tr class="total"><th>t</th><td>2</td></tr><tr><td>alone</td></tr></tbody></table>'
        '<div class="keys"><div><p>Head</p><p class="figure">7</p></div><div><p>H2</p></div></div>'
    )
    assert chapter.said("p", "intro") == ["One &\n一"]
    (table,) = chapter.tables
    assert table.heads == ("A", "B\nMYR")
    assert [row.cells for row in table.body] == [("a\nb", "1"), ("t", "2")]
    assert table.body[1].css == "total"
    assert chapter.tiles == [["Head", "7"], ["H2"]]
