from __future__ import annotations

import copy
import datetime as dt

import pytest

from core.charts.timeline import Gantt, GanttBar, GanttPhase, TimeAxis
from reports.rendering.layout import draw
from reports.sections.roadmap.drawings import lines_of, parts
from tests.reports.conftest import PRINT
from tests.reports.paper import compare, day_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_initiatives(form, raw):
    rows = form.rows("initiatives", "title")
    total = raw["initiatives"]["total"]
    known = {
        entry["title"][form.language]: entry
        for entry in raw["initiatives"].values()
        if "title" in entry
    }
    head = form.say("One-off cost in all", "一次性费用合计")
    assert set(rows) == {*known, head}
    compare(rows, {**known, head: total}, "cost", unit=form.millions)
    for title, entry in known.items():
        shown = (day_in(rows[title]["start"]), day_in(rows[title]["end"]))
        assert shown == (entry["start"], entry["end"])


def test_milestones(paper, raw):
    rows = paper.rows("milestones", "title")
    assert {title: day_in(row["due"]) for title, row in rows.items()} == {
        title: stone["due"] for title, stone in raw["milestones"].items()
    }
    reached = [text for text in paper.small("milestones", 2) if text]
    assert len(reached) == sum(1 for stone in raw["milestones"].values() if stone["reached"])


def gantt(*counts: int) -> Gantt:
    """Return a drawing of phases with so many bars."""
    day = dt.date(2026, 1, 1)
    phases = tuple(
        GanttPhase(
            name, tuple(GanttBar(f"{name}{n}", f"{name}{n}", day, day) for n in range(count))
        )
        for name, count in zip("DIO", counts, strict=False)
    )
    return Gantt(axis=TimeAxis(day, day, (), ()), phases=phases)


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [
        ((5, 5, 5), [18]),  # fits as a whole
        ((20, 10), [32]),  # too high for the first page with its budget, fits one drawing
        ((20, 20, 10), [21, 32]),  # phases stand together while they fit
        ((34, 27, 26), [35, 28, 27]),  # 87 initiatives: nothing is lost
        ((75,), [26, 26, 26]),  # a phase alone is cut into even parts
        ((67, 67, 66), [35, 34, 35, 34, 34, 34]),  # 200
        ((61, 70, 69), [32, 31, 36, 36, 36, 35]),  # a page without heading and strip holds more
    ],
)
def test_roadmap_is_cut_into_drawings_of_a_page(counts, sizes):
    whole = gantt(*counts)
    cut = list(parts(whole, 25, 35, 40))
    assert [lines_of(part.phases) for part in cut] == sizes
    before = [bar.id for phase in whole.phases for bar in phase.bars]
    assert [bar.id for part in cut for phase in part.phases for bar in phase.bars] == before
    assert all(part.axis is whole.axis for part in cut)


def test_parts_of_one_phase_say_how_manieth_they_are():
    cut = list(parts(gantt(75), 25, 35, 40))
    assert [part.phases[0].note for part in cut] == ["1 of 3", "2 of 3", "3 of 3"]


@pytest.mark.parametrize("form", ["en", "zh-hans"])
def test_closed_gates_stand_in_the_chapter_and_no_rule_is_whole_beside_them(contents, form):
    """The fault seen: the gate closed on the screen, "No rule is broken" on paper."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    plan = content["sections"]["roadmap"]["plan"]
    said = {"en": "The gate of “Integrate” is closed.", "zh_hans": "“数据集成”阶段关口尚未打开。"}
    none = {"en": "", "zh_hans": ""}
    plan["violations"] = []
    plan["gates"] = [{"closed": said, "planned": none, "lacks": [said], "bare": []}]
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    chapter = text.split('id="roadmap"')[1].split("<h1")[0]
    assert chapter.count(said["en" if form == "en" else "zh_hans"]) == 2
    assert "No rule is broken" not in chapter
    assert "没有冲突" not in chapter
