from __future__ import annotations

import copy
import datetime as dt
import re

import pytest

from charts.timeline import Gantt, GanttBar, GanttPhase, TimeAxis
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
    plan["gates"] = [{"closed": said, "planned": none, "lacks": [said], "bare": [], "limits": []}]
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    chapter = text.split('id="roadmap"')[1].split("<h1")[0]
    assert chapter.count(said["en" if form == "en" else "zh_hans"]) == 2
    assert "No rule is broken" not in chapter
    assert "没有冲突" not in chapter


@pytest.mark.parametrize("form", ["en", "zh-hans"])
def test_brackets_and_last_starts_are_drawn_and_named_below_the_drawing(contents, form):
    content = copy.deepcopy(contents["rich", "blueprint"])
    plan = content["sections"]["roadmap"]["plan"]
    legends = {
        "en": (
            "bracket before a bar: behind a closed gate",
            "small triangle: last responsible start",
        ),
        "zh-hans": ("条形前的括号：位于尚未打开的关口之后", "小三角：最迟启动日"),
    }[form]

    def chapter():
        text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
        return text.split('id="roadmap"')[1].split("<h1")[0]

    for row in plan["initiatives"]:
        row["is_gated"], row["last_start"] = False, None
    bare = chapter()
    assert not any(words in bare for words in (*legends, 'class="gate', 'class="last-start"'))
    plan["initiatives"][0] |= {"is_gated": True, "last_start": plan["starts_on"]}
    plan["initiatives"][1]["last_start"] = plan["ends_on"]  # outside the drawing: no mark
    told = chapter()
    assert all(words in told for words in legends)
    assert told.count('class="last-start"') == 1
    assert told.count('class="gate ') == 1


@pytest.mark.parametrize("form", ["en", "zh-hans"])
def test_indicators_that_close_a_gate_stand_below_it(contents, form):
    content = copy.deepcopy(contents["rich", "blueprint"])
    said = {"en": "DQ-07 at 88 %, needs 90 % or more", "zh_hans": "DQ-07为88%，需不低于90%"}
    none = {"en": "", "zh_hans": ""}
    gate = {"closed": none, "planned": none, "lacks": [], "bare": [], "limits": [said]}
    content["sections"]["roadmap"]["plan"]["gates"] = [gate]
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    assert said["en" if form == "en" else "zh_hans"] in text
    assert ("Indicators must reach:" if form == "en" else "须达标的指标：") in text


@pytest.mark.parametrize("form", ["en", "zh-hans"])
def test_marked_days_are_listed_and_names_of_parts_differ(contents, form):
    """The fault seen: eighteen signs of which one was named, three bars of the same words."""
    content = copy.deepcopy(contents["rich", "blueprint"])
    plan = content["sections"]["roadmap"]["plan"]
    en, zh = (
        "Plant network, Wi-Fi and link to headquarters",
        "厂区网络、无线局域网与总部专线互联互通",
    )
    for row, (part, teil) in zip(
        plan["initiatives"], [("LAN", "局域网设备安装"), ("Fibre", "第一条光纤专线")], strict=False
    ):
        row |= {"is_part": True, "title": {"en": f"{en}: {part}", "zh_hans": f"{zh}：{teil}"}}
    plan["marks"] = [
        {
            "day": plan["starts_on"],
            "title": {"en": f"Stone {n}", "zh_hans": f"里程碑{n}"},
            "kind": "milestone",
        }
        for n in range(9)
    ]
    text = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    chapter = text.split('id="roadmap"')[1].split("<h1")[0]
    drawing = chapter.split("</svg>")[0]
    for words in ("LAN", "Fibre") if form == "en" else ("局域网设备安装", "第一条光纤专线"):
        assert re.search(rf">\w\d\s+{words}<", drawing)
    below = chapter.split("</svg>")[-1]
    stones = [f"Stone {n}" if form == "en" else f"里程碑{n}" for n in range(9)]
    assert all(stone in below for stone in stones)
