"""The sheets of a workbook of answers: whose it is, and its rows by question, each known by its signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessment.models import Assessment
from organizations.models import User
from questionnaire.exporters.book import COLUMNS, ENTERED, HIDDEN_KEYS, KEYS, SEAL_TAB
from questionnaire.exporters.sealing import (
    BookOwner,
    BookSeal,
    RowMark,
    RowSigner,
    require_own,
    unsealed_book,
)
from sheets.archive import FileLimits
from sheets.books import BookRow, BookSheet, read_book
from sheets.reading import CellProblem
from sheets.values import CellValue, to_text

FILE_BYTES = 1024 * 1024
LIMITS = FileLimits(file_bytes=FILE_BYTES, rows=5000, columns=40)


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row of a section's sheet whose signature holds.

    Attributes:
        mark: what its hidden cells say.
        sheet: it stands in.
        row: its cells.
        places: column -> place.
    """

    mark: RowMark
    sheet: BookSheet
    row: BookRow
    places: Mapping[str, int]

    def value(self, column: str) -> CellValue:
        """Return the cell of a column."""
        return self.row.value(self.places[column])

    def is_formula(self, column: str) -> bool:
        """Tell whether the cell of a column holds a formula."""
        return self.row.is_formula(self.places[column])

    def problem(self, column: str, message: str) -> CellProblem:
        """Return a problem of the cell of a column."""
        return self.sheet.problem(self.row.number, self.places[column], message)


@dataclass(slots=True)
class AnswerFile:
    """A workbook of answers that is the person's own, not yet held against what is stored.

    Attributes:
        seal: what its hidden sheet says.
        questions: question -> its rows by part, in the order of the file.
        problems: rows that are not taken.
        left: the cells of these rows.
    """

    seal: BookSeal
    questions: dict[str, dict[str, MarkedRow]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    left: list[tuple[CellValue, ...]] = field(default_factory=list)


def read_answer_file(data: bytes, *, run: Assessment, person: User) -> AnswerFile:
    """Return the rows of a person's own workbook of a run.

    Args:
        data: the whole XLSX file.
        run: with its plant.
        person: whose it must be.

    Raises:
        WorkbookError: it cannot be read, costs too much, or is of another plant, run, release or person.
    """
    sheets = read_book(data, LIMITS)
    seal = unsealed_book(
        to_text(row.value(0)) for sheet in sheets if sheet.title == SEAL_TAB for row in sheet.rows
    )
    owner = BookOwner.of(run, person)
    require_own(seal.owner, owner)
    found = AnswerFile(seal)
    signer = RowSigner(owner)
    for sheet in sheets:
        places = _places(sheet)
        for row in _below(sheet) if places else ():
            _take(found, sheet, row, places, signer)
    return found


def _places(sheet: BookSheet) -> dict[str, int]:
    """Return column -> place of a section's sheet, nothing of another one."""
    top = sheet.rows[0].values if sheet.rows else ()
    places = {name: at for at, name in enumerate(map(to_text, top)) if name in COLUMNS}
    return places if len(places) == len(COLUMNS) else {}


def _below(sheet: BookSheet) -> Iterator[BookRow]:
    """Yield the rows below both heads."""
    first = sheet.rows[0].number
    return (row for row in sheet.rows[1:] if row.number > first + 1)


def _take(
    found: AnswerFile, sheet: BookSheet, row: BookRow, places: Mapping[str, int], signer: RowSigner
) -> None:
    """Take a row whose signature holds; keep any other one with its reason."""
    question, part, version, seen, mark = (to_text(row.value(places[name])) for name in HIDDEN_KEYS)
    if not question and not any(to_text(row.value(places[name])) for name in ENTERED):
        return
    said = RowMark(question, part, int(version) if version.isdecimal() else -1, seen)
    words = ""
    if not version.isascii() or not signer.is_own(said, mark):
        words = _("The hidden cells of this row were changed; it is not taken. Export anew.")
    elif part in found.questions.get(question, {}):
        first = found.questions[question][part]
        words = _("This question stands in row %(n)s of “%(sheet)s” already; not taken.")
        words %= {"n": first.row.number, "sheet": first.sheet.title}
    if words:
        found.problems.append(sheet.problem(row.number, places["number"], words))
        found.left.append(tuple(row.value(places[name]) for name in KEYS))
        return
    rows = found.questions.setdefault(question, {})
    rows[part] = MarkedRow(said, sheet, row, places)
