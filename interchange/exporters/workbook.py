"""The plan as a workbook that the import reads back, and its initiatives as a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.wording.dates import day_at
from core.wording.texts import lt
from goals.models import GoalIndicator
from interchange.exporters.columns.kinds import PlanSheet
from interchange.exporters.columns.plan import INITIATIVES
from interchange.exporters.columns.sheets import SHEETS
from interchange.selectors.rows import PlanRow, PlanRows, key_of, said
from organizations.models import User
from roadmap.domain.signing import BUSINESS, IT, SideStanding
from roadmap.models import GateCondition, Initiative, Milestone
from roadmap.selectors.signing import SignedSide, sides_of
from sheets.columns import Column
from sheets.exports import cell_of, in_words, sheet_of
from sheets.values import CellValue
from sheets.writing import write_csv, write_workbook


def plan_workbook(rows: PlanRows, language: str) -> bytes:
    """Return the plan as an XLSX file: a sheet for each kind of row, heads in a language.

    Numbers are numbers and dates are dates; text is text, so that none becomes a formula.
    """
    with override(language):
        sheets = (
            sheet_of(sheet.title, sheet.columns, _lines(sheet, rows, language), language)
            for sheet in SHEETS
        )
        return write_workbook(*sheets)


def plan_csv(rows: PlanRows, language: str) -> bytes:
    """Return the initiatives as a CSV file with the columns of their sheet."""
    head = [column.title.in_language(language) for column in INITIATIVES.columns]
    return write_csv(head, _lines(INITIATIVES, rows, language))


def _lines(sheet: PlanSheet, rows: PlanRows, language: str) -> Iterator[list[CellValue]]:
    for row in rows.of(sheet.name):
        yield [_cell(column, row, rows, language) for column in sheet.columns]


def _cell(column: Column, row: PlanRow, rows: PlanRows, language: str) -> CellValue:
    if column.field == "key":
        return key_of(row)
    if column.field == "version":
        return rows.version_of(row)
    if column.field == "currency":
        return str(getattr(row, "currency", rows.roadmap.currency))
    if not column.is_read:
        return TOLD[column.field](row, language)
    value: Any = said(row, column.field)
    return value.name if isinstance(value, User) else cell_of(column, value, language)


def _title(name: str) -> Callable[[Any, str], str]:
    """Return what tells the title of a row that another one names."""

    def told(row: Any, language: str) -> str:
        other = getattr(row, name)
        return other.both("title").in_language(language) if other else ""

    return told


def _goals(row: Initiative, language: str) -> str:
    return "; ".join(goal.both("title").in_language(language) for goal in row.goals.all())


def _indicator(row: GoalIndicator | GateCondition, language: str) -> str:
    return lt(row.plant_indicator.indicator.title, language)


def _unit(row: GoalIndicator | GateCondition, language: str) -> str:
    return lt(row.plant_indicator.unit or row.plant_indicator.indicator.unit, language)


def _signed(side: str) -> Callable[[Milestone, str], str]:
    """Return what tells how far a side has signed a milestone."""

    def told(row: Milestone, _language: str) -> str:
        return signed_text(next(one for one in sides_of(row) if one.side == side), row)

    return told


def signed_text(one: SignedSide, row: Milestone) -> str:
    """Say what the signature of a side is worth, and when it was given; no name stands in it."""
    if one.is_altered:
        return _("changed outside the product")
    if one.newest is None:
        return _("not signed")
    words = _("signed on %(day)s")
    if one.standing is SideStanding.BROKEN:
        words = _("changed since it was signed on %(day)s")
    return words % {"day": day_at(one.newest.signed_at, row.initiative.roadmap.plant)}


# What helps the reader and is not read back.
TOLD: Mapping[str, Callable[[Any, str], str]] = {
    "predecessor_title": _title("predecessor"),
    "successor_title": _title("successor"),
    "initiative_title": _title("initiative"),
    "due_title": _title("due_milestone"),
    "enabling_title": _title("enabling_milestone"),
    "parent_title": _title("parent"),
    "goal_title": _title("goal"),
    "goals": _goals,
    "need": lambda row, _language: str(row.need),
    "code": lambda row, _language: str(row.key),
    "indicator_title": _indicator,
    "unit": _unit,
    "signed_business": _signed(BUSINESS),
    "signed_it": _signed(IT),
}


def shown(column: Column, value: Any, language: str) -> str:
    """Return a value of a column in words, for the page of the check; a dash for nothing."""
    return value.name if isinstance(value, User) else in_words(column, value, language)
