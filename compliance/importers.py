"""Files back into the duties of a plant: what people say of them, never what the law says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from compliance.exporters import COLUMNS
from compliance.selectors.duties import Duty, list_duties, possible_owners
from core.errors import RuleError
from core.progress import each
from imports.importers.checks import DryRun, FileRow, Understanding, change_of, row_of, told
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from sheets.columns import Column
from sheets.reading import SheetRow, SheetTable, first_of_cells
from sheets.rows import RowReader, placed
from sheets.values import CellValue, folded, to_text

EMPTY: dict[str, Any] = {"owner": None, "due_on": None, "note": ""}  # what an empty cell may delete


def dry_run(plant: Plant, table: SheetTable, understanding: Understanding) -> DryRun:
    """Say what a table would do to the duties of a plant, without storing anything.

    Args:
        plant: whose duties.
        table: as it was read.
        understanding: how it is read.
    """
    return _DutyReader(plant, table, understanding).result()


class _DutyReader(RowReader):
    """Turns the rows of one table into what people say of duties."""

    def __init__(self, plant: Plant, table: SheetTable, understanding: Understanding) -> None:
        one = placed(table, COLUMNS, understanding.places)
        super().__init__(one, understanding.language, {"person": self._person}, is_whole=True)
        self.language, self.empties = understanding.language, understanding.empties
        duties = list_duties(plant, plant_today(plant))
        self.duties: dict[str, Duty] = {duty.row.obligation: duty for duty in duties}
        self.takers = set(possible_owners(plant))
        self.people: dict[str, set[User]] = {}
        owners = {duty.row.owner for duty in duties if duty.row.owner}
        for person in self.takers | owners:
            for name in (person.name, person.email):
                self.people.setdefault(folded(name), set()).add(person)
        self.seen: set[str] = set()

    def result(self) -> DryRun:
        """Return what the table would do."""
        rows = [(row.number, self._row(row)) for row in each(self.placed.table.rows)]
        problems = sorted(first_of_cells(self.problems), key=lambda one: row_of(one.cell))
        wrong = self.unread | {row_of(problem.cell) for problem in problems}
        read = [FileRow(number, values, number not in wrong) for number, values in rows]
        changes = []
        for row in read:
            if row.is_sound:
                duty = self.duties[row.values["obligation"]]
                title = duty.obligation.text.in_language(self.language)
                changes.append(change_of(row, title, duty.row, key="obligation", title=title))
        return told(read, changes, problems, self.placed)

    def _row(self, row: SheetRow) -> Mapping[str, Any]:
        values = self.read(row)
        code = values.get("obligation", "")
        duty = self.duties.get(code)
        if code and duty is None:
            words = _("This plant has no duty with the code “%(code)s”.")
            self.wrong(row, "obligation", words % {"code": code[:60]})
        elif code in self.seen:
            self.wrong(row, "obligation", _("This code stands in the file twice."))
        self.seen.add(code)
        owner = values.get("owner")
        if duty and owner and owner not in self.takers and owner != duty.row.owner:
            self.wrong(row, "owner", _("This person does not take part in the plant."))
        if self.empties:
            return self._emptied(row) | values
        return values

    def _emptied(self, row: SheetRow) -> dict[str, Any]:
        """Return what blank cells take away."""
        return {
            column.field: EMPTY[column.field]
            for column, place in self.placed.read
            if column.field in EMPTY and not to_text(row.value(place))
        }

    def _person(self, column: Column, cell: CellValue) -> User:  # noqa: ARG002 -- one form for all
        text = to_text(cell)
        found = self.people.get(folded(text), set())
        if len(found) > 1:
            words = _("Several people are called “%(name)s”: give the e-mail address.")
            raise RuleError(words % {"name": text[:60]})
        if not found:
            raise ValueError("nobody here")
        return next(iter(found))
