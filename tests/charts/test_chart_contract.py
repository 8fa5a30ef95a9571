"""One description, two engines: both show the same numbers in the same places."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from charts import plotly, svg
from charts.levels import HEX
from charts.spec import ChartSpec
from charts.svg.axes import frame
from config import styleguide_drawings as sample

NS = "{http://www.w3.org/2000/svg}"
WITH_AXES = [sample.control(), sample.curve(), sample.bars()]
ALL = [*WITH_AXES, sample.star()]


def drawn(spec: ChartSpec) -> dict[str, list[float | None]]:
    root = ET.fromstring(svg.draw(spec))
    return {
        node.get("data-series", ""): [
            None if word == "-" else float(word) for word in node.get("data-values", "").split()
        ]
        for node in root.iter(f"{NS}g")
        if node.get("data-series")
    }


def traces(spec: ChartSpec) -> dict[str, list[float | None]]:
    found = {trace["uid"]: trace for trace in plotly.figure(spec)["data"]}
    key = "r" if spec.kind == "radar" else "y"
    return {series.key: found[series.key][key][: len(series.values)] for series in spec.series}


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.title)
def test_both_engines_hold_the_same_numbers(spec: ChartSpec) -> None:
    wanted = {series.key: list(series.values) for series in spec.series}
    assert drawn(spec) == wanted
    assert traces(spec) == wanted


@pytest.mark.parametrize("spec", WITH_AXES, ids=lambda spec: spec.title)
def test_points_stand_where_their_values_say(spec: ChartSpec) -> None:
    root = ET.fromstring(svg.draw(spec))
    box = frame(spec)
    checked = 0
    for node in root.iter():
        if node.get("data-index") is None:
            continue
        value = float(node.get("data-value", "nan"))
        if node.tag == f"{NS}circle":
            assert box.value(float(node.get("cy", "0"))) == pytest.approx(value, abs=0.05)
        else:
            top = float(node.get("y", "0"))
            edge = top if value >= 0 else top + float(node.get("height", "0"))
            assert box.value(edge) == pytest.approx(value, abs=0.05)
        checked += 1
    shown = [item for item in spec.series if item.points or spec.kind == "bar"]
    assert checked == sum(value is not None for item in shown for value in item.values)


def test_level_lines_and_ranges_agree() -> None:
    spec = sample.control()
    root = ET.fromstring(svg.draw(spec))
    lines = [
        float(node.get("data-reference", "nan"))
        for node in root.iter()
        if node.get("data-reference")
    ]
    layout = plotly.figure(spec)["layout"]
    assert lines == [s["y0"] for s in layout["shapes"] if s["type"] == "line"]
    assert lines == [reference.value for reference in spec.references]
    assert layout["yaxis"]["range"] == [frame(spec).low, frame(spec).high]


def test_heat_map_agrees() -> None:
    spec = sample.heat()
    root = ET.fromstring(svg.heat_map(spec))
    cells = [
        float(node.get("data-value", "nan"))
        for node in root.iter(f"{NS}rect")
        if node.get("data-value")
    ]
    z = plotly.figure(spec)["data"][0]["z"]
    assert cells == [value for row in z for value in row if value is not None]


@pytest.mark.parametrize("spec", [*ALL, sample.heat()], ids=lambda spec: spec.title)
def test_figure_is_json_and_names_only_tokens(spec: ChartSpec) -> None:
    text = json.dumps(plotly.figure(spec))
    assert "#" not in text
    for part in text.split('"token:')[1:]:
        name = part.split('"')[0].split("/")[0].removeprefix("on-")
        assert name in HEX or name == "raised", name


@pytest.mark.parametrize("spec", [*ALL, sample.heat()], ids=lambda spec: spec.title)
def test_no_web_gl_and_no_maps(spec: ChartSpec) -> None:
    kinds = {trace["type"] for trace in plotly.figure(spec)["data"]}
    assert kinds <= {"scatter", "bar", "scatterpolar", "heatmap"}
