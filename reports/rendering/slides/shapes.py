"""What stands on a slide, and its DrawingML: words, boxes, marks, tables. Points of 1/72 inch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from charts.levels import HEX
from charts.svg.marks import safe

EMU = 12_700  # of a point
LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
Align = Literal["l", "ctr", "r"]
Geometry = Literal["rect", "roundRect", "diamond", "triangle", "line"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whose lines are parted by line breaks; `color` is a token of the drawings.

    `before` is the room above it, in points.
    """

    text: str
    size: float = 14
    color: str = "ink"
    is_bold: bool = False
    align: Align = "l"
    before: float = 0


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on the slide, from its upper left corner."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class TextBox:
    """Paragraphs; the box of a title is the slide's title."""

    place: Box
    words: tuple[Paragraph, ...]
    name: str = ""
    is_title: bool = False
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn shape with its words for a listener.

    Attributes:
        kind: preset geometry.
        fill: token of the area; empty for none.
        stroke: token of the edge; empty for none.
        name: what it is.
    """

    place: Box
    kind: Geometry
    fill: str = ""
    stroke: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row is its head.

    Attributes:
        place: where it stands; its height follows from the rows.
        columns: widths.
        rows: cells of each row.
        row_height: the least.
        name: what it is.
        has_total: whether the last row sums up those before.
        heights: the least of each row, where they differ.
    """

    place: Box
    columns: tuple[float, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    row_height: float = 24
    name: str = ""
    has_total: bool = False
    heights: tuple[float, ...] = ()


Element = TextBox | Shape | Grid


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: everything on it, its title first."""

    elements: tuple[Element, ...]

    @property
    def title(self) -> str:
        """The words of its title."""
        boxes = (one for one in self.elements if isinstance(one, TextBox) and one.is_title)
        return " ".join(words.text for box in boxes for words in box.words)


def element_xml(element: Element, number: int, lang: str) -> str:
    """Return an element as it stands in the tree of its slide."""
    if isinstance(element, TextBox):
        return _text_box(element, number, lang)
    return _grid(element, number, lang) if isinstance(element, Grid) else _shape(element, number)


def run_fonts() -> str:
    """Return the typefaces of a run: Chinese has its own, which programs then use."""
    return f'<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/>'


def color(token: str) -> str:
    """Return a fill in the color of a token."""
    return f'<a:solidFill><a:srgbClr val="{HEX[token].lstrip("#")}"/></a:solidFill>'


def _emu(points: float) -> int:
    return round(points * EMU)


def _frame(place: Box, tag: str) -> str:
    return (
        f'<{tag}:xfrm><a:off x="{_emu(place.x)}" y="{_emu(place.y)}"/>'
        f'<a:ext cx="{_emu(place.wide)}" cy="{_emu(place.high)}"/></{tag}:xfrm>'
    )


def _text_box(box: TextBox, number: int, lang: str) -> str:
    holder = '<p:nvPr><p:ph type="title"/></p:nvPr>' if box.is_title else "<p:nvPr/>"
    kind = "<p:cNvSpPr/>" if box.is_title else '<p:cNvSpPr txBox="1"/>'
    fill = color(box.fill) if box.fill else "<a:noFill/>"
    name = safe(box.name or f"Text {number}")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>{kind}{holder}</p:nvSpPr>'
        f'<p:spPr>{_frame(box.place, "a")}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}'
        "</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle/>{_paragraphs(box.words, lang)}</p:txBody></p:sp>"
    )


def _paragraphs(words: Iterable[Paragraph], lang: str) -> str:
    return "".join(_paragraph(one, lang) for one in words) or "<a:p/>"


def _paragraph(words: Paragraph, lang: str) -> str:
    other = "en-US" if lang == "zh-CN" else "zh-CN"
    look = f'lang="{lang}" altLang="{other}" sz="{round(words.size * 100)}" b="{words.is_bold:d}"'
    inner = f"{color(words.color)}{run_fonts()}"
    runs = "<a:br/>".join(
        f"<a:r><a:rPr {look}>{inner}</a:rPr><a:t>{safe(line)}</a:t></a:r>"
        for line in words.text.split("\n")
    )
    room = f'<a:spcBef><a:spcPts val="{round(words.before * 100)}"/></a:spcBef>'
    return f'<a:p><a:pPr algn="{words.align}">{room}</a:pPr>{runs}</a:p>'


def _shape(shape: Shape, number: int) -> str:
    fill = color(shape.fill) if shape.fill else "<a:noFill/>"
    edge = (
        f'<a:ln w="12700">{color(shape.stroke)}</a:ln>'
        if shape.stroke
        else "<a:ln><a:noFill/></a:ln>"
    )
    name = safe(shape.name or f"Shape {number}")
    told = f' descr="{name}"' if shape.name else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"{told}/><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{_frame(shape.place, "a")}<a:prstGeom prst="{shape.kind}"><a:avLst/>'
        f"</a:prstGeom>{fill}{edge}</p:spPr></p:sp>"
    )


def _grid(grid: Grid, number: int, lang: str) -> str:
    widths = "".join(f'<a:gridCol w="{_emu(wide)}"/>' for wide in grid.columns)
    rows = "".join(_row(grid, place, lang) for place in range(len(grid.rows)))
    high = sum(_heights(grid))
    place = Box(grid.place.x, grid.place.y, sum(grid.columns), high)
    name = safe(grid.name or f"Table {number}")
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{name}" descr="{name}"/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f"</p:nvGraphicFramePr>{_frame(place, 'p')}<a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="1"/><a:tblGrid>{widths}</a:tblGrid>{rows}</a:tbl>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(grid: Grid, place: int, lang: str) -> str:
    is_strong = place == 0 or (grid.has_total and place == len(grid.rows) - 1)
    edge = f'<a:lnB w="9525">{color("edge" if is_strong else "line")}</a:lnB>'
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    cells = "".join(
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{_paragraph(words, lang)}</a:txBody>"
        f'<a:tcPr marL="38100" marR="38100" marT="25400" marB="25400" anchor="ctr">{none}{edge}'
        "<a:noFill/></a:tcPr></a:tc>"
        for words in grid.rows[place]
    )
    return f'<a:tr h="{_emu(_heights(grid)[place])}">{cells}</a:tr>'


def _heights(grid: Grid) -> tuple[float, ...]:
    return grid.heights or (grid.row_height,) * len(grid.rows)
