"""Files into the systems inventory: every cell is checked before anything is stored."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.bounds import AMOUNT_MAX, COUNT_MAX
from core.currencies import CURRENCIES
from core.errors import RuleError
from core.text import LocalizedText
from core.workbook.archive import FileLimits
from core.workbook.blocks import number_block
from core.workbook.numbers import is_percent, read_number
from core.workbook.reading import (
    CellProblem,
    SheetRow,
    SheetTable,
    first_of_cells,
    read_table,
)
from core.workbook.values import CellValue, day_order, folded, is_blank, to_date, to_text
from landscape.exporters import COLUMNS, YES_NO, Column
from landscape.importers.checks import DryRun
from landscape.models import System
from landscape.selectors.systems import SystemNames, process_titles, system_categories
from organizations.domain.countries import COUNTRIES
from organizations.models import Plant
from organizations.models.plant import YesNo

LIMITS = FileLimits(rows=2000)
NUMBERS = ("integer", "money")
# What people write for yes, no and "not known", beside the words of the export.
SYNONYMS = {
    YesNo.YES.value: (
        "y",
        "true",
        "1",
        "ja",
        "j",
        "si",
        "sí",
        "oui",
        "igen",
        "ya",
        "có",
        "有",
        "√",
    ),
    YesNo.NO.value: ("n", "false", "0", "nein", "non", "nem", "tidak", "không", "没有", "×"),
    YesNo.UNKNOWN.value: ("?", "not known", "unclear", "unbekannt", "不清楚", "不明", "待确认"),
}
COUNTRY_ALIASES = {
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "great britain": "GB",
    "viet nam": "VN",
    "prc": "CN",
    "p.r. china": "CN",
    "中华人民共和国": "CN",
    "korea": "KR",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "türkiye": "TR",
}


def dry_run(plant: Plant, data: bytes, *, name: str, language: str, encoding: str = "") -> DryRun:
    """Read a file without storing anything.

    Args:
        plant: whose inventory; its currency stands in for a missing one.
        data: the whole XLSX or CSV file.
        name: its name.
        language: language of the messages.
        encoding: code page of a text that does not tell it, see `core.workbook.pages`.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file as a whole cannot be read.
        RuleError: a column that every row needs is missing.
    """
    heads = {
        column.field: (column.field, column.title.en, column.title.zh_hans) for column in COLUMNS
    }
    wanted = itertools.chain.from_iterable(heads.values())
    table = read_table(data, name=name, limits=LIMITS, heads=wanted, encoding=encoding)
    places = {field: table.column(*names) for field, names in heads.items()}
    missing = [
        column.title.in_language(language)
        for column in COLUMNS
        if column.is_required and places[column.field] is None
    ]
    if missing:
        words = _("%(source)s: no column “%(name)s” among the first rows.")
        raise RuleError(words % {"source": table.source, "name": "”, “".join(missing)})
    if not table.rows:
        raise RuleError(_("The file has no row below its head."))
    result = _Reader(plant, table, places, language).result()
    return replace(result, ignored=tuple(table.left_out(places.values())))


class _Reader:
    """Turns the rows of one table into fields and gathers what is wrong."""

    def __init__(
        self,
        plant: Plant,
        table: SheetTable,
        places: Mapping[str, int | None],
        language: str,
    ) -> None:
        self.plant = plant
        self.table = table
        self.places = places
        self.language = language
        self.problems: list[CellProblem] = []
        self.names: set[str] = set()
        # A mark before three digits groups thousands: no number here has more than two decimals.
        self.blocks = {
            column.field: number_block(table, place, has_few_places=True)
            for column in COLUMNS
            if column.kind in NUMBERS and (place := places[column.field]) is not None
        }
        self.stored = SystemNames(plant)
        self.orders = {
            column.field: day_order(row.value(place) for row in table.rows)
            for column in COLUMNS
            if column.kind == "date" and (place := places[column.field]) is not None
        }
        titles = {key: entry.title for key, entry in system_categories().items()}
        self.categories = _named_by(titles)
        self.processes = _named_by(process_titles())
        countries = {code: country.name for code, country in COUNTRIES.items()}
        self.countries = {**COUNTRY_ALIASES, **_named_by(countries)}
        self.readers: dict[str, Callable[[Column, CellValue], Any]] = {
            "text": self._text,
            "category": self._category,
            "integer": self._integer,
            "money": self._money,
            "country": self._country,
            "currency": self._currency,
            "date": self._date,
            "choice": self._choice,
            "list": self._list,
        }

    def result(self) -> DryRun:
        """Return what the table would do."""
        rows = tuple(self.read(row) for row in self.table.rows)
        mixed = [block.problem for block in self.blocks.values() if block.problem]
        problems = sorted(
            first_of_cells((*self.table.problems_of(self.places.values()), *mixed, *self.problems)),
            key=lambda problem: int("".join(filter(str.isdigit, problem.cell))),
        )
        return DryRun(
            rows=rows,
            problems=tuple(problems),
            known=self.stored.known(str(row.get("name", "")) for row in rows),
            source=self.table.source,
            styles=tuple((block.title, block.words) for block in self.blocks.values()),
        )

    def read(self, row: SheetRow) -> dict[str, Any]:
        """Return the fields of a row; wrong cells are gathered and left out."""
        found: dict[str, Any] = {}
        for column in COLUMNS:
            place = self.places[column.field]
            if place is None:
                continue
            cell = row.value(place)
            if is_blank(cell) and not column.is_required:
                continue  # it keeps its value
            try:
                if is_blank(cell):
                    raise ValueError  # noqa: TRY301 -- one way for every wrong cell
                found[column.field] = self.readers[column.kind](column, cell)
            except ValueError:
                expected = self._expected(column)
                text = to_text(cell)[:60]
                message = (
                    _("“%(found)s”; expected: %(expected)s.")
                    if text
                    else _("Empty; expected: %(expected)s.")
                )
                words = {"found": text, "expected": expected}
                self.problems.append(self.table.problem(row, place, message % words))
        self._check_row(row, found)
        return found

    def _check_row(self, row: SheetRow, found: dict[str, Any]) -> None:
        """Check what concerns several cells of a row, or several rows."""
        name = folded(found.get("name", ""))
        if name and name in self.names:
            self._add(row, "name", _("This name stands in the file twice."))
        self.names.add(name)
        stored = self.stored.get(str(found.get("name", "")))
        kept = (stored.disposition_reason, stored.currency) if stored else ("", "")
        decided = found.get("disposition", "undecided") != "undecided"
        if decided and not found.get("disposition_reason", kept[0]):
            self._add(row, "disposition", _("A disposition needs its reason."))
        if found.get("yearly_cost_amount") is not None and not found.get("currency"):
            found["currency"] = kept[1] or self.plant.currency

    def _expected(self, column: Column) -> str:
        """Return the form that a cell should have; of categories all codes."""
        if column.kind != "category":
            return column.expected.in_language(self.language)
        words = _("one of the codes of the sheet “Codes” in the template: %(codes)s")
        return words % {"codes": ", ".join(system_categories())}

    def _add(self, row: SheetRow, name: str, message: str) -> None:
        self.problems.append(self.table.problem(row, self.places[name] or 0, message))

    def _text(self, column: Column, cell: CellValue) -> str:
        text = to_text(cell)
        limit: int | None = System._meta.get_field(column.field).max_length  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public meta data
        if limit is not None and len(text) > limit:
            raise ValueError
        return text

    def _category(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        return _known(self.categories, cell)

    def _number(self, column: Column, cell: CellValue) -> Decimal | None:
        style = self.blocks[column.field].style
        if style.conflict is not None:
            return None  # the column has its own message
        if is_percent(cell):
            raise ValueError("a percentage")
        return read_number(cell, style.used)

    def _integer(self, column: Column, cell: CellValue) -> int | None:
        number = self._number(column, cell)
        if number is None:
            return None
        if number != int(number) or not 0 <= number <= COUNT_MAX:
            raise ValueError
        return int(number)

    def _money(self, column: Column, cell: CellValue) -> Decimal | None:
        number = self._number(column, cell)
        if number is None:
            return None
        if isinstance(cell, float):  # what Excel computed carries the dust of binary numbers
            number = round(number, 6)
        if not 0 <= number < AMOUNT_MAX or number != round(number, 2):
            raise ValueError
        return round(number, 2)

    def _country(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        return _known(self.countries, cell)

    def _currency(self, column: Column, cell: CellValue) -> str:  # noqa: ARG002 -- one form for all
        code = folded(to_text(cell)).upper()
        if code not in CURRENCIES:
            raise ValueError
        return code

    def _date(self, column: Column, cell: CellValue) -> dt.date | None:
        return to_date(cell, self.orders[column.field])

    def _choice(self, column: Column, cell: CellValue) -> str:
        text = folded(to_text(cell))
        for value, words in (column.choices or {}).items():
            if text in (value, folded(words.en), folded(words.zh_hans)):
                return value
            if column.choices is YES_NO and text in SYNONYMS[value]:
                return value
        raise ValueError

    def _list(self, column: Column, cell: CellValue) -> list[str]:  # noqa: ARG002
        text = to_text(cell).replace("；", ";").replace("、", ";").replace("\n", ";")
        parts = [folded(part) for part in text.split(";") if part.strip()]
        if any(part not in self.processes for part in parts):
            raise ValueError
        return list(dict.fromkeys(self.processes[part] for part in parts))


def _known(names: Mapping[str, str], cell: CellValue) -> str:
    """Return what a cell names.

    Raises:
        ValueError: nothing that is known.
    """
    found = names.get(folded(to_text(cell)))
    if found is None:
        raise ValueError("not in the list")
    return found


def _named_by(titles: Mapping[str, LocalizedText]) -> dict[str, str]:
    """Return code by every name that people may write for it: the code, and both languages."""
    return {
        folded(text): key
        for key, title in titles.items()
        for text in (key, title.en, title.zh_hans)
    }
