"""The workbook of a person: a sheet to read, one for each section, and what tells whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assessment.selectors.cards import Card
from core.text import readable
from core.wording.dates import zoned
from packs.schema import Framework
from questionnaire.domain.filling import FullEntry, settled
from questionnaire.exporters.parts import AnswerPart, parts_of, split
from questionnaire.exporters.readme import readme_sheet
from questionnaire.exporters.sealing import BookOwner, BookSeal, RowMark, RowSigner, sealed
from questionnaire.selectors.filling import FilledQuestion, FilledSection, Filling
from sheets.entry import (
    CLOSED,
    ENTRY,
    HEAD,
    NUMBER,
    QUIET,
    EntryCell,
    EntrySheet,
    tabs,
    write_entry_book,
)
from sheets.values import CellValue

SEAL_TAB = "landfall"
# What stands in the hidden first row of a section's sheet: columns are known by it in every language.
KEYS = ("number", "question", "help", "title", "answer", "target", "na", "reason", "note")
HIDDEN_KEYS = ("id", "part", "version", "seen", "mark")
COLUMNS = (*KEYS, *HIDDEN_KEYS)
AT = {name: place for place, name in enumerate(COLUMNS)}
WIDTHS = (9, 46, 52, 26, 24, 18, 10, 26, 40, 10, 10, 10, 10, 10)
ONCE = ("target", "na", "reason", "note")  # once for a question, in the row of its first part
ENTERED = ("answer", *ONCE)
HEAD_ROWS = 2
Place = tuple[str, str, str]  # question, part, column


@dataclass(frozen=True, slots=True)
class SentBack:
    """What a file said that goes back to its person.

    Attributes:
        cells: by question, part and column what stands in the cell.
        marks: what is wrong there.
        seen: by question version and mark of the export that the file came from.
        left: rows that are nobody's, as they were.
    """

    cells: Mapping[Place, CellValue]
    marks: Mapping[Place, str]
    seen: Mapping[str, tuple[int, str]]
    left: Sequence[Sequence[CellValue]] = field(default=())


NOTHING = SentBack({}, {}, {})


def entry_of(one: FilledQuestion, framework: Framework) -> FullEntry:
    """Return what a person sees stored of a question, in the form in which entries are compared."""
    answer = one.answer
    stored = FullEntry(
        parts=split(one.card, answer.value),
        target=answer.target,
        not_applicable=answer.not_applicable,
        reason=readable(answer.reason).strip(),
        note=readable(answer.note).strip(),
    )
    return settled(stored, former=stored if one.card.id in framework.na_rules else None)


def answer_workbook(filling: Filling, *, at: dt.datetime, back: SentBack = NOTHING) -> bytes:
    """Return the workbook of a person as an XLSX file, in the language of the filling.

    Args:
        filling: what they may fill in, and see.
        at: when it is made.
        back: what a file said that goes back with its wrong cells marked.
    """
    run = filling.run
    owner = BookOwner.of(run, filling.who.person)
    asked = tuple(one.card.id for one in filling.questions)
    seal = BookSeal(owner, filling.language, at.isoformat(timespec="seconds"), asked)
    with override(filling.language), timezone.override(run.plant.time_zone):
        names = [_("Read me"), *(part.title for part in filling.sections)]
        titles = tabs([*names, *([_("Not taken")] if back.left else [])])
        sheets = [readme_sheet(titles[0], filling, zoned(at))]
        maker = _SectionMaker(filling, owner, back)
        sheets += map(maker.sheet, titles[1:], filling.sections)
        if back.left:
            sheets.append(_left(titles[-1], back.left))
    hidden = [[EntryCell(piece)] for piece in sealed(seal)]
    sheets.append(EntrySheet(SEAL_TAB, hidden, is_hidden=True))
    return write_entry_book(sheets)


def _left(tab: str, rows: Sequence[Sequence[CellValue]]) -> EntrySheet:
    """Return a sheet with rows that are nobody's, so that no word in them is lost."""
    cells = [[EntryCell(value, QUIET) for value in row[: len(KEYS)]] for row in rows]
    return EntrySheet(tab, cells, WIDTHS[: len(KEYS)])


class _SectionMaker:
    """Makes the sheets of sections."""

    def __init__(self, filling: Filling, owner: BookOwner, back: SentBack) -> None:
        self.filling, self.back = filling, back
        self.framework = filling.run.framework.read(Framework)
        self.signer = RowSigner(owner)

    def sheet(self, tab: str, section: FilledSection) -> EntrySheet:
        """Return the sheet of a section; columns that none of its questions needs are hidden."""
        rows = [[EntryCell(key) for key in COLUMNS], [EntryCell(head, HEAD) for head in _heads()]]
        parts = {one.card.id: parts_of(one.card) for one in section.questions}
        for one in section.questions:
            rows += self._rows(one, parts[one.card.id])
        hidden = {AT[key] for key in HIDDEN_KEYS}
        if not any(part.title for found in parts.values() for part in found):
            hidden.add(AT["title"])
        if not any(one.card.takes_target for one in section.questions):
            hidden.add(AT["target"])
        notes = {(1, AT[key]): words for key, words in _notes().items()}
        return EntrySheet(tab, rows, WIDTHS, frozenset(hidden), 1, HEAD_ROWS, notes)

    def _rows(self, one: FilledQuestion, parts: Sequence[AnswerPart]) -> Iterator[list[EntryCell]]:
        """Yield the rows of a question, one for each part of its answer."""
        entry = entry_of(one, self.framework)
        card = one.card
        version, seen = self.back.seen.get(card.id, (one.answer.version, entry.digest))
        for at, part in enumerate(parts):
            mark = RowMark(card.id, part.key, version, seen)
            first = at == 0
            texts = (card.id, _question(card), _help(card)) if first else ("", "", "")
            cells = [EntryCell(text, look) for text, look in zip(texts, _LOOKS, strict=True)]
            cells.append(EntryCell(part.title))
            cells += [
                self._entered(one, entry, part, key) if first or key == "answer" else _SHUT
                for key in ENTERED
            ]
            hidden = (mark.question, mark.part, version, seen, self.signer.mark(mark))
            yield [*cells, *(EntryCell(value) for value in hidden)]

    def _entered(
        self, one: FilledQuestion, entry: FullEntry, part: AnswerPart, key: str
    ) -> EntryCell:
        """Return an open cell with what is stored, or with what the file said; a closed one if need be."""
        place = (one.card.id, part.key, key)
        if one.card.id in self.back.seen:
            value = self.back.cells.get(place)
        else:
            value = _stored(entry, part, key)
        mark = self.back.marks.get(place, "")
        if not self._is_asked(one.card, key):
            return EntryCell(value, CLOSED, mark=mark)
        choices, limits = _allowed(part, key)
        look = NUMBER if key == "answer" and not choices else ENTRY
        return EntryCell(value, look, choices, limits, mark)

    def _is_asked(self, card: Card, key: str) -> bool:
        if key == "target":
            return card.takes_target
        if key in {"na", "reason"}:
            return card.may_skip and (self.filling.who.may_review or not card.is_reserved)
        return True


_LOOKS = ("plain", "plain", QUIET)
_SHUT = EntryCell(look=CLOSED)


def _allowed(part: AnswerPart, key: str) -> tuple[tuple[str, ...], tuple[float, float] | None]:
    """Return what a cell takes: a list, or limits of a number."""
    if key == "answer":
        return part.choices, part.limits
    if key == "target":
        return part.choices, None
    return ((_("Yes"), _("No")) if key == "na" else ()), None


def _stored(entry: FullEntry, part: AnswerPart, key: str) -> CellValue:
    """Return what is stored of a question, as it stands in a cell."""
    if key == "answer":
        return part.shown(entry.parts.get(part.key))
    if key == "target":
        return None if entry.target is None else part.shown(str(entry.target))
    if key == "na":
        return _("Yes") if entry.not_applicable else None
    return entry.reason if key == "reason" else entry.note


def _heads() -> tuple[str, ...]:
    """Return the heads of the columns; what is hidden has none."""
    return (
        _("No."),
        _("Question"),
        _("What the levels mean"),
        pgettext("of an answer", "Part"),
        _("Answer"),
        pgettext("level", "Target"),
        _("Does not apply"),
        _("Reason"),
        _("Note"),
        *[""] * len(HIDDEN_KEYS),
    )


def _notes() -> dict[str, str]:
    """Return what the heads explain."""
    return {
        "answer": _("A blank cell keeps what is stored. A dash takes it away."),
        "na": _("Yes where the question does not apply to the plant; then say why."),
        "note": _("Text. A blank cell keeps what is stored, a dash takes it away."),
    }


def _question(card: Card) -> str:
    return card.text if card.text == card.topic else f"{card.topic}\n{card.text}"


def _help(card: Card) -> str:
    """Return what helps to answer: levels in words, limits of a number, what an assessor looks at."""
    lines = [f"{one.value} {one.name}: {one.text}" for one in card.choices if one.text]
    if card.kind == "number" and card.labels:
        words = _("a number from %(lowest)s to %(highest)s")
        lines.append(words % {"lowest": card.labels[0], "highest": card.labels[1]})
    if card.unit:
        lines.append(_("Unit: %(unit)s") % {"unit": card.unit})
    lines += [f"· {line}" for line in card.looks_at]
    return "\n".join(lines)
