"""Readings of a plant from files: one indicator, several in rows, or several in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import RuleError
from core.progress import each
from core.wording.texts import DASH, lt
from readings.domain.periods import (
    SPANS,
    Period,
    PeriodStep,
    TwoPeriodsError,
    is_year_first,
    label_of,
    named_years,
    position_of,
    read_period,
    start_of,
)
from readings.importers.columns import (
    HEADS,
    INDICATOR_HEADS,
    PERIOD_HEADS,
    QUALITY_HEADS,
    VALUE_HEADS,
    is_no_reading,
    is_period,
    left_out,
    named_rows,
    with_said_heads,
)
from readings.importers.lines import Line, compared, takes_percent
from readings.importers.understood import Draft, MarkQuestion
from readings.models import Indicator, PlantIndicator
from readings.services.readings import Entry, check
from sheets.blocks import NumberBlock, both_readings, number_block
from sheets.numbers import DecimalMark, is_percent
from sheets.reading import (
    CellProblem,
    SheetRow,
    SheetTable,
    first_of_cells,
    read_table,
)
from sheets.values import DayOrder, day_order, folded, is_blank, to_text


def read_readings(
    data: bytes,
    *,
    rows: Sequence[PlantIndicator],
    today: dt.date,
    only: PlantIndicator | None = None,
    name: str = "",
    encoding: str = "",
) -> Draft:
    """Return the readings of a file for a plant, with every problem by cell.

    Three forms are understood: period and value for one indicator; indicator, period and value
    in rows; a table with one column for each indicator, or one for each period. Where a column can
    be read in two ways and only one of them is possible, that one counts; else it is asked.

    Args:
        data: CSV or XLSX.
        rows: the indicators the plant follows.
        today: the day it is at the plant.
        only: the indicator a file without a column for it belongs to.
        name: name of the file.
        encoding: code page of a text that does not tell it, see `sheets.pages`.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file as a whole cannot be read.
    """
    table = reading_table(data, rows=rows, name=name, encoding=encoding)
    return draft_of(table, rows=rows, today=today, only=only)


def reading_table(
    data: bytes, *, rows: Sequence[PlantIndicator], name: str = "", encoding: str = ""
) -> SheetTable:
    """Return the table of a file; arguments and errors are those of `read_readings`."""
    codes = (row.indicator.code for row in rows)
    titles = (title for row in rows for title in row.indicator.title.values())
    names = (*VALUE_HEADS, *codes, *titles)
    return read_table(data, name=name, heads=HEADS, names=names, encoding=encoding)


def draft_of(
    table: SheetTable,
    *,
    rows: Sequence[PlantIndicator],
    today: dt.date,
    only: PlantIndicator | None = None,
    said: Mapping[str, str] | None = None,
    mark: DecimalMark | None = None,
) -> Draft:
    """Return the readings of a table for a plant, with every problem by cell.

    Args:
        table: see `reading_table`.
        rows: the indicators the plant follows.
        today: the day it is at the plant.
        only: the indicator a table without a column for it belongs to.
        said: what people said of heads, see `with_said_heads`.
        mark: what a person said of numbers that can be read in two ways.
    """
    table = with_said_heads(table, said or {}, rows)
    first = Reader(table, rows, today, only, mark)
    draft = first.draft()
    asked = next((block for block in first.blocks.values() if block.question), None)
    if asked is None or mark is not None:
        return draft
    drafts = {one: Reader(table, rows, today, only, one).draft() for one in DecimalMark}
    possible = [one for one in DecimalMark if not drafts[one].problems]
    if len(possible) < 2:
        return drafts[possible[0] if possible else DecimalMark.POINT]
    question = MarkQuestion(asked.question, asked.title, both_readings(asked.question))
    return replace(draft, lines=(), question=question)


class Reader:
    """Turns one table into a draft."""

    def __init__(
        self,
        table: SheetTable,
        rows: Sequence[PlantIndicator],
        today: dt.date,
        only: PlantIndicator | None,
        mark: DecimalMark | None = None,
    ) -> None:
        self.table, self.today, self.only, self.mark = table, today, only, mark
        self.blocks: dict[int, NumberBlock] = {}
        self.ignored: list[str] = []
        self.notes: dict[str, None] = {}
        self.years: frozenset[int] = frozenset()
        self.order: DayOrder | None = None
        self.head = SheetRow(table.head_number, table.head)
        self.problems: list[CellProblem] = []
        self.lines: list[Line] = []
        self.seen: dict[tuple[int, dt.date], str] = {}
        self.names = named_rows(rows)
        self.is_strange = False

    def draft(self) -> Draft:
        """Return what the table holds."""
        table = self.table
        indicator, period = table.column(*INDICATOR_HEADS), table.column(*PERIOD_HEADS)
        value = table.column(*VALUE_HEADS)
        if period is not None:
            self.order = day_order(row.value(period) for row in table.rows)
            self.years = named_years(to_text(row.value(period)) for row in table.rows)
        if indicator is not None and period is not None and value is not None:
            self._rows(value, period, indicator)
        elif period is not None and value is not None and self.only is not None:
            self._rows(value, period, None)
        elif period is not None:
            self._indicator_columns(period)
        elif indicator is not None:
            self._period_columns(indicator)
        else:
            message = _("%(source)s: the column “%(name)s” is missing.")
            message %= {"source": table.source, "name": "period"}
            self.problems.append(table.problem(self.head, 0, message))
            self.is_strange = True
        styles = dict.fromkeys((block.title, block.words) for block in self.blocks.values())
        lines = compared(self.lines)
        return Draft(
            lines,
            tuple(first_of_cells(self.problems)),
            columns=table.head,
            ignored=tuple(self.ignored),
            notes=tuple(self.notes),
            source=table.source,
            styles=tuple(styles),
            is_strange=self.is_strange,
        )

    def _numbers(self, *columns: int) -> None:
        """Tell how columns that belong together write their numbers."""
        if not columns:
            return
        block = number_block(self.table, *columns, chosen=self.mark)
        self.blocks |= dict.fromkeys(columns, block)
        if block.problem is not None:
            self.problems.append(block.problem)

    def _rows(self, value: int, period: int, indicator: int | None) -> None:
        quality = self.table.column(*QUALITY_HEADS)
        self._numbers(value)
        if quality is not None:
            self._numbers(quality)
        self._leave_out({value, period, indicator, quality})
        for row in self._readings(period, indicator):
            target = self.only
            if indicator is not None:
                target = self._named(row, indicator, to_text(row.value(indicator)))
                if target is None:
                    continue
            self._cell(row, value, self._period(row, period, target), target, quality)

    def _indicator_columns(self, period: int) -> None:
        heads = {at: head for at, head in enumerate(self.table.head) if head and at != period}
        known = {at: target for at, head in heads.items() if (target := self._found(head))}
        self.is_strange = not known
        for at, head in heads.items() if not known else ():
            self._named(self.head, at, head)  # none is followed: each one is named
        self._leave_out({period, *known})
        for column in known:
            self._numbers(column)
        for row in self._readings(period):
            for column, target in known.items():
                if not is_blank(row.value(column)):
                    self._cell(row, column, self._period(row, period, target), target, None)

    def _period_columns(self, indicator: int) -> None:
        places = [at for at in range(len(self.table.head)) if at != indicator]
        heads = self.table.head
        months = [at for at in places if not heads[at] or is_period(heads[at])]
        self.is_strange = not months
        months = months or places
        self._leave_out({indicator, *months})
        self._numbers(*months)
        self.years = named_years(heads[at] for at in months)
        for row in self._readings(indicator):
            target = self._named(row, indicator, to_text(row.value(indicator)))
            if target is None:
                continue
            for column in self.blocks:
                if not is_blank(row.value(column)):
                    self._cell(row, column, self._period(self.head, column, target), target, None)

    def _leave_out(self, used: set[int | None]) -> None:
        """Note the columns that are not read; what is wrong there is no matter."""
        self.ignored = self.table.left_out(used)
        self.problems += self.table.problems_of(used)

    def _readings(self, *columns: int | None) -> Iterator[SheetRow]:
        """Yield the rows that hold readings; those that are left out are noted."""
        for row in each(self.table.rows):
            named = [at for at in columns if at is not None and is_no_reading(row, at)]
            if named:
                self.notes[left_out(row, named[0])] = None
            else:
                yield row

    def _found(self, name: str) -> PlantIndicator | None:
        """Return the indicator that a text names by code or title, or begins with the code of."""
        key = folded(name)
        return self.names.get(key) or self.names.get(key.split(" ")[0] if key else "")

    def _named(self, row: SheetRow, column: int, name: str) -> PlantIndicator | None:
        """Return the indicator that a cell names; a name that is not followed is a problem."""
        indicator = self._found(name)
        if indicator is None:
            message = _("This plant follows no indicator named “%(name)s”.") % {"name": name}
            self.problems.append(self.table.problem(row, column, message))
        return indicator

    def _period(self, row: SheetRow, column: int, target: PlantIndicator | None) -> dt.date | None:
        """Return the first day of the period a cell names; None with a problem noted."""
        cell = row.value(column)
        try:
            period = read_period(to_text(cell), self.order, self.years)
            day = _day_of(period)
        except TwoPeriodsError as error:
            words = _("“%(text)s” can be the month %(month)s or a day without its year.")
            shown = {"text": to_text(cell), "month": error.month}
            ask = _("Write %(month)s.") % {"month": error.month}
            self.problems.append(self.table.problem(row, column, f"{words % shown} {ask}"))
            return None
        except RuleError:
            expected = _("a month such as 2026-10")
            message = _("Not a period: “%(text)s”. Expected %(form)s.")
            if row is self.head and not to_text(cell):
                message = _("This column has no head; of merged cells only the first has words.")
            words = message % {"text": to_text(cell), "form": expected}
            problem = self.table.problem(row, column, words)
            if problem not in self.problems:
                self.problems.append(problem)
            return None
        if is_year_first(to_text(cell)):
            words = _("“%(text)s” is read as %(month)s, as the other periods tell.")
            shown = {"text": to_text(cell), "month": label_of(period.step)(period.position)}
            self.notes[words % shown] = None
        step = target.indicator.step if target else PeriodStep.MONTH
        return start_of(position_of(day, step), step)

    def _cell(
        self,
        row: SheetRow,
        column: int,
        period: dt.date | None,
        target: PlantIndicator | None,
        quality: int | None,
    ) -> None:
        if period is None or target is None:
            return
        value = self._value(row, column, target)
        share = self._number(row, quality) if quality is not None else None
        if share is not None and quality is not None and not 0 <= share <= 100:
            message = _("Data quality lies between 0 and 100.")
            self.problems.append(self.table.problem(row, quality, message))
            return
        if value is None:
            return
        entry = Entry(target, period, value, None if share is None else round(share, 2))
        cell = self.table.problem(row, column, "")
        try:
            check(entry, self.today)
        except RuleError as error:
            self.problems.append(self.table.problem(row, column, error.message))
            return
        key = (target.pk, period)
        if key in self.seen:
            words = _("%(indicator)s %(period)s stands in %(cell)s already.")
            message = words % {
                "indicator": target.indicator.code,
                "period": f"{period:%Y-%m}",
                "cell": self.seen[key],
            }
            self.problems.append(self.table.problem(row, column, message))
            return
        self.seen[key] = cell.cell
        self.lines.append(Line(cell.cell, entry))

    def _value(self, row: SheetRow, column: int, target: PlantIndicator) -> Decimal | None:
        """Return the reading of a cell in the unit of its indicator; None with a problem noted."""
        value = self._number(row, column)
        if value is None or not is_percent(row.value(column)) or takes_percent(target):
            return value
        if target.indicator.unit_kind == Indicator.UnitKind.RATIO and not target.unit:
            return value / 100
        message = _("“%(text)s” is a percentage, but %(indicator)s is counted in %(unit)s.") % {
            "text": to_text(row.value(column)),
            "indicator": target.indicator.code,
            "unit": lt(target.unit_text) or DASH,
        }
        self.problems.append(self.table.problem(row, column, message))
        return None

    def _number(self, row: SheetRow, column: int) -> Decimal | None:
        block = self.blocks[column]
        if block.style.conflict is not None:
            return None
        try:
            return block.number(row, column)
        except ValueError:
            message = _("Not a number: “%(text)s”.") % {"text": to_text(row.value(column))}
            self.problems.append(self.table.problem(row, column, message))
            return None


def _day_of(period: Period) -> dt.date:
    """Return a day of a month, quarter or day.

    Raises:
        RuleError: weeks, years and bare numbers name no month.
    """
    if period.step is PeriodStep.DAY:
        return dt.date.fromordinal(period.position)
    if period.step in SPANS:
        return start_of(period.position, period.step)
    raise RuleError("no month", field="period")
