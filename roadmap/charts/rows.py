"""A row of the drawing: its name, its cost, its bar and its milestones, and the links between rows."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date

from charts.svg.gantt import STONES, gate_bracket, last_start
from charts.svg.marks import circle, diamond, mark, safe, short, tick, warning, words
from charts.timeline import MilestoneState
from roadmap.charts.axis import box, share

ROW, GROUP, BAR = 36, 40, 18  # heights [px]; those of rows stand in roadmap.css as well
MIDDLE = ROW / 2
THIN = 0.25  # percent: a bar of one day is seen
CLEAR = 6.0  # percent from the left end, within which nothing stands before a bar
WIDE = 1000  # of the drawing of links, which is stretched to the width of the axis
ELBOW = 7.0


@dataclass(frozen=True, slots=True)
class DrawnStone:
    """A milestone: its place [percent], what is said of it, and whether it is reached or signed."""

    key: int
    at: float
    label: str
    state: MilestoneState


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """An initiative as the page draws it; two that are equal look the same.

    Attributes:
        label: its name; `side` is the number beside it.
        name: its sentence for a listener.
        left: where its bar begins [percent]; it ends at `right`.
        progress: percent done; `share` says it in words and is empty at none.
        is_over: finished or stopped.
        is_broken: a rule is broken.
        is_critical: on the critical path.
        is_gated: the gate of its phase is closed.
        version: the one that an editor of the row names.
        runs_on: whether it begins before the axis, and whether it ends behind it.
        tips: ends of links at the bar: place [percent], whether it enters at the end of the bar,
            whether the link is broken.
        late_start: place [percent] and words of the last responsible start; None where nothing is due.
    """

    key: int
    label: str
    side: str
    name: str
    href: str
    left: float
    right: float
    start: date
    end: date
    version: int
    progress: int
    share: str
    is_over: bool
    is_broken: bool
    is_critical: bool
    is_gated: bool
    runs_on: tuple[bool, bool]
    stones: tuple[DrawnStone, ...]
    tips: tuple[tuple[float, bool, bool], ...]
    late_start: tuple[float, str] | None = None

    @property
    def state(self) -> str:
        """A short mark of all that is drawn: another one when anything is different."""
        return mark_of(repr(self))


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A link between two rows, by their keys."""

    key: int
    before: int
    after: int
    kind: str
    is_broken: bool


def mark_of(text: str) -> str:
    """Return a short mark of a text."""
    return format(zlib.crc32(text.encode()), "x")


def row(drawn: DrawnRow, *, may_edit: bool, is_first: bool = False, oob: bool = False) -> str:
    """Return the markup of a row.

    Args:
        drawn: the row.
        may_edit: its bar is a button that the script moves.
        is_first: it is the one of all bars that the Tab key reaches.
        oob: it replaces the row of its name on the page.
    """
    swap = ' hx-swap-oob="true"' if oob else ""
    stop = "0" if is_first else "-1"
    broken = " broken" if drawn.is_broken else ""
    return (
        f'<div class="gantt-row{broken}" id="row-{drawn.key}" data-state="{drawn.state}"{swap}>'
        f'<div class="gantt-label">{_choice(drawn) if may_edit else ""}<a class="gantt-name" id="name-{drawn.key}"'
        f' href="{safe(drawn.href)}">{safe(drawn.label)}</a>'
        f'<span class="num">{safe(drawn.side)}</span></div>'
        f'<svg class="lane" height="{ROW}">{_tips(drawn)}{_bar(drawn, stop if may_edit else "")}'
        f"{_late_start(drawn)}{_stones(drawn)}</svg></div>"
    )


def _choice(drawn: DrawnRow) -> str:
    """Draw the box that chooses a row for a change of several; the Tab key passes it by."""
    return (
        f'<input type="checkbox" class="pick" form="bulk" name="chosen" tabindex="-1"'
        f' value="{drawn.key}:{drawn.version}" aria-labelledby="name-{drawn.key}">'
    )


def _bar(drawn: DrawnRow, stop: str) -> str:
    top = MIDDLE - BAR / 2
    body = _whole(top, "bar-done" if drawn.is_over else "bar")
    if drawn.is_over:
        body += tick(13, MIDDLE)
    elif drawn.progress:
        body += _whole(top, "accent", width=f"{min(100, drawn.progress)}%")
    body += _beside(drawn) + _runs_on(drawn)
    if drawn.is_broken:
        body += _whole(top, "none", stroke="bad", stroke_width=2)
    elif drawn.is_critical:
        body += _whole(top, "none", stroke="accent", stroke_width=1.5)
    if drawn.is_gated:
        body += gate_bracket(0, MIDDLE, BAR)
    right = max(drawn.right, drawn.left + THIN)
    named = f"<title>{safe(drawn.name)}</title>"
    if not stop:
        return mark("g", named + box(drawn.left, right, body), css="gantt-bar")
    return mark(
        "g",
        named + box(drawn.left, right, body + _grips(top)),
        css="gantt-bar",
        id=f"bar-{drawn.key}",
        role="button",
        tabindex=stop,
        aria_label=drawn.name,
        data_id=drawn.key,
        data_start=drawn.start.isoformat(),
        data_end=drawn.end.isoformat(),
        data_version=drawn.version,
    )


def _whole(top: float, fill: str, **more: str | float) -> str:
    """Draw a box as wide as the bar, or a part of it."""
    own = {"width": "100%", "y": short(top), "height": BAR, "rx": 4, **more}
    return mark("rect", fill=fill, **own)


def _grips(top: float) -> str:
    body = "".join(
        mark(
            "rect",
            fill="none",
            css=f"grip grip-{name}",
            x=x,
            y=short(top - 3),
            width=10,
            height=BAR + 6,
            transform="translate(-5 0)",
            pointer_events="all",
        )
        for name, x in (("start", "0"), ("end", "100%"))
    )
    dot = circle(0, MIDDLE, 4.5, "surface", stroke="accent", css="grip-link", stroke_width=1.5)
    return body + mark(
        "svg", mark("g", dot, transform="translate(11 0)"), x="100%", overflow="visible"
    )


def _beside(drawn: DrawnRow) -> str:
    """Draw the progress in words and the sign of a conflict: before the bar, at the left end behind it."""
    said = "" if drawn.is_over else drawn.share
    if drawn.left > CLEAR:
        body = words(-7, MIDDLE, said, "ink-2", text_anchor="end") if said else ""
        return body + (warning(-46 if said else -14, MIDDLE) if drawn.is_broken else "")
    body = words(22, MIDDLE, said, "ink-2") if said else ""
    body += warning(66 if said else 30, MIDDLE) if drawn.is_broken else ""
    return mark("svg", body, x="100%", overflow="visible") if body else ""


def _runs_on(drawn: DrawnRow) -> str:
    """Draw an arrow at each end at which the bar leaves the axis."""
    body = ""
    for leaves, edge, x, out in zip(
        drawn.runs_on, ("0", "100%"), (8, -8), (-4.5, 4.5), strict=True
    ):
        d = f"M{x} {short(MIDDLE - 4.5)}l{short(out)} 4.5l{short(-out)} 4.5"
        arrow = mark("path", fill="none", stroke="ink", d=d, stroke_width=1.8, css="runs-on")
        body += mark("svg", arrow, x=edge, overflow="visible") if leaves else ""
    return body


def _stones(drawn: DrawnRow) -> str:
    body = ""
    for stone in drawn.stones:
        shape = diamond(0, MIDDLE, 7.5, STONES[stone.state])
        named = f"<title>{safe(stone.label)}</title>{shape}"
        body += mark(
            "svg", named, css="milestone", x=share(stone.at), overflow="visible", data_id=stone.key
        )
    return body


def _late_start(drawn: DrawnRow) -> str:
    """Draw the last responsible start: a line through the row over a small triangle."""
    if drawn.late_start is None:
        return ""
    at, said = drawn.late_start
    is_past = drawn.is_broken and at < drawn.left
    named = f"<title>{safe(said)}</title>{last_start(0, MIDDLE, BAR, is_past=is_past)}"
    return mark("svg", named, css="last-start", x=share(at), overflow="visible")


def _tips(drawn: DrawnRow) -> str:
    body = ""
    for at, enters_end, is_broken in drawn.tips:
        d = f"M0 {short(MIDDLE)}l{'5' if enters_end else '-5'}-3.2v6.4z"
        tip = mark("path", fill="bad" if is_broken else "ink-3", d=d)
        body += mark("svg", tip, x=share(at), overflow="visible")
    return body


def link(drawn: DrawnLink, rows: dict[int, tuple[DrawnRow, float]], *, oob: bool = False) -> str:
    """Return the line of a link.

    Args:
        drawn: the link.
        rows: each row with the height at which it begins [px].
        oob: it replaces the line of its name on the page.
    """
    (first, top1), (second, top2) = rows[drawn.before], rows[drawn.after]
    start = (first.right if drawn.kind[0] == "F" else first.left) * WIDE / 100
    end = (second.left if drawn.kind[1] == "S" else second.right) * WIDE / 100
    d = _route((start, top1 + MIDDLE), (end, top2 + MIDDLE), drawn.kind, top2)
    more = {"hx_swap_oob": "true"} if oob else {}
    token = "bad" if drawn.is_broken else "ink-3"
    return mark(
        "path",
        css=f"gantt-link stroke-{token}",
        id=f"link-{drawn.key}",
        d=d,
        data_before=drawn.before,
        data_after=drawn.after,
        **more,
    )


def _route(start: tuple[float, float], end: tuple[float, float], kind: str, top: float) -> str:
    out, enter = (1.0 if kind[0] == "F" else -1.0), (-1.0 if kind[1] == "S" else 1.0)
    (x1, y1), (x2, y2) = start, end
    turn = x1 + out * ELBOW
    straight = turn <= x2 - ELBOW if enter < 0 else turn >= x2 + ELBOW
    if straight or out == enter:
        if out == enter:
            turn = min(x1, x2) - ELBOW if out < 0 else max(x1, x2) + ELBOW
        return f"M{short(x1)} {short(y1)}H{short(turn)}V{short(y2)}H{short(x2)}"
    lane = top + (0 if y2 > y1 else ROW)
    down = f"M{short(x1)} {short(y1)}H{short(turn)}V{short(lane)}"
    return f"{down}H{short(x2 + enter * ELBOW)}V{short(y2)}H{short(x2)}"
