"""The start of production on paper says what the page says; a plant without one has no chapter."""

from __future__ import annotations

import json

import pytest

from core import clock
from launch.domain.outlook import conflicts, rows
from launch.domain.wording import conflict_told, lacks_told
from launch.selectors.plants import plant_launch
from reports.rendering.layout import draw
from reports.rendering.pdf import set_pages
from reports.sections.gathering import gather
from tests.launch.conftest import ahead, at, dated, owner, roadmap  # noqa: F401 -- fixtures
from tests.reports.pages import page_faults
from tests.reports.paper import day_in
from tests.reports.tables import tables_of

pytestmark = pytest.mark.django_db


def told(plant, kind, language):
    content = gather(plant, kind, number=1, now=clock.now()).as_plain()
    content = json.loads(json.dumps(content))
    return draw(content, kind=kind, language=language, fingerprint="f" * 64)


def place(language):
    return "zh_hans" if language == "zh-hans" else "en"


@pytest.mark.parametrize("kind", ["blueprint", "implementation"])
@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_dates_on_paper_are_those_of_the_page(dated, kind, language):  # noqa: F811 -- fixture
    one = plant_launch(dated.plant)
    text = told(dated.plant, kind, language)
    needs, stones = [table for table in tables_of(text) if table.section == "start"]
    printed = [(row[0], day_in(row[2])) for row in needs.rows]
    listed = rows(one.outlook)
    assert printed == [
        (getattr(row.entry.need.title, place(language)), row.safe.late.start) for row in listed
    ]
    slack = [int("".join(filter(str.isdigit, row[3]))) for row in needs.rows]
    if language != "bilingual":  # the other language says the number again
        assert slack == [abs(row.safe.float_days) for row in listed]
    if language == "en":  # a float counts from the earliest start, and says so
        froms = [day_in(cells[3].removeprefix("from ").replace(" ", " ")) for cells in needs.small]
        floats = [row.safe for row in listed]
        assert froms == [one.early.start if one.float_days >= 0 else None for one in floats]
    assert [day_in(row[1]) for row in stones.rows] == sorted(one.case.milestones.values())
    for pair in conflicts(one.outlook):
        assert getattr(conflict_told(one.case, pair), place(language)) in text
    missing = lacks_told(one.lacks)
    assert getattr(missing, place(language)) in text


@pytest.mark.parametrize("language", ["en", "bilingual"])
def test_how_far_an_end_can_slip_stays_in_its_cell(dated, language):  # noqa: F811 -- fixture
    """The fault seen: the words of work under way were printed across the next column."""
    content = gather(dated.plant, "implementation", number=1, now=clock.now()).as_plain()
    content = json.loads(json.dumps(content))
    for need in content["sections"]["start"]["start"]["needs"]:
        need |= {"work": "under_way", "slack": 140, "is_late": False}
    text = draw(content, kind="implementation", language=language, fingerprint="f" * 64)
    assert "its end can slip 140" in text.replace("\u00a0", " ")
    found = [str(fault) for fault in page_faults(set_pages(text))]
    assert not [fault for fault in found if "beyond its cell" in fault]


@pytest.mark.parametrize("language", ["en", "zh-hans", "bilingual"])
def test_the_one_pager_begins_with_what_is_missing(dated, language):  # noqa: F811 -- fixture
    text = told(dated.plant, "board_page", language)
    missing = getattr(lacks_told(plant_launch(dated.plant).lacks), place(language))
    lead = text[text.index('class="lead') :]
    assert lead.index(missing) < lead.index("</p>")
    assert lead[: lead.index(missing)].count(".") == 0  # nothing is said before


def test_a_plant_without_a_start_has_neither_chapter_nor_line(at):  # noqa: F811 -- fixture
    text = told(at.plant, "blueprint", "en")
    assert 'id="start"' not in text
    assert "Missing at the start" not in text


@pytest.mark.parametrize(
    ("language", "decides", "unplanned", "measured"),
    [
        (
            "en",
            "What decides the start of production: ",
            "(not planned yet)",
            "it is not counted from today",
        ),
        ("zh-hans", "决定投产的工作链：", "（尚未规划）", "并非从今天算起"),
    ],
)
def test_what_decides_is_told_apart_from_the_critical_path(
    dated,  # noqa: F811 -- fixture
    language,
    decides,
    unplanned,
    measured,
):
    text = told(dated.plant, "implementation", language)
    line = text[text.index(decides) :].partition("</p>")[0]
    assert unplanned in line
    assert measured in text
    assert "left to start" not in text
    assert "距最迟启动日" not in text
