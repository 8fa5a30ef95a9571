"""Words in charts keep inside, off each other and off the lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from charts import svg
from charts.spec import ChartSpec, Dumbbell, DumbbellRow, ReferenceLine, Ring, Series
from charts.svg.labels import Labels, Spot
from charts.svg.widths import text_width

WORDS = ("lower limit 6.9",)
INSIDE = (0.0, 0.0, 400.0, 200.0)


def texts(drawing: str) -> dict[str, ET.Element]:
    return {
        "".join(found.itertext()): found
        for found in ET.fromstring(drawing).iter()
        if found.tag.endswith("text")
    }


def test_first_place_is_taken_when_all_are_free() -> None:
    assert Labels(INSIDE).place(WORDS, [Spot(10, 50), Spot(10, 90)]) == Spot(10, 50)


def test_second_words_stand_off_the_first() -> None:
    labels = Labels(INSIDE)
    labels.place(WORDS, [Spot(10, 50)])
    assert labels.place(WORDS, [Spot(20, 55), Spot(20, 80)]) == Spot(20, 80)


def test_words_keep_off_a_line() -> None:
    labels = Labels(INSIDE)
    labels.keep_off([(0, 50), (400, 50)])
    assert labels.place(WORDS, [Spot(10, 50), Spot(10, 70)]) == Spot(10, 70)


def test_words_keep_inside_even_on_a_line() -> None:
    labels = Labels(INSIDE)
    labels.keep_off([(0, 50), (400, 50)])
    assert labels.place(WORDS, [Spot(390, 20), Spot(300, 50, "start")]) == Spot(300, 50)
    assert labels.place(WORDS, [Spot(20, 90, "end"), Spot(200, 90, "end")]) == Spot(200, 90, "end")


def test_second_line_of_words_takes_room() -> None:
    assert Spot(10, 50, "end").area(("a", "abc")) == (10 - text_width("abc"), 42.5, 10, 72.5)


def test_words_of_a_target_at_the_top_stay_in_the_drawing() -> None:
    spec = ChartSpec(
        "line",
        "t",
        ("a", "b", "c"),
        (Series("readings", "r", (56.0, 60.0, 63.0)),),
        references=(ReferenceLine(66.0, "target 66.0", first=2, last=2),),
        rings=(Ring("readings", 0, "Feb 2025: 56.1", "below the lower limit", "bad"),),
    )
    found = texts(svg.draw(spec, width=658, height=268))
    assert float(found["target 66.0"].get("y", 0)) > 8
    ring = found["Feb 2025: 56.1"]
    assert (ring.get("text-anchor") or "start") == "start"
    assert "below the lower limit" in found


def test_words_of_a_ring_are_struck_by_no_limit() -> None:
    """The fault seen: "below the lower limit" with the limit drawn through it."""
    values = (59.2, 56.1, 60.9, 60.9, 60.6, 61.7, 61.3, 60.0, 61.3, 61.4, 61.7, 60.0)
    limits = (("upper", 63.9), ("mean", 60.4), ("lower", 56.9))
    spec = ChartSpec(
        "line",
        "t",
        tuple("abcdefghijkl"),
        (Series("readings", "r", values),),
        references=tuple(
            ReferenceLine(value, name, stroke="dotted", first=0, last=11, label_at=8)
            for name, value in limits
        ),
        rings=(Ring("readings", 1, "Feb 2025: 56.1", "below the lower limit", "bad"),),
    )
    drawing = svg.draw(spec, width=658, height=236)
    heights = [
        float(el.get("y1", 0))
        for el in ET.fromstring(drawing).iter()
        if el.get("data-reference") is not None
    ]
    assert len(heights) == 3
    for text in ("Feb 2025: 56.1", "below the lower limit"):
        middle = float(texts(drawing)[text].get("y", 0)) - 4
        assert all(abs(height - middle) > 7 for height in heights)


def test_ring_without_words_is_only_a_ring() -> None:
    spec = ChartSpec(
        "line", "t", ("a",), (Series("r", "r", (1.0,)),), rings=(Ring("r", 0, "", "", "bad"),)
    )
    assert not [text for text in texts(svg.draw(spec)) if "bad" in text]


def test_number_of_the_target_stands_off_the_value() -> None:
    rows = (
        DumbbellRow("same", 2.3, 2.3),
        DumbbellRow("below", 3.0, 2.9),
        DumbbellRow("open", None, 4.0),
    )
    drawing = svg.dumbbell(Dumbbell(rows, "t", "d"), width=314)
    circles = [
        float(dot.get("cx", 0))
        for dot in ET.fromstring(drawing).iter()
        if dot.tag.endswith("circle")
    ]
    found = texts(drawing)
    numbers = [
        el for el in ET.fromstring(drawing).iter() if el.tag.endswith("text") and el.text == "2.3"
    ]
    assert max(float(el.get("x", 0)) for el in numbers) - circles[0] >= 15
    assert circles[1] - float(found["2.9"].get("x", 0)) - text_width("2.9") >= 11
    assert "4.0" in found
