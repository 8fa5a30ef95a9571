"""Readings of a pilot from a table of groups, phases and values in order of time."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from planning.domain.proof import Phases
from planning.importers.tables import PlanningFileError, open_table
from sheets.numbers import DecimalMark
from sheets.reading import SheetRow

COLUMNS = {
    "group": ("group", "组", "组别"),
    "phase": ("phase", "阶段"),
    "value": ("value", "值", "数值"),
}
GROUPS = {"pilot": "pilot", "试点": "pilot", "control": "control", "对照": "control"}
PHASES = {"before": "before", "前": "before", "after": "after", "后": "after"}
Readings = dict[tuple[str, str], list[Decimal]]


def read_pilot(
    data: bytes, name: str, *, mark: DecimalMark | None = None, encoding: str = ""
) -> tuple[Phases, Phases | None]:
    """Return the readings of the pilot, and those of the control if there are any.

    Args:
        data: CSV or XLSX.
        name: name of the file, for the messages.
        mark: decimal mark, where the values do not tell it.
        encoding: code page, where the text does not tell it.

    Raises:
        WorkbookError: the file cannot be read.
        PlanningFileError: rows are wrong, or a group lacks a phase.
    """
    table = open_table(data, name, columns=COLUMNS, mark=mark, encoding=encoding)
    number = table.numbers("value")

    def word(row: SheetRow, column: str, known: Mapping[str, str]) -> str:
        text = unicodedata.normalize("NFKC", table.text(row, column)).casefold()
        if text not in known:
            choices = " or ".join(dict.fromkeys(known.values()))
            table.wrong(row, column, f"{text or 'empty'}; {choices} is expected")
        return known.get(text, "")

    def read(row: SheetRow) -> tuple[tuple[str, str], Decimal]:
        place = word(row, "group", GROUPS), word(row, "phase", PHASES)
        value = number(row, "value")
        if value is None and not table.text(row, "value"):
            table.wrong(row, "value", "empty")
        return place, value or Decimal(0)

    readings: Readings = {}
    for place, value in table.each(read):
        readings.setdefault(place, []).append(value)
    pilot = _phases(readings, "pilot", name)
    if any(group == "control" for group, _phase in readings):
        return pilot, _phases(readings, "control", name)
    return pilot, None


def _phases(readings: Readings, group: str, name: str) -> Phases:
    for phase in ("before", "after"):
        if (group, phase) not in readings:
            raise PlanningFileError([f"{name}: no reading with group {group} and phase {phase}"])
    return Phases(tuple(readings[group, "before"]), tuple(readings[group, "after"]))
