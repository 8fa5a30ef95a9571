"""What a workbook of answers would do: each question read, checked, and held against what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessment.selectors.cards import Card, question_cards
from assessment.services.answering import Given, check_given
from assessment.services.batches import AnswerEntry
from core.errors import RuleError
from core.text import readable
from packs.schema import Framework
from questionnaire.domain.filling import (
    CellEntry,
    FillEffect,
    FullEntry,
    effect,
    laid_over,
    settled,
)
from questionnaire.exporters.book import ENTERED, ONCE, Place, SentBack, entry_of
from questionnaire.exporters.parts import (
    NO_WORDS,
    TAKES_AWAY,
    YES_WORDS,
    AnswerPart,
    PartMissingError,
    joined,
    parts_of,
)
from questionnaire.importers.cells import AnswerFile, MarkedRow
from questionnaire.selectors.filling import FilledQuestion, Filling
from questionnaire.selectors.telling import misfit
from sheets.reading import CellProblem
from sheets.values import CellValue, folded, to_text

LONGEST = {"reason": 1000, "note": 4000}
COLUMN_OF = {"target": "target", "not_applicable": "na", "reason": "reason"}


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """What the file does to a question.

    Attributes:
        question: with what is stored.
        effect: what taking it over does.
        given: the whole answer.
    """

    question: FilledQuestion
    effect: FillEffect
    given: Given

    @property
    def id(self) -> str:
        """The question."""
        return self.question.card.id

    @property
    def entry(self) -> AnswerEntry:
        """What the service takes, at the version that was held against it."""
        return AnswerEntry(self.id, self.given, self.question.answer.version)


@dataclass
class FileCheck:
    """What a file would do; nothing is stored.

    Attributes:
        file: as it was read.
        filling: what the person may fill in.
        rows: questions without a wrong cell.
        problems: by place what is wrong there; the first of a cell counts.
        formulas: cells whose formula counts as text.
    """

    file: AnswerFile
    filling: Filling
    rows: list[CheckedQuestion] = field(default_factory=list)
    problems: dict[Place, CellProblem] = field(default_factory=dict)
    formulas: dict[Place, CellProblem] = field(default_factory=dict)

    @property
    def every_problem(self) -> list[CellProblem]:
        """Cells that are wrong, and rows that are not taken."""
        return [*self.file.problems, *self.problems.values()]

    @cached_property
    def made(self) -> list[CheckedQuestion]:
        """What is taken over without asking."""
        return [one for one in self.rows if one.effect in {FillEffect.NEW, FillEffect.CHANGED}]

    @cached_property
    def conflicts(self) -> list[CheckedQuestion]:
        """What was answered since the export: a person says which answer holds."""
        return [one for one in self.rows if one.effect is FillEffect.CONFLICT]

    def count(self, wanted: FillEffect) -> int:
        """Return how many questions have an effect."""
        return sum(one.effect is wanted for one in self.rows)

    @property
    def missing(self) -> int:
        """How many questions that the person may answer are not in the file."""
        return sum(one.card.id not in self.file.questions for one in self.filling.questions)

    @property
    def before(self) -> list[str]:
        """What the check found, to be compared with what a later one finds."""
        return [f"{one.id} {one.effect} {one.question.answer.version}" for one in self.rows]

    def sent_back(self, told: Mapping[str, str]) -> SentBack:
        """Return the file for its way back, its wrong cells marked.

        Args:
            told: question -> words about what was answered since the export.
        """
        cells: dict[Place, CellValue] = {}
        seen: dict[str, tuple[int, str]] = {}
        for question, rows in self.file.questions.items():
            for part, row in rows.items():
                seen.setdefault(question, (row.mark.version, row.mark.seen))
                cells |= {(question, part, name): row.value(name) for name in ENTERED}
        first = {name: next(iter(rows)) for name, rows in self.file.questions.items()}
        marks = {(name, first[name], "answer"): words for name, words in told.items()}
        for place, problem in {**self.formulas, **self.problems}.items():
            marks[place] = problem.message
        return SentBack(cells, marks, seen, self.file.left)


def check_answers(file: AnswerFile, filling: Filling) -> FileCheck:
    """Return what a file would do.

    Args:
        file: the person's own, of this run.
        filling: what they may fill in, in the language of the file.
    """
    check = FileCheck(file, filling)
    framework = filling.run.framework.read(Framework)
    known = {one.card.id: one for one in filling.questions}
    cards = question_cards(filling.run.framework, filling.language)
    for question, rows in file.questions.items():
        reader = _QuestionReader(check, cards[question], rows, framework)
        if question in known:
            reader.hold_against(known[question])
        else:
            gone = _("The run does not ask this question any more.")
            reader.refuse(filling.closed.get(question, gone))
    return check


class _QuestionReader:
    """Reads the rows of one question, gathers what is wrong, and says what they do."""

    def __init__(
        self, check: FileCheck, card: Card, rows: Mapping[str, MarkedRow], framework: Framework
    ) -> None:
        self.check, self.card, self.rows, self.framework = check, card, rows, framework
        first = parts_of(card)[0].key
        self.first = first if first in rows else next(iter(rows))
        self.keeps = card.id in framework.na_rules
        self.is_sound = True
        self.cells = self._read()

    def refuse(self, words: str) -> None:
        """Name a question that the person cannot answer, if the file changes it."""
        if not self._is_untouched():
            self._wrong(self.first, "answer", words)

    def hold_against(self, question: FilledQuestion) -> None:
        """Say what the rows do to what is stored, or what is wrong with them."""
        stored = entry_of(question, self.framework)
        laid = laid_over(self.cells, stored)
        said = settled(laid, former=stored if self.keeps else None)
        is_newer = any(row.mark.version != question.answer.version for row in self.rows.values())
        found = effect(said, stored, is_untouched=self._is_untouched(), is_newer=is_newer)
        self._check_words(laid, stored)
        given = Given() if found is FillEffect.SAME else self._given(said)
        if self.is_sound:
            self.check.rows.append(CheckedQuestion(question, found, given))

    def _is_untouched(self) -> bool:
        """Tell whether the cells say what the export wrote into them."""
        typed = laid_over(self.cells, FullEntry())
        typed = settled(typed, former=FullEntry() if self.keeps else None)
        return self.is_sound and {row.mark.seen for row in self.rows.values()} == {typed.digest}

    def _read(self) -> CellEntry:
        parts: dict[str, str | None] = {}
        known = {part.key: part for part in parts_of(self.card)}
        for key, row in self.rows.items():
            if to_text(row.value("answer")):
                self._part(row, known[key], parts)
        fields = {name: self._field(name) for name in ONCE if self._has(name)}
        if "na" in fields:
            fields["not_applicable"] = fields.pop("na")
        elif any(token is not None for token in parts.values()):
            fields["not_applicable"] = False  # who answers a question says that it applies
        return CellEntry(parts, fields)

    def _has(self, name: str) -> bool:
        return bool(to_text(self.rows[self.first].value(name)))

    def _part(self, row: MarkedRow, part: AnswerPart, parts: dict[str, str | None]) -> None:
        if row.is_formula("answer"):
            self._wrong(part.key, "answer", _("A formula. Write the value itself."))
            return
        try:
            parts[part.key] = part.read(row.value("answer"))
        except ValueError:
            words = _("Choose from the list.") if part.labels else _("Enter a number.")
            self._wrong(part.key, "answer", words)

    def _field(self, name: str) -> Any:
        """Return what the cell of a column says that is not blank."""
        row = self.rows[self.first]
        if name in LONGEST:
            return self._words(row, name)
        if row.is_formula(name):
            self._wrong(self.first, name, _("A formula. Write the value itself."))
            return None
        word = folded(to_text(row.value(name)))
        if name == "target":
            return self._target(row)
        if word not in YES_WORDS | NO_WORDS | TAKES_AWAY:
            self._wrong(self.first, name, _("Choose from the list."))
        return word in YES_WORDS

    def _target(self, row: MarkedRow) -> int | None:
        token: str | None = ""
        with suppress(ValueError):
            token = parts_of(self.card)[0].read(row.value("target"))
        if token is None:
            return None
        if self.card.takes_target and token.isdecimal():
            return int(token)
        self._wrong(self.first, "target", _("Choose a level of the scale as target."))
        return None

    def _words(self, row: MarkedRow, name: str) -> str:
        value = row.value(name)
        text = readable(value).strip() if isinstance(value, str) else to_text(value)
        if row.is_formula(name):
            words = _("A formula; it counts as the text that stands here.")
            self.check.formulas[self.card.id, self.first, name] = row.problem(name, words)
        if len(text) > LONGEST[name]:
            words = _("Use at most %(n)s characters.") % {"n": LONGEST[name]}
            self._wrong(self.first, name, words)
        return "" if text in TAKES_AWAY else text

    def _check_words(self, laid: FullEntry, stored: FullEntry) -> None:
        """Refuse cells that contradict each other, so that nothing that was typed is dropped."""
        if laid.not_applicable:
            if not self.keeps and laid.parts and dict(laid.parts) != dict(stored.parts):
                words = _("“Does not apply” says Yes: empty this cell, or say No there.")
                self._wrong(next(iter(self.cells.parts), self.first), "answer", words)
        elif self.cells.fields.get("reason") and not self._has("na"):
            words = _("A reason without a Yes under “Does not apply”.")
            self._wrong(self.first, "reason", words)

    def _given(self, said: FullEntry) -> Given:
        """Return the whole answer; one that does not fit its question is a problem of its cell."""
        given = Given()
        try:
            value = joined(self.card, said.parts)
            given = Given(value, said.target, said.not_applicable, said.reason, said.note)
            may_review = self.check.filling.who.may_review
            check_given(self.framework, self.card.id, given, may_review=may_review)
        except PartMissingError as error:
            words = _("Enter both numbers.")
            if self.card.kind != "ratio":
                words = _("Choose an entry in every row.")
            self._wrong(error.key, "answer", words)
        except RuleError as error:
            column = COLUMN_OF.get(error.field, "answer")
            key = next(iter(self.cells.parts), self.first) if column == "answer" else self.first
            self._wrong(key, column, misfit(error, self.card.kind))
        return given

    def _wrong(self, part: str, column: str, message: str) -> None:
        self.is_sound = False
        key = part if part in self.rows else self.first
        problem = self.rows[key].problem(column, message)
        self.check.problems.setdefault((self.card.id, key, column), problem)
