"""Which column of a file is which of ours: known heads are taken, the likes of them proposed; pure but for errors.

See docs/method.md#workbooks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheets.columns import Column
from sheets.reading import SheetTable
from sheets.rows import places_of
from sheets.values import folded, is_blank, to_text

# Heads of running numbers, which are left out without a question.
SERIALS = frozenset(("序号", "no.", "no", "#", "nr", "nr.", "s/n", "item", "行号", "stt"))
LIKE = 0.75  # of two heads, from 0 to 1; the ratio of difflib
SAMPLES, LETTERS = 2, 40


@dataclass(frozen=True, slots=True)
class KnownHeads:
    """How far the heads of a file are known.

    Attributes:
        places: field -> place of its column; None where the file has none.
        unknown: places of heads that nobody knows.
        is_asked: whether a person must say: a head is unknown, or a needed column missing.
    """

    places: Mapping[str, int | None]
    unknown: tuple[int, ...]
    is_asked: bool


def known_columns(
    table: SheetTable, columns: Sequence[Column], remembered: Mapping[str, str]
) -> KnownHeads:
    """Return the columns that a file has by what is remembered of its heads, by title and by alias.

    Args:
        table: the file.
        columns: ours.
        remembered: folded head -> field, empty for one that is left out.

    Raises:
        WorkbookError: two columns have the title of one.
    """
    places = dict(places_of(table, columns))
    heads = {at: folded(head) for at, head in enumerate(table.head) if head}
    fields = {column.field for column in columns}
    for at, head in heads.items():
        chosen = remembered.get(head)
        if chosen is None or (chosen and chosen not in fields):
            continue
        places = {name: None if place == at else place for name, place in places.items()}
        if chosen:
            places[chosen] = at
    settled = {
        at for at, head in heads.items() if head in SERIALS or not remembered.get(head, head)
    }
    unknown = tuple(at for at in heads if at not in places.values() and at not in settled)
    is_lacking = any(column.is_needed and places[column.field] is None for column in columns)
    return KnownHeads(places, unknown, bool(unknown) or is_lacking)


def proposed(table: SheetTable, columns: Iterable[Column], known: KnownHeads) -> dict[int, str]:
    """Return place -> field for every head: what is known, and what unknown heads are most like.

    Two heads are alike when one holds the other, or by the ratio of difflib. Each field is proposed
    once, to the head that is most like it; a head that is like none is left out.
    """
    found = {place: name for name, place in known.places.items() if place is not None}
    scores = sorted(
        (
            (-_likeness(folded(table.head[at]), column), at, column.field)
            for at in known.unknown
            for column in columns
            if known.places[column.field] is None
        ),
    )
    for score, at, name in scores:
        if -score >= LIKE and at not in found and name not in found.values():
            found[at] = name
    return found


def samples(table: SheetTable, place: int) -> list[str]:
    """Return the first values of a column, to be recognized by."""
    values = (row.value(place) for row in table.rows)
    shown = dict.fromkeys(to_text(value)[:LETTERS] for value in values if not is_blank(value))
    return list(shown)[:SAMPLES]


def _likeness(head: str, column: Column) -> float:
    return max(_alike(head, folded(name)) for name in (*column.titles, *column.aliases))


def _alike(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    is_part = set(short.split()) <= set(long.split()) if short.isascii() else short in long
    if len(short) > 1 and is_part:
        return 0.8 + 0.2 * len(short) / len(long)
    return difflib.SequenceMatcher(None, one, other).ratio()
