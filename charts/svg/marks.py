"""Marks of a drawing: each carries a class for the screen and a hex value for the PDF."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from charts.levels import HEX, level_text_hex
from charts.spec import Series
from charts.svg.widths import text_width

# No blanks: WeasyPrint's drawings know no family whose name stands behind one.
FONT = "Inter,'Noto Sans CJK SC','Noto Sans Thai',sans-serif"
DASHES = {"dashed": "5 3", "dotted": "2 3"}
MINUS = "\u2212"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE = re.compile("[&<>\"'" + _ILLEGAL.pattern[1:])  # what `safe` has to look at

Attribute = str | float | int | None


def safe(text: object) -> str:
    """Escape a text for markup and drop characters that XML does not allow."""
    shown = str(text)
    return escape(_ILLEGAL.sub("", shown), quote=True) if _UNSAFE.search(shown) else shown


def short(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def figure(value: float, decimals: int = 1) -> str:
    """Write a value for people: thousands separated, a true minus."""
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", MINUS)


@lru_cache(maxsize=256)  # the same few names, thousands of times in a drawing
def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def mark(
    name: str,
    content: str = "",
    /,
    *,
    fill: Attribute = None,
    stroke: Attribute = None,
    css: Attribute = None,
    **attributes: Attribute,
) -> str:
    """Write one element.

    Args:
        name: Element name.
        content: Markup inside; texts must have passed `safe`.
        fill: Color token of the area; `none` for no fill, `text:level-2` for the text on a level.
        stroke: Color token of the line.
        css: Further classes.
        attributes: Others; underscores become hyphens, none values are left out.

    Returns:
        The markup.
    """
    return _element(name, content, "", fill, stroke, css, attributes)


def _element(
    name: str,
    content: str,
    place: str,
    fill: Attribute,
    stroke: Attribute,
    css: Attribute,
    attributes: Mapping[str, Attribute],
) -> str:
    """Write one element; `place` is where it stands, written already."""
    parts = [_beginning(name, fill, stroke, css), place]
    for key, value in attributes.items():
        if value is not None:
            shown = short(value) if isinstance(value, float) else safe(value)
            parts.append(f' {_spelled(key)}="{shown}"')
    parts.append(f">{content}</{name}>")
    return "".join(parts)


@lru_cache(maxsize=1024)  # a drawing has a thousand elements of some thirty kinds
def _beginning(name: str, fill: Attribute, stroke: Attribute, css: Attribute) -> str:
    classes, paint = [str(css)] if css else [], ""
    area, edge = str(fill or ""), str(stroke or "")
    if area.startswith("text:"):
        level = area.removeprefix("text:")
        classes.append(f"text-{level}")
        paint += f' fill="{level_text_hex(level)}"'
    elif area:
        classes.append(f"fill-{area}")
        paint += f' fill="{"none" if area == "none" else HEX[area]}"'
    if edge:
        classes.append(f"stroke-{edge}")
        paint += f' stroke="{HEX[edge]}"'
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{name}{named}{paint}"


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    stroke: Attribute = None,
    css: Attribute = None,
    **more: Attribute,
) -> str:
    """Write a rectangle; a negative width or height counts as none."""
    wide, high = short(max(0.0, width)), short(max(0.0, height))
    place = f' x="{short(x)}" y="{short(y)}" width="{wide}" height="{high}"'
    return _element("rect", "", place, fill, stroke, css, more)


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    stroke: str,
    *,
    css: Attribute = None,
    **more: Attribute,
) -> str:
    """Write a straight line."""
    place = f' x1="{short(x1)}" y1="{short(y1)}" x2="{short(x2)}" y2="{short(y2)}"'
    return _element("line", "", place, None, stroke, css, more)


def words(
    x: float,
    y: float,
    text: object,
    fill: str = "ink-3",
    size: float = 12,
    *,
    css: Attribute = None,
    **more: Attribute,
) -> str:
    """Write a text whose vertical middle is at y, as real text."""
    shown = short(size) if isinstance(size, float) else size
    place = f' x="{short(x)}" y="{short(y + size * 0.36)}" font-size="{shown}"'
    return _element("text", safe(text), place, fill, None, css, more)


def circle(x: float, y: float, radius: float, fill: str, **more: Attribute) -> str:
    """Write a circle."""
    return mark("circle", fill=fill, cx=float(x), cy=float(y), r=float(radius), **more)


def diamond(
    x: float, y: float, radius: float, fill: str, stroke: str = "ink", **more: Attribute
) -> str:
    """Write a diamond around a point."""
    d = f"M{short(x)} {short(y - radius)}l{short(radius)} {short(radius)}"
    d += f"l{short(-radius)} {short(radius)}l{short(-radius)} {short(-radius)}z"
    return mark("path", fill=fill, stroke=stroke, d=d, stroke_width=1.5, **more)


def tick(x: float, y: float, stroke: str = "ink-2") -> str:
    """Write a drawn tick around a point; no glyph, because no font of the PDF has one."""
    d = f"M{short(x - 4)} {short(y)}l3 3 5.5-6"
    return mark("path", fill="none", stroke=stroke, d=d, stroke_width=1.6)


def warning(x: float, y: float, radius: float = 7) -> str:
    """Write the warning sign around a point."""
    top, base = y - radius, y + radius * 0.8
    triangle = f"M{short(x)} {short(top)}L{short(x + radius)} {short(base)}H{short(x - radius)}Z"
    bar = f"M{short(x)} {short(y - radius * 0.3)}v{short(radius * 0.45)}"
    return (
        mark(
            "path",
            fill="surface",
            stroke="bad",
            d=triangle,
            stroke_width=1.5,
            stroke_linejoin="round",
        )
        + mark("path", fill="none", stroke="bad", d=bar, stroke_width=1.5, stroke_linecap="round")
        + circle(x, y + radius * 0.48, 0.9, "bad")
    )


def path(points: Iterable[tuple[float, float] | None]) -> str:
    """Return path data through points; a gap starts anew."""
    parts, pen_up = [], True
    for point in points:
        if point is None:
            pen_up = True
            continue
        parts.append(f"{'M' if pen_up else 'L'}{short(point[0])} {short(point[1])}")
        pen_up = False
    return "".join(parts)


def polygon_data(points: Iterable[tuple[float, float]]) -> str:
    """Return closed path data through points."""
    data = path(points)
    return f"{data}Z" if data else ""


def legend(
    entries: Iterable[tuple[Series, bool]],
    left: float,
    y: float,
    *,
    length: float = 18,
    gap: float = 20,
) -> str:
    """Name series in a row below a chart.

    Args:
        entries: Each series, and whether its key is a filled box instead of its line.
        left: Where the row begins.
        y: Middle of the row.
        length: Length of a line's key; the words of every entry begin 6 behind it.
        gap: Room between two entries.
    """
    body, x = "", left
    for series, boxed in entries:
        if boxed:
            body += rect(x, y - 5, 14, 10, series.color, rx=2)
        else:
            dashes = DASHES.get(series.stroke)
            body += line(x, y, x + length, y, series.color, stroke_width=2, stroke_dasharray=dashes)
        body += words(x + length + 6, y, series.label)
        x += length + 6 + text_width(series.label) + gap
    return body


def legend_rows(
    entries: Iterable[tuple[Series, bool]], room: float, *, length: float = 18, gap: float = 20
) -> list[list[tuple[Series, bool]]]:
    """Return the entries of a legend in rows that fit a width; see `legend`."""
    rows: list[list[tuple[Series, bool]]] = []
    taken = room
    for entry in entries:
        wide = length + 6 + text_width(entry[0].label)
        if not rows or taken + gap + wide > room:
            rows.append([])
            taken = -gap
        rows[-1].append(entry)
        taken += gap + wide
    return rows


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return round values that span a range.

    Args:
        low: Lowest value to cover.
        high: Highest value to cover.
        wanted: About how many steps.

    Returns:
        Ascending values at steps of 1, 2, 2.5 or 5 times a power of ten.
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / max(1, wanted)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def drawing(
    width: float,
    height: float,
    body: str,
    *,
    title: str = "",
    description: str = "",
    css: str = "",
) -> str:
    """Wrap marks into a drawing with its title and description."""
    head = f"<title>{safe(title)}</title>" if title else ""
    head += f"<desc>{safe(description)}</desc>" if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart{" " + css if css else ""}" '
        f'viewBox="0 0 {short(width)} {short(height)}" width="{short(width)}" height="{short(height)}" '
        f'font-family="{FONT}">{head}{body}</svg>'
    )
