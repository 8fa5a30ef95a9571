"""Ratings written as a table of unit, rater and value: strict, with the place of every error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import RuleError
from scoring.domain.agreement import FEWEST_OPTIONS
from scoring.domain.tables import TableFileError, read_table
from sheets.numbers import is_percent, read_typed

COLUMNS = ("unit", "rater", "value")
MOST_OPTIONS = 100
Thing = tuple[str, str]  # unit and item; the item is empty where the table has none


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Who gave what to which thing.

    Attributes:
        options: values are 1 to this number.
        raters: everybody who is named.
        values: value by rater of each thing, both in the order of the file; None where a value is
            missing.
    """

    options: int
    raters: tuple[str, ...]
    values: Mapping[Thing, Mapping[str, int | None]]

    @property
    def rows(self) -> list[list[int | None]]:
        """The values of each thing, the raters in one order; without one that gave none, None."""
        return [
            [given[rater] for rater in self.raters]
            if len(given) == len(self.raters)
            else [*given.values(), None]
            for given in self.values.values()
        ]

    def given(self, thing: Thing) -> list[int]:
        """Return the values that a thing has."""
        return [value for value in self.values[thing].values() if value is not None]

    @property
    def groups(self) -> dict[str, list[Thing]]:
        """The things of each unit; without items all of them, under no name."""
        found: dict[str, list[Thing]] = {}
        for thing in self.values:
            unit, item = thing
            found.setdefault(unit if item else "", []).append(thing)
        return found or {"": []}


def read_ratings(text: str, options: int) -> RatingTable:
    """Return the ratings of a CSV table with the columns unit, rater, value and perhaps item.

    Args:
        text: the text of the file.
        options: how many options raters had; a value is one of 1 to this number, or missing.

    Raises: RuleError for a number of options that no scale has, TableFileError for a table that
        cannot be read, no unit, rater or item, another value, and a rater who rates a thing twice.
    """
    if not FEWEST_OPTIONS <= options <= MOST_OPTIONS:
        raise RuleError(
            f"options are {FEWEST_OPTIONS} to {MOST_OPTIONS}, not {options}", field="options"
        )
    raters: dict[str, None] = {}
    values: dict[Thing, dict[str, int | None]] = {}
    for line, cells in read_table(text, COLUMNS, optional=("item",)):
        for name in ("unit", "rater", "item"):
            if not cells.get(name, "-"):
                raise TableFileError(f"line {line}, column {name}: empty", field=name)
        thing, rater = (cells["unit"], cells.get("item", "")), cells["rater"]
        given = values.setdefault(thing, {})
        if rater in given:
            what = " ".join(part for part in thing if part)
            raise TableFileError(f"line {line}, column rater: {rater} rates {what} twice")
        given[rater] = _option(cells["value"], options, line)
        raters[rater] = None
    return RatingTable(options, tuple(raters), values)


def _option(text: str, options: int, line: int) -> int | None:
    """Return the option of a cell; None for an empty one."""
    if not text:
        return None
    try:
        number = None if is_percent(text) else read_typed(text)
    except ValueError:
        number = None
    if number is None or not 1 <= number <= options or number % 1:
        message = f"line {line}, column value: {text} is not a whole number from 1 to {options}"
        raise TableFileError(message, field="value")
    return int(number)
