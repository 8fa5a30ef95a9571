"""Regions of the plan page with a mark of what they show, so that only changed ones are sent again."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap.charts.rows import mark_of

# Name on the page -> template.
PARTS = {"gate-notes": "gate_notes", "outlook": "outlook"}
DRAWN = {"gantt-head": "gantt_head", "strips": "strips"}
LONGEST = 60_000  # characters of what a page says it shows


@dataclass(frozen=True, slots=True)
class Region:
    """The name of a region on the page, its markup and its mark."""

    name: str
    html: str
    state: str


def region(name: str, html: str) -> Region:
    """Return a region with its mark."""
    return Region(name, html, mark_of(html))


def read_seen(text: str) -> dict[str, str]:
    """Return the mark of each row and region that a page shows, by its name there.

    Args:
        text: `name=mark` parted by semicolons; what is no such pair is passed over.
    """
    pairs = (entry.partition("=") for entry in text[:LONGEST].split(";"))
    return {name: mark for name, _sign, mark in pairs if mark}
