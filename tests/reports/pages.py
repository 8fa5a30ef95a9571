"""What is wrong with the pages of a document, found in its boxes and drawings.

Used by the tests and by `scripts/contact_sheets.py`.
"""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf

from charts.svg.widths import text_width

LEAST_INK = 0.25
SLACK = 1.0  # pixels by which a box may stand out
DOT = 2.0  # of the 3 pixels of a dot, so much may not be covered
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
OURS = re.compile("^(Inter|Noto-Sans-CJK-SC|Noto-Sans-Thai)")
WORD, ENDS = re.compile("[A-Za-z]+"), re.compile("[A-Za-z]+$")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Fault:
    """What is wrong on a page; page 0 is the whole document."""

    page: int
    text: str

    def __str__(self) -> str:
        return f"p. {self.page}: {self.text}" if self.page else self.text


def page_faults(document: Any) -> list[Fault]:
    """Return boxes beyond the text of a page, and pages with little on them.

    Args:
        document: as `reports.rendering.pdf.set_pages` returns it.
    """
    faults = []
    for number, page in enumerate(document.pages, start=1):
        box = page._page_box
        if box.page_type.name == "cover":
            continue
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        for inner in contents(box):
            x, y = inner.position_x, inner.position_y
            wide, high = extent(inner)
            if wide <= 0 or high <= 0:
                continue
            if x + wide > right + SLACK or x < left - SLACK:
                faults.append(Fault(number, f"beside the text: {said(inner)!r}"))
            if y + high > bottom + SLACK:
                faults.append(Fault(number, f"below the text: {said(inner)!r}"))
        faults += [Fault(number, f"beyond its cell: {text!r}") for text in beyond_cells(box)]
        faults += [Fault(number, f"broken inside: {text!r}") for text in broken_words(box)]
        ink = ink_of(page)
        if ink < LEAST_INK:
            faults.append(Fault(number, f"{ink:.0%} ink"))
    return faults


def beyond_cells(page: Any) -> Iterator[str]:
    """Yield the words that run out of their cell, over the words of the next one."""
    for cell in page.children[0].descendants():
        if type(cell).__name__ != "TableCellBox":
            continue
        left, right = cell.position_x, cell.position_x + cell.border_width()
        for box in cell.descendants():
            if type(box).__name__ == "TextBox" and box.text.strip():
                ends = box.position_x + extent(box)[0]
                if ends > right + SLACK or box.position_x < left - SLACK:
                    yield said(box)


def broken_words(page: Any) -> Iterator[str]:
    """Yield the words of cells that go on in the next line without a sign: "Reache/s"."""
    for cell in page.children[0].descendants():
        if type(cell).__name__ != "TableCellBox":
            continue
        words = set(WORD.findall("".join(cell.element.itertext())))
        lines = [
            "".join(box.text for box in line.descendants() if type(box).__name__ == "TextBox")
            for line in cell.descendants()
            if type(line).__name__ == "LineBox"
        ]
        for line, below in itertools.pairwise(lines):
            last, first = ENDS.search(line), WORD.match(below)
            if last and first and last[0] + first[0] in words:
                yield f"{last[0]}/{first[0]}"


def ink_of(page: Any) -> float:
    """Return down to which share of its height a page is filled."""
    box = page._page_box
    ends = [
        inner.position_y + extent(inner)[1] for inner in contents(box) if min(extent(inner)) > 0
    ]
    return (max(ends, default=box.content_box_y()) - box.content_box_y()) / box.height


def lone_headings(document: Any) -> list[Fault]:
    """Return headings, or the words under them, that end a page: what they announce is elsewhere."""
    faults = []
    for number, page in enumerate(document.pages[:-1], start=1):
        texts = [box for box in contents(page._page_box) if type(box).__name__ == "TextBox"]
        *_, last = texts or [None]
        if last is not None and last.element_tag in ("h1", "h2", "h3"):
            faults.append(Fault(number, f"ends with the heading {said(last)!r}"))
        elif last is not None and "intro" in (last.element.get("class") or "").split():
            faults.append(Fault(number, f"ends with the words under a heading: {said(last)!r}"))
    return faults


def contents(page: Any) -> Iterator[Any]:
    """Yield the words and drawings of a page, without its running head and foot."""
    for box in page.children[0].descendants():
        if type(box).__name__ in ("TextBox", "InlineReplacedBox", "BlockReplacedBox"):
            yield box


def extent(box: Any) -> tuple[float, float]:
    """Return width and height of a box."""
    return float(box.width or 0), float(box.height or 0)


def said(box: Any) -> str:
    """Return what a box says, or what it is."""
    return getattr(box, "text", None) or type(box).__name__


def drawing_faults(markup: str) -> list[Fault]:
    """Return words of drawings that stand outside of them or on each other."""
    return [
        Fault(0, text) for drawing in DRAWING.findall(markup) for text in faults_of_drawing(drawing)
    ]


def faults_of_drawing(drawing: str) -> list[str]:
    """Return the words of one drawing that are cut off, or that touch others."""
    root = ET.fromstring(drawing)
    if root.get("class") == "sea":
        return []
    _x, _y, width, height = (float(part) for part in root.get("viewBox").split())
    faults, placed = [], []
    readings: list[tuple[float, float]] = []  # drawn so far: what is drawn later lies on them
    for node in root.iter():
        if node.get("data-index") and node.tag == f"{SVG}circle":
            readings.append((float(node.get("cx")), float(node.get("cy"))))
        if node.tag != f"{SVG}text":
            continue
        text = node.text or ""
        if not text.strip():
            continue
        left, top, right, bottom = place = area(node)
        if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK:
            faults.append(f"cut off in a drawing: {text!r}")
        faults += [
            f"on each other in a drawing: {text!r}, {other!r}"
            for other, taken in placed
            if touch(place, taken)
        ]
        faults += [
            f"on a reading in a drawing: {text!r}" for x, y in readings if inside(x, y, place)
        ]
        placed.append((text, place))
    return faults


def inside(x: float, y: float, place: Area) -> bool:
    """Return whether the dot of a reading, 3 pixels around its point, is covered by words."""
    left, top, right, bottom = place
    return left - DOT < x < right + DOT and top - DOT < y < bottom + DOT


Area = tuple[float, float, float, float]


def area(node: ET.Element) -> Area:
    """Return left, top, right and bottom of a text; its baseline is a third below its middle."""
    size = float(node.get("font-size", "12"))
    bold = int(node.get("font-weight", "400")) >= 500
    wide = text_width(node.text or "", size, bold=bold)
    x, y = float(node.get("x")), float(node.get("y"))
    shift = {"middle": wide / 2, "end": wide}.get(node.get("text-anchor", "start"), 0.0)
    return x - shift, y - size * 0.74, x - shift + wide, y + size * 0.1


def touch(one: Area, two: Area) -> bool:
    """Return whether two areas overlap by more than a hair."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide > SLACK and high > SLACK


def glyph_faults(data: bytes) -> list[Fault]:
    """Return the pages that use a typeface of the system, or say that a glyph is missing."""
    faults = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, start=1):
        fonts = page.get("/Resources", {}).get("/Font", {}).values()
        names = {str(font.get_object()["/BaseFont"])[1:].partition("+")[2] for font in fonts}
        faults += [Fault(number, f"typeface {name}") for name in names if not OURS.match(name)]
        if "\ufffd" in page.extract_text():
            faults.append(Fault(number, "lost glyph"))
    return faults
