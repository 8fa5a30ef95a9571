"""A reader of Microsoft Project's XML for tests; it shares nothing with the writer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("project.xsd")))
SPACE = {"p": "http://schemas.microsoft.com/project"}
KINDS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)S")


@dataclass(frozen=True)
class Line:
    """A task as the file says it."""

    uid: int
    name: str
    start: dt.datetime
    finish: dt.datetime
    hours: int
    level: int
    is_summary: bool
    is_milestone: bool
    percent: int
    cost: Decimal | None
    notes: str
    links: tuple[tuple[int, str, Decimal], ...]  # uid before, kind, lag in days


def parsed(data: bytes):
    """Return the root of a file that keeps to the schema; fail with the first thing that does not."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    SCHEMA.assertValid(root)
    return root


def text(element, name: str) -> str:
    return element.findtext(f"p:{name}", "", SPACE)


def lines(data: bytes) -> list[Line]:
    """Return the tasks of a file."""
    root = parsed(data)
    a_day = Decimal(text(root, "MinutesPerDay")) * 10
    found = []
    for one in root.iterfind("p:Tasks/p:Task", SPACE):
        hours, minutes, seconds = map(int, TIME.fullmatch(text(one, "Duration")).groups())
        assert minutes == seconds == 0
        cost = text(one, "FixedCost")
        found.append(
            Line(
                uid=int(text(one, "UID")),
                name=text(one, "Name"),
                start=dt.datetime.fromisoformat(text(one, "Start")),
                finish=dt.datetime.fromisoformat(text(one, "Finish")),
                hours=hours,
                level=int(text(one, "OutlineLevel")),
                is_summary=text(one, "Summary") == "1",
                is_milestone=text(one, "Milestone") == "1",
                percent=int(text(one, "PercentComplete")),
                cost=Decimal(cost) / 100 if cost else None,
                notes=text(one, "Notes"),
                links=tuple(
                    (
                        int(text(link, "PredecessorUID")),
                        KINDS[text(link, "Type")],
                        Decimal(text(link, "LinkLag")) / a_day,
                    )
                    for link in one.iterfind("p:PredecessorLink", SPACE)
                ),
            )
        )
    return found
