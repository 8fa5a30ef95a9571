from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.utils import translation

from calendars.models import PlantMilestone
from charts.levels import HEX
from core.wording.dates import day
from interchange.exporters.pictures import drawn, plan_png, plan_svg
from roadmap.selectors.plan import plan
from roadmap.services.gates import add_condition
from tests.factories.indicators import follow
from tests.factories.roadmap import make_bar
from tests.interchange.conftest import TODAY

pytestmark = pytest.mark.django_db
SHORN = re.compile(r"<text[^>]*>[^<]*</text>")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def loaded(at, roadmap):
    return plan(at.plant, today=TODAY)


def size_of(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_the_drawing_needs_no_other_file(loaded):
    text = plan_svg(loaded)
    root = ET.fromstring(text)
    assert "href" not in text
    assert "url(" not in text
    assert "var(" not in text
    shapes = [one for name in ("rect", "path", "text") for one in root.iter(f"{SVG}{name}")]
    assert len(shapes) > 60
    assert all(one.get("fill") or one.get("stroke") for one in shapes)  # colors without a sheet
    used = {one.get("fill") for one in shapes} - {None, "none"}
    assert used <= set(HEX.values())


def test_every_bar_and_milestone_is_drawn_with_its_name(loaded):
    names = {one.text for one in ET.fromstring(plan_svg(loaded)).iter(f"{SVG}title")}
    for row in loaded.initiatives:
        assert any(name.startswith(row.title["en"]) for name in names)
    for stone in loaded.milestones:
        assert any(name.startswith(stone.title) for name in names)


def test_the_picture_is_twice_the_drawing_on_white(loaded):
    root = ET.fromstring(plan_svg(loaded))
    png = plan_png(loaded)
    wide, high = size_of(png)
    assert wide == round(float(root.get("width")) * 2)
    assert abs(high - float(root.get("height")) * 2) <= 1
    assert len(png) > 20_000  # something is drawn on it


def test_words_of_both_languages_are_drawn(loaded):
    """Letters without a typeface would be left out: what remains of the picture would be small."""
    sizes = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            bare = SHORN.sub("", plan_svg(loaded))
            sizes[language] = (len(plan_png(loaded)), len(drawn(bare)))
    assert all(whole > 1.5 * shorn for whole, shorn in sizes.values())


def test_a_large_plan_is_drawn_less_sharp(at, roadmap):
    for number in range(120):
        make_bar(roadmap, f"More {number}", TODAY, TODAY)
    loaded = plan(at.plant, today=TODAY)
    root = ET.fromstring(plan_svg(loaded))
    wide, high = size_of(plan_png(loaded))
    assert wide * high < 8_100_000
    assert float(root.get("width")) <= wide < 2 * float(root.get("width"))


@pytest.mark.parametrize(
    ("language", "title", "made", "gate"),
    [
        ("en", "Johor Bahru: Roadmap by phase", "made ", "behind a closed gate"),
        ("zh-hans", "新山：分阶段路线图", "制作于", "位于尚未打开的关口之后"),
    ],
)
def test_the_picture_says_whose_it_is_of_when_and_what_its_marks_mean(
    at, roadmap, language, title, made, gate
):
    at.plant.local_name = "新山"
    with translation.override(language):
        bare = list(ET.fromstring(plan_svg(plan(at.plant, today=TODAY))).itertext())
        assert title in bare
        assert made + day(TODAY) in bare
        assert not any(gate in text for text in bare)
        (row,) = follow(at.plant, "DQ-07", by=at.people["cio"])
        values = {"phase": "integrate", "plant_indicator": row, "side": "", "bound_value": 90}
        add_condition(roadmap=roadmap, values=values, by=at.people["cio"])
        stone = PlantMilestone.objects.create(
            plant=at.plant, title="SOP", planned_on=date(2027, 12, 1)
        )
        make_bar(
            roadmap,
            "Hangs",
            date(2027, 2, 1),
            date(2027, 6, 30),
            phase="integrate",
            due_milestone=stone,
        )
        root = ET.fromstring(plan_svg(plan(at.plant, today=TODAY)))
        texts = list(root.itertext())
    assert gate in texts
    words = {"en": "last responsible start, red where", "zh-hans": "最迟启动日，晚于"}[language]
    assert any(text.startswith(words) for text in texts)
    assert root.findall(f".//{SVG}g[@class='last-start']")
    high = float(root.get("height"))
    places = [float(one.get("y")) for one in root.iter(f"{SVG}text")]
    assert max(places) < high
