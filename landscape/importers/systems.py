"""Files into the systems inventory: every cell is checked before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from core.progress import each
from core.wording.money import money_full
from imports.importers.checks import (
    DryRun,
    FarValue,
    FileRow,
    RowChange,
    Understanding,
    change_of,
    row_of,
    told,
)
from landscape.exporters.columns import BY_FIELD, COLUMNS
from landscape.importers.words import (
    ALL_PROCESSES,
    CATEGORY_ALIASES,
    ENDLESS,
    PROCESS_ALIASES,
    bare_amount,
    bare_count,
    countries,
    currencies,
    found_in,
    named_by,
    parts_of,
)
from landscape.models import System
from landscape.selectors.systems import OTHER, SystemNames, process_titles, system_categories
from organizations.models import Plant
from sheets.columns import Column
from sheets.reading import SheetRow, SheetTable, first_of_cells
from sheets.rows import KeptWordError, PlacedColumns, RowReader, placed
from sheets.values import CellValue, folded, to_last_day, to_text

STAYING = ("name", "category", "currency")  # what an empty cell does not take away
CODE_LENGTH = 3  # of a country at most
NOTE_LENGTH = BY_FIELD["note"].longest
TIMES = 10  # from here on a new cost is asked about; docs/method.md#far-values


def dry_run(plant: Plant, table: SheetTable, understanding: Understanding) -> DryRun:
    """Say what a table would do, without storing anything.

    Args:
        plant: whose inventory; its currency stands in for a missing one.
        table: as it was read.
        understanding: how it is read.
    """
    return _Reader(plant, table, understanding).result()


class _Reader(RowReader):
    """Turns the rows of one table into fields and gathers what is wrong."""

    def __init__(self, plant: Plant, table: SheetTable, understanding: Understanding) -> None:
        self.plant = plant
        self.money = currencies(plant.currency)
        self.amounts = cache(lambda text: bare_amount(text, self.money))
        self.raw = {row.number: row for row in table.rows}
        self.empties = understanding.empties
        bare = {"money": lambda cell: self._amount(cell)[0], "integer": bare_count}
        one: PlacedColumns = placed(table, COLUMNS, understanding.places, bare)
        readers = {
            "category": self._category,
            "country": self._country,
            "currency": self._currency,
            "date": self._end,
            "list": self._list,
            "choice": self._answer,
        }
        super().__init__(one, understanding.language, readers, is_whole=True)
        self.names: set[str] = set()
        self.stored = SystemNames(plant)
        titles = {key: entry.title for key, entry in system_categories().items()}
        self.categories = named_by(titles, CATEGORY_ALIASES)
        self.processes = named_by(process_titles(), PROCESS_ALIASES)
        self.countries = countries()
        long_names = _without_codes(self.countries)
        self.country_in = cache(lambda text: found_in(text, long_names))
        self.category_in = cache(lambda text: found_in(text, self.categories))

    def result(self) -> DryRun:
        """Return what the table would do."""
        table = self.placed.table
        rows = [self._row(row) for row in each(table.rows)]
        problems = sorted(
            first_of_cells(self.problems),
            key=lambda problem: row_of(problem.cell),
        )
        wrong = self.unread | {row_of(problem.cell) for problem in problems}
        known = self.stored.known(str(values.get("name", "")) for _n, values, _s in rows)
        read = [FileRow(number, values, number not in wrong, said) for number, values, said in rows]
        sound = [(row, known.get(row.values["name"])) for row in read if row.is_sound]
        changes = [_change(row, system) for row, system in sound]
        leaps = [leap for row, system in sound if (leap := _leap(row, system))]
        return told(read, changes, problems, self.placed, leaps)

    def _row(self, row: SheetRow) -> tuple[int, dict[str, Any], tuple[str, ...]]:
        """Return number, values and remarks of a row."""
        values = self.read(row)
        stored = self.stored.get(str(values.get("name", "")))
        self._check_name(row, values)
        if self.empties and stored:
            values = self._emptied(row, values)
        said = self._category_told(values, stored)
        self._check_disposition(row, values, stored)
        self._add_currency(row, values, stored)
        words = [
            f"{column.title.in_language(self.language)}: {word}"
            for column, word in self.kept.get(row.number, ())
        ]
        self._keep_words(row, values, stored, words)
        kept = _("kept in the note: %(words)s")
        said += [kept % {"words": word} for word in words]
        return row.number, values, tuple(said)

    def _check_name(self, row: SheetRow, values: Mapping[str, Any]) -> None:
        name = folded(values.get("name", ""))
        if name and name in self.names:
            self.wrong(row, "name", _("This name stands in the file twice."))
        self.names.add(name)

    def _category_told(self, values: dict[str, Any], stored: System | None) -> list[str]:
        """Tell the category of a new system that has none from its name."""
        if stored or "category" in values or "name" not in values:
            return []
        code = self.category_in(values["name"])
        values["category"] = code or OTHER
        if code:
            return [_("category told from the name: %(category)s") % {"category": code}]
        return [_("no category known: entered under “another kind”")]

    def _check_disposition(
        self, row: SheetRow, values: dict[str, Any], stored: System | None
    ) -> None:
        """Keep a disposition without its reason as a word: a decision needs its reason."""
        if values.get("disposition_reason", stored.disposition_reason if stored else ""):
            return
        if values.get("disposition", "undecided") != "undecided":
            place = self.placed.places["disposition"] or 0
            self.keep(row, BY_FIELD["disposition"], to_text(row.value(place)))
        values.pop("disposition", None)
        if stored and stored.disposition != "undecided":
            values["disposition"] = "undecided"  # its reason is taken away

    def _add_currency(self, row: SheetRow, values: dict[str, Any], stored: System | None) -> None:
        """Give a cost its currency: that beside it, of its row, as stored, or of the plant."""
        if values.get("yearly_cost_amount") is None:
            return
        place = self.placed.places["yearly_cost_amount"]
        beside = self._amount(self.raw[row.number].value(place or 0))[1]
        given = values.get("currency", "")
        if beside and given and beside != given:
            words = _("The amount is in %(one)s and the currency of the row is %(other)s.")
            self.wrong(row, "yearly_cost_amount", words % {"one": beside, "other": given})
        kept = stored.currency if stored else ""
        values["currency"] = given or beside or kept or self.plant.currency

    def _emptied(self, row: SheetRow, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values with those that blank cells take away."""
        bare = {
            column.field: getattr(System(), column.field)
            for column, place in self.placed.read
            if column.field not in STAYING and not to_text(row.value(place))
        }
        return bare | values

    def _keep_words(
        self, row: SheetRow, values: dict[str, Any], stored: System | None, words: list[str]
    ) -> None:
        """Add the words that no list knows to the note, those that do not stand there yet."""
        note = values.get("note", stored.note if stored else "")
        lines = note.split("\n")
        more = [word for word in words if word not in lines]
        if more:
            values["note"] = "\n".join(filter(None, (note, *more)))
        if len(values.get("note", "")) > NOTE_LENGTH:
            self.wrong(row, "note", _("Use at most %(n)s characters.") % {"n": NOTE_LENGTH})

    def _category(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        text = to_text(cell)
        code = self.categories.get(folded(text)) or self.category_in(text)
        if not code:
            raise KeptWordError  # the name may tell it, see `_category_told`
        return code

    def _country(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        text = to_text(cell)
        code = self.countries.get(folded(text)) or self.country_in(text)
        if not code and len(text) <= CODE_LENGTH and text.isascii():
            raise ValueError("a code of no country")
        if not code:
            raise KeptWordError  # a place within some country
        return code

    def _currency(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        code = self.money.get(folded(to_text(cell)))
        if code is None:
            raise ValueError("not in the list")
        return code

    def _end(self, column: Column, cell: CellValue) -> dt.date | None:
        if folded(to_text(cell)) in ENDLESS:
            raise KeptWordError
        return to_last_day(cell, self.placed.orders[column.field])

    def _answer(self, column: Column, cell: CellValue) -> str:
        try:
            return column.chosen(to_text(cell))
        except ValueError:
            if (
                column.field == "has_open_interface"
            ):  # its kind is told, not whether it is documented
                raise KeptWordError from None
            raise

    def _list(self, column: Column, cell: CellValue) -> list[str]:  # noqa: ARG002
        text = to_text(cell)
        if folded(text) in ALL_PROCESSES:
            return list(process_titles())
        parts = parts_of(text)
        if any(part not in self.processes for part in parts):
            raise ValueError("not in the list")
        return list(dict.fromkeys(self.processes[part] for part in parts))

    def _amount(self, cell: CellValue) -> tuple[CellValue, str]:
        return self.amounts(cell) if isinstance(cell, str) else (cell, "")


def _change(row: FileRow, system: System | None) -> RowChange:
    return change_of(row, str(row.values["name"]), system, key="name")


def _leap(row: FileRow, system: System | None) -> FarValue | None:
    """Return a cost that becomes ten times what is stored, or a tenth."""
    new = row.values.get("yearly_cost_amount")
    if system is None or new is None or row.values.get("currency") != system.currency:
        return None
    old = system.yearly_cost_amount
    if not old or old < new * TIMES < old * TIMES**2:
        return None
    words = (money_full(amount, system.currency) for amount in (old, new))
    return FarValue(row.number, "yearly_cost_amount", system.name, *words)


def _without_codes(names: Mapping[str, str]) -> dict[str, str]:
    """Return names without codes of two letters, which are words of their own, as "in" and "is"."""
    return {name: code for name, code in names.items() if len(name) > 2 or not name.isascii()}
