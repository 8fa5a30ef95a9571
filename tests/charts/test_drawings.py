"""Drawings are well-formed, safe, and carry a class and a hex value on every mark."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import svg
from charts.levels import HEX
from charts.spec import (
    ChartSpec,
    Dumbbell,
    DumbbellRow,
    HeatCell,
    HeatMap,
    HeatRow,
    Ring,
    ScoreScale,
    Series,
)
from charts.svg.axismarks import BEHIND, SIZE, said, with_words
from charts.svg.marks import figure, safe, short, ticks
from charts.svg.timeline import scale
from charts.svg.widths import fitted, text_width
from charts.timeline import AxisMark, Gantt, GanttBar, GanttPhase, TimeAxis
from config import styleguide_drawings as sample
from tests.reports.pages import faults_of_drawing

NS = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert("1")</script>&\x07'

DRAWINGS: dict[str, Callable[[], str]] = {
    "scale": lambda: svg.score_scale(sample.SCALE),
    "scale with ticks": lambda: svg.score_scale(replace(sample.SCALE, ticks=True)),
    "empty scale": lambda: svg.score_scale(ScoreScale(None)),
    "strip": lambda: svg.stage_strip([1, 1, 0.4, 0], "Stage 3"),
    "stack": lambda: svg.stacked_bar(sample.STATES),
    "bar": lambda: svg.bar_with_target(0.32, 0.33),
    "blocks": lambda: svg.blocks(["good", "mute", ""]),
    "spread": lambda: svg.dot_spread(sample.SPREAD),
    "spark": lambda: svg.sparkline([1, None, 3]),
    "no spark": lambda: svg.sparkline([]),
    "dumbbell": lambda: svg.dumbbell(sample.DUMBBELL),
    "two languages": lambda: svg.dumbbell(sample.DUMBBELL_ZH),
    "heat": lambda: svg.heat_map(sample.heat()),
    "control": lambda: svg.draw(sample.control()),
    "curve": lambda: svg.draw(sample.curve()),
    "bars": lambda: svg.draw(sample.bars()),
    "radar": lambda: svg.draw(sample.star()),
    "gantt": lambda: svg.gantt(sample.roadmap(), 682, 27, 200),
    "wide gantt": lambda: svg.gantt(sample.roadmap()),
    "money": lambda: svg.quarter_bars(sample.strip()),
    "people": lambda: svg.quarter_bars(sample.strip(people=True)),
}


def tree(markup: str) -> ET.Element:
    return ET.fromstring(markup)


@pytest.mark.parametrize("name", DRAWINGS)
def test_is_well_formed_and_inside_the_policy(name: str) -> None:
    root = tree(DRAWINGS[name]())
    assert root.tag == f"{NS}svg"
    assert root.get("font-family", "").startswith("Inter")
    assert not [node for node in root.iter() if node.get("style") is not None]
    assert not [node for node in root.iter() if node.tag in (f"{NS}style", f"{NS}script")]


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_mark_has_class_and_hex(name: str) -> None:
    for node in tree(DRAWINGS[name]()).iter():
        classes = (node.get("class") or "").split()
        for attribute in ("fill", "stroke"):
            value = node.get(attribute)
            if value is None:
                continue
            tokens = [
                c.removeprefix(f"{attribute}-") for c in classes if c.startswith(f"{attribute}-")
            ]
            texts = [c for c in classes if c.startswith("text-level")]
            assert tokens or texts, ET.tostring(node)
            if tokens and tokens[0] != "none":
                assert HEX[tokens[0]] == value


@pytest.mark.parametrize("name", DRAWINGS)
def test_coordinates_are_numbers(name: str) -> None:
    assert not re.search(r"\bnan\b|\binf\b", DRAWINGS[name]())


def test_words_of_people_are_escaped() -> None:
    bar = GanttBar("1", EVIL, dt.date(2026, 1, 5), dt.date(2026, 5, 1), name=EVIL)
    plan = sample.roadmap()
    phase = replace(plan.phases[0], label=EVIL, note=EVIL, companion=EVIL, bars=(bar,))
    drawings = [
        svg.gantt(replace(plan, phases=(phase,), title=EVIL, label_head=EVIL)),
        svg.dumbbell(Dumbbell((DumbbellRow(EVIL, 2.0, 3.0, EVIL, EVIL),), EVIL, EVIL)),
        svg.heat_map(HeatMap((EVIL,), (HeatRow(EVIL, (HeatCell(None, EVIL, EVIL),)),), title=EVIL)),
        svg.draw(ChartSpec("bar", EVIL, (EVIL,), (Series(EVIL, EVIL, (1.0,)),), legend=True)),
        svg.draw(ChartSpec("line", EVIL, (EVIL,), (Series("a", "a", (1.0,), end_label=EVIL),))),
    ]
    for drawing in drawings:
        assert "<script" not in drawing
        assert tree(drawing) is not None


def test_score_stands_at_its_place() -> None:
    root = tree(svg.score_scale(ScoreScale(2.5, 5.0), width=216))
    dot = root.find(f".//{NS}circle")
    assert dot is not None
    assert dot.get("cx") == "108"
    assert dot.get("class", "").split()[0] == "fill-level-2h"


def test_parts_of_a_bar_fill_their_share() -> None:
    root = tree(svg.stacked_bar(sample.STATES, width=420))
    widths = {
        node.get("data-part"): float(node.get("width", "0")) for node in root.iter(f"{NS}rect")
    }
    assert widths["Met"] == pytest.approx(298)
    assert widths["Overdue"] == pytest.approx(18)


def test_unscored_cell_says_so_without_a_level() -> None:
    root = tree(svg.heat_map(HeatMap(("A",), (HeatRow("R", (HeatCell(None, "not asked"),)),))))
    assert [node.text for node in root.iter(f"{NS}text")][-1] == "–"
    assert not root.findall(f".//{NS}rect[@data-value]")
    assert "not asked" in [node.text for node in root.iter(f"{NS}title")]


def test_provisional_cell_is_dashed() -> None:
    cells = (HeatCell(1.4, provisional=True), HeatCell(1.4))
    root = tree(svg.heat_map(HeatMap(("A", "B"), (HeatRow("R", cells),))))
    assert len(root.findall(f".//{NS}rect[@stroke-dasharray]")) == 1


def test_bar_covers_its_days() -> None:
    plan = sample.roadmap()
    root = tree(svg.gantt(plan, width=1168, label_width=320))
    bar = root.find(f".//{NS}g[@class='gantt-bar']")
    assert bar is not None
    ground = bar.find(f"{NS}rect")
    assert ground is not None
    at = scale(plan.axis, 320, 1160)
    assert float(ground.get("x", "0")) == pytest.approx(at(dt.date(2026, 1, 5)), abs=0.01)
    width = at(dt.date(2026, 5, 30)) - at(dt.date(2026, 1, 5))
    assert float(ground.get("width", "0")) == pytest.approx(width, abs=0.01)


@pytest.mark.parametrize(("days", "anchor"), [(0, None), (300, "end")])
def test_progress_stands_where_it_covers_no_cost(days: int, anchor: str | None) -> None:
    plan = sample.roadmap()
    start = plan.axis.start + dt.timedelta(days)
    bar = replace(plan.phases[0].bars[0], start=start, end=start + dt.timedelta(60))
    bar = replace(bar, progress=0.75, done=False, violation="late", side="900")
    phases = (replace(plan.phases[0], bars=(bar,)),)
    root = tree(svg.gantt(replace(plan, phases=phases, links=(), percent="%"), label_width=320))
    shares = [node for node in root.iter(f"{NS}text") if node.text == "75%"]
    assert [node.get("text-anchor") for node in shares] == [anchor]
    assert float(shares[0].get("x", "0")) > 320


@pytest.mark.parametrize("height", [21, 27, 36])
def test_a_bracket_stands_before_a_bar_behind_a_gate_and_a_last_start_in_its_row(
    height: int,
) -> None:
    plan = sample.roadmap()
    day = plan.axis.start + dt.timedelta(200)
    bar = replace(plan.phases[0].bars[0], start=day, end=day + dt.timedelta(60), done=False)

    def drawn(**more: Any) -> ET.Element:
        phase = replace(plan.phases[0], bars=(replace(bar, **more),))
        spec = replace(plan, phases=(phase,), links=())
        return tree(svg.gantt(spec, width=1168, row_height=height, label_width=320))

    gate, late = (
        f".//{NS}path[@class='gate fill-none stroke-ink']",
        f".//{NS}g[@class='last-start']",
    )
    bare = drawn()
    assert (bare.findall(gate), bare.findall(late)) == ([], [])
    at = scale(plan.axis, 320, 1160)
    root = drawn(gated=True, late_start=day - dt.timedelta(30), violation="late")
    (bracket,) = root.findall(gate)
    place = float(bracket.get("d", "M0 0")[1:].split()[0])
    assert at(day) - 6 < place < at(day) + 2
    (sign,) = root.findall(late)
    line, foot = sign.findall(f"{NS}path")
    assert (line.get("class"), foot.get("class")) == ("fill-none stroke-bad", "fill-bad")
    x, top = map(float, line.get("d", "")[1:].split("V")[0].split())
    assert x == pytest.approx(at(day - dt.timedelta(30)), abs=0.01)
    low = float(line.get("d", "").split("V")[1])
    assert low - top <= height  # it stays in its row
    calm = drawn(late_start=day + dt.timedelta(5)).find(late)
    assert calm is not None
    assert "fill-ink-2" in {node.get("class") for node in calm}
    assert drawn(late_start=plan.axis.end).findall(late) == []


def test_links_to_missing_bars_are_left_out() -> None:
    plan = sample.roadmap()
    root = tree(svg.gantt(replace(plan, phases=plan.phases[:1])))
    assert not root.findall(f".//{NS}g[@class='gantt-link']")
    assert len(tree(svg.gantt(plan)).findall(f".//{NS}g[@class='gantt-link']")) == 4


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
def test_links_end_at_the_right_edge(kind: str) -> None:
    plan = sample.roadmap()
    link = replace(plan.links[0], kind=kind)
    root = tree(svg.gantt(replace(plan, links=(link,)), label_width=320))
    tip = root.find(f".//{NS}g[@class='gantt-link']/{NS}path[2]")
    assert tip is not None
    x = float(re.match(r"M([\d.]+)", tip.get("d", ""))[1])  # type: ignore[index]
    target = plan.phases[1].bars[1]
    at = scale(plan.axis, 320, 1160)
    edge = target.start if kind[1] == "S" else target.end + dt.timedelta(days=1)
    assert x == pytest.approx(at(edge), abs=0.01)


def test_quarter_above_its_limit_is_marked() -> None:
    root = tree(svg.quarter_bars(sample.strip(people=True)))
    red = [node.text for node in root.iter(f"{NS}text") if node.get("fill") == HEX["bad"]]
    assert red == ["12.3"]


def test_small_helpers() -> None:
    assert figure(-0.04, 1) == "0.0"
    assert figure(-1234.5, 1) == "−1,234.5"
    assert short(12.0) == "12"
    assert short(-0.001) == "0"
    assert safe("a\x00<b") == "a&lt;b"
    assert text_width("数据", 12) == 24
    assert fitted("Data governance", 60, 12).endswith("…")
    assert ticks(10, 65, 6) == [10, 20, 30, 40, 50, 60, 70]
    assert ticks(3, 3) == [3, 3.2, 3.4, 3.6, 3.8, 4.0]


def test_legend_of_a_radar_breaks_into_rows_and_its_labels_stand_in_lines():
    """The fault seen: the radar of a bilingual document spoke English only."""
    values = (2.0, 3.0, 1.0)
    long = tuple(
        Series(key, f"{key}, 目前至少 and at least", values, color="level-3")
        for key in ("low", "high")
    )
    spec = ChartSpec(
        "radar", "Widest gap", ("a", "b", "c"), long, x_labels=("One\n一", "Two\n二", "Three\n三")
    )
    drawn = ET.fromstring(svg.radar(replace(spec, legend=True), 296, 240, 84))
    placed = {node.text: float(node.get("y")) for node in drawn.iter(f"{NS}text")}
    assert placed["一"] - placed["One"] == 14
    low, high = (placed[series.label] for series in long)
    assert high - low == 18
    short = (Series("now", "Now", values), Series("target", "Target", values))
    drawn = ET.fromstring(svg.radar(replace(spec, series=short, legend=True), 296, 240, 84))
    placed = {node.text: float(node.get("y")) for node in drawn.iter(f"{NS}text")}
    assert placed["Now"] == placed["Target"]


def test_words_of_a_singled_out_reading_find_a_place_off_the_other_readings():
    """The fault seen: "Aug 2026: 6.0, below the lower limit" printed over six readings."""
    days = tuple(50.0 if n == 29 else 15.0 + n * 29 % 70 for n in range(58))
    spec = ChartSpec(
        "line",
        "Days to close",
        tuple(map(str, range(58))),
        (Series("days", "Days", days, points=True),),
        rings=(Ring("days", 29, "Aug 2026: 50", "below the lower limit", "bad"),),
        minimum=0.0,
        maximum=100.0,
    )
    assert faults_of_drawing(svg.draw(spec, width=658, height=320)) == []


def test_a_note_in_two_languages_stands_on_two_lines_where_one_has_no_room():
    """The fault seen: a note of 277 pixels on a peak, in each of 19 charts of one document."""
    hours = tuple(62.0 if n == 22 else 37.0 + n % 9 for n in range(26))
    spec = ChartSpec(
        "line",
        "Downtime",
        tuple(map(str, range(52))),
        (Series("hours", "Hours", hours + (None,) * 26, points=True),),
        rings=(
            Ring(
                "hours", 6, "Mar 2025: 43.0", "explained, left out of limits\n已说明，控制限不计入"
            ),
        ),
        minimum=35.0,
        maximum=65.0,
    )
    drawn = svg.draw(spec, width=658, height=196)
    assert faults_of_drawing(drawn) == []
    texts = [node.text for node in ET.fromstring(drawn).iter(f"{NS}text")]
    assert texts[-2:] == ["explained, left out of limits", "已说明，控制限不计入"]


@given(
    st.lists(st.tuples(st.floats(0, 500), st.text("abcd 投产", max_size=30)), max_size=12),
    st.floats(0, 500),
)
def test_words_of_marks_touch_nothing(drawn, today):
    day = dt.date(2026, 1, 1)
    marks = [AxisMark(day, words, words) for _x, words in drawn]
    places = [x for x, _words in drawn]
    shown = with_words(marks, places, (0, 500), [today])
    spans = []
    for number, side in shown.items():
        ends = [BEHIND, BEHIND + text_width(said(marks[number]), SIZE)]
        spans.append(tuple(sorted(places[number] + side * end for end in ends)))
    for left, right in spans:
        assert left >= 0
        assert right <= 500
        assert not any(left <= x <= right for x in [*places, today])
    for one, other in itertools.combinations(spans, 2):
        assert one[1] < other[0] or other[1] < one[0]
    above = with_words(marks, places, (0, 500), [today], has_signs=False)
    ends = {number: text_width(said(marks[number]), SIZE) + BEHIND for number in above}
    spans = [sorted((places[at], places[at] + side * ends[at])) for at, side in above.items()]
    for one, other in itertools.combinations(spans, 2):
        assert one[1] < other[0] or other[1] < one[0]


def test_on_paper_the_start_of_production_is_named_in_the_thick_of_milestones():
    first, last = dt.date(2026, 10, 1), dt.date(2029, 9, 30)
    days = [dt.date(2027, 12, 27)] + [dt.date(2027, 10, 1) + dt.timedelta(9 * n) for n in range(18)]
    titles = ["Start of production, line 2"] + [f"Milestone {n}" for n in range(18)]
    marks = tuple(AxisMark(on, title, title) for on, title in zip(days, titles, strict=True))
    axis = TimeAxis(first, last, (), (), marks=marks, today=dt.date(2026, 11, 30))
    bars = (GanttBar("a", "Bar", first, last),)
    drawn = svg.gantt(Gantt(axis, (GanttPhase("Digitize", bars),)), width=658, label_width=240)
    assert faults_of_drawing(drawn) == []
    texts = [node.text for node in ET.fromstring(drawn).iter(f"{NS}text")]
    assert "Start of production, line 2" in texts
    assert drawn.count('class="axis-mark"') == 19


def test_marks_of_paper_keep_sign_and_name_where_words_have_no_room():
    first, last = dt.date(2026, 1, 1), dt.date(2028, 12, 31)
    marks = (
        AxisMark(dt.date(2027, 3, 1), "Start of production", "Start of production, 1 Mar 2027"),
        AxisMark(dt.date(2027, 3, 20), "CRA Art. 14", "CRA Art. 14, 20 Mar 2027", "law"),
    )
    bars = (GanttBar("a", "Bar", first, last),)
    axis = TimeAxis(first, last, (), (), marks=marks)
    drawn = svg.gantt(Gantt(axis, (GanttPhase("Digitize", bars),)), width=658, label_width=240)
    assert faults_of_drawing(drawn) == []
    assert drawn.count('class="axis-mark"') == 2
    texts = [node.text for node in ET.fromstring(drawn).iter(f"{NS}text")]
    assert "CRA Art. 14, 20 Mar 2027" in drawn
    assert {"Start of production", "CRA Art. 14"} <= set(texts)  # before the one, behind the other
    many = replace(axis, marks=marks * 3)
    drawn = svg.gantt(Gantt(many, (GanttPhase("Digitize", bars),)), width=658, label_width=240)
    assert faults_of_drawing(drawn) == []
    assert drawn.count('class="axis-mark"') == 6
