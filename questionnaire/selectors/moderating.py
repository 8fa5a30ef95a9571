"""What an assessor looks at before agreeing on an answer: who said what, how far apart."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assessment.models import Assessment
from assessment.selectors.appendix import in_words
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.runs import framework_of, run_sections
from core.wording.texts import lt
from organizations.models import User
from packs.schema import Framework
from questionnaire.domain.hearing import LEAST, Heard, middle
from questionnaire.models import AgreedAnswer, RaterAnswer
from questionnaire.selectors.agreeing import levels_alpha
from questionnaire.selectors.functions import asked_functions, functions_of
from questionnaire.selectors.hearing import Hearing, are_apart, fitting, heard, hearings, points_of
from questionnaire.selectors.sureness import proofs_of, steps_of
from scoring.domain.agreement import within_group
from scoring.domain.confidence import Proof, Voice, sureness
from scoring.domain.sections import Section
from scoring.domain.undefined import Statistic, Undefined


class HearingState(StrEnum):
    """Where a question that is answered apart stands."""

    OPEN = "open"  # somebody has yet to speak
    APART = "apart"  # far apart: nobody has agreed on an answer yet
    NEAR = "near"  # the answer in the middle counts
    AGREED = "agreed"
    STALE = "stale"  # agreed, and somebody says something else since


ORDER = tuple(HearingState[name] for name in ("APART", "STALE", "NEAR", "OPEN", "AGREED"))


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What one person said, in words; `level` on questions with levels, else None."""

    name: str
    words: str
    level: int | None
    reason: str
    said_on: Any


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """A level with how many people chose it; `is_middle` where the median lies."""

    level: str
    count: int
    is_middle: bool


@dataclass(frozen=True, slots=True)
class ModerationRow:
    """One question that is answered apart.

    Attributes:
        card: its words.
        state: where it stands.
        lines: what people said; none where the reader has yet to speak.
        steps: the scale with the answers on it; none without levels.
        middle: the answer in the middle, in words.
        low, high: the ends of the answers in points; None without any.
        agreement: r_wg, from three voices on.
        agreed: what was agreed on.
        agreed_words: the same in words.
        waiting: who has yet to speak.
        is_hidden: whether the reader has yet to speak, and is shown nothing.
        sure: how sure the answer is, 0 to 1: agreement × evidence × functions heard.
        unheard: the functions that the question wants to hear and nobody of whom has answered.
        choices: what can be agreed on: a key that stays the same, and words.
        values: the same as it is stored, by key.
    """

    card: Card
    state: HearingState
    lines: tuple[VoiceLine, ...] = ()
    steps: tuple[VoiceCount, ...] = ()
    middle: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    agreement: Statistic = Undefined.FEW_VOICES
    agreed: AgreedAnswer | None = None
    agreed_words: str = ""
    waiting: tuple[str, ...] = ()
    is_hidden: bool = False
    sure: Statistic = Undefined.NO_STEPS
    unheard: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def range(self) -> Decimal:
        """How far the answers lie apart, in points."""
        return Decimal(0) if self.low is None or self.high is None else self.high - self.low

    @property
    def has_agreement(self) -> bool:
        """Whether the agreement is a figure."""
        return isinstance(self.agreement, Decimal)

    @property
    def is_sure(self) -> bool:
        """Whether how sure it is is a figure."""
        return isinstance(self.sure, Decimal)

    @property
    def version(self) -> int:
        """Version of the agreement that the row shows, 0 without one."""
        return self.agreed.version if self.agreed else 0

    @property
    def chosen(self) -> str:
        """The choice that was agreed on; empty so far."""
        return "" if self.agreed is None else key_of(self.agreed.value)


@dataclass(frozen=True, slots=True)
class ModeratedSection:
    """A section that is answered apart, with alpha over its questions."""

    id: str
    title: str
    rows: tuple[ModerationRow, ...]
    alpha: Statistic | None

    def count(self, *states: HearingState) -> int:
        """Return how many questions stand in one of some states."""
        return sum(1 for row in self.rows if row.state in states)


def moderated_sections(
    run: Assessment, reader: User, language: str, *, by_number: bool = False, question: str = ""
) -> list[ModeratedSection]:
    """Return the sections that are answered apart; four queries each, and four more in all.

    Args:
        run: the run.
        reader: who looks; of a question that they answer themselves nothing before they have.
        language: the reader's.
        by_number: in reading order; else what lies furthest apart first.
        question: of the section that holds it only; empty for all.
    """
    parts = [
        part
        for part in run_sections(run)
        if part.id in run.apart and (not question or question in part.questions)
    ]
    if not parts:
        return []
    about = _About(
        framework=framework_of(run.framework),
        cards=question_cards(run.framework, language),
        functions=functions_of(run.plant),
        asked=asked_functions(run, [one for part in parts for one in part.questions]),
        proofs=proofs_of(run),
        language=language,
    )
    return [_section(run, part, reader, about, by_number=by_number) for part in parts]


def _section(
    run: Assessment, part: Section, reader: User, about: _About, *, by_number: bool
) -> ModeratedSection:
    told = hearings(run, part.id, part.questions)
    names = _names(told)
    rows = [_row(one, reader, names, about) for one in told]
    if not by_number:
        rows.sort(key=lambda row: (ORDER.index(row.state), -row.range))
    title = lt(part.title.as_dict())
    return ModeratedSection(part.id, title, tuple(rows), _alpha(told, reader, about))


def _names(told: Sequence[Hearing]) -> dict[int, str]:
    wanted = {key for one in told for key in one.waiting}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _is_hidden(one: Hearing, reader: User) -> bool:
    """Tell whether a reader is asked the question and has not answered it."""
    return reader.pk in one.waiting


def _alpha(told: Sequence[Hearing], reader: User, about: _About) -> Statistic | None:
    """Return alpha over the questions with levels; None while the reader has yet to speak."""
    if any(_is_hidden(one, reader) for one in told):
        return None
    return levels_alpha(about.framework, told)


@dataclass(frozen=True, slots=True)
class _About:
    """What is read once for all sections."""

    framework: Framework
    cards: Mapping[str, Card]
    functions: Mapping[int, list[str]]
    asked: Mapping[str, Mapping[str, str]]
    proofs: Mapping[str, Proof]
    language: str


def _row(one: Hearing, reader: User, names: Mapping[int, str], about: _About) -> ModerationRow:
    card = about.cards[one.question]
    waiting = tuple(names[key] for key in one.waiting)
    if _is_hidden(one, reader):
        return ModerationRow(card, HearingState.OPEN, waiting=waiting, is_hidden=True)
    fit = fitting(about.framework, card.id, one.answers)
    answers = [row for row, _points in fit]
    points = [points for _row, points in fit if points is not None]
    found = middle(heard(about.framework, card.id, one.answers))
    asked, values = about.asked[card.id], _values(card, answers)
    spoken = {key for row in answers for key in about.functions.get(row.rater_id, [])}
    is_shown = card.kind == "levels" and len(points) >= LEAST
    return ModerationRow(
        card=card,
        state=_state(one, about.framework),
        lines=tuple(_line(card, row, about.language) for row in answers),
        steps=_steps(card, answers, found),
        middle=_words(card, found, about.language),
        low=min(points, default=None),
        high=max(points, default=None),
        agreement=within_group(points, len(card.choices)) if is_shown else Undefined.FEW_VOICES,
        agreed=one.agreed,
        agreed_words=_agreed_words(card, one, about),
        waiting=waiting,
        sure=_sure(card, answers, asked, one.agreed, about),
        unheard=tuple(name for key, name in asked.items() if key not in spoken),
        choices=tuple((key, _choice(card, one, about.language)) for key, one in values.items()),
        values=values,
    )


def _agreed_words(card: Card, one: Hearing, about: _About) -> str:
    """Return what was agreed on, as long as it fits its question."""
    if one.agreed is None or points_of(about.framework, card.id, one.agreed.value) is None:
        return ""
    return in_words(card, one.agreed.value, about.language)


def _choice(card: Card, value: Any, language: str) -> str:
    words = in_words(card, value, language)
    return f"{value} {words}" if card.kind == "levels" and words != str(value) else words


def _sure(
    card: Card,
    answers: Sequence[RaterAnswer],
    asked: Mapping[str, str],
    agreed: AgreedAnswer | None,
    about: _About,
) -> Statistic:
    """Return how sure the answer to a question is; undefined without levels."""
    steps = steps_of(about.framework, card.id)
    voices = [
        Voice(row.value, frozenset(about.functions.get(row.rater_id, [])))
        for row in answers
        if isinstance(row.value, int)
    ]
    level = agreed.value if agreed and isinstance(agreed.value, int) else None
    proof = about.proofs.get(card.id, Proof.NONE)
    found = sureness(voices, steps, roles=asked, proof=proof, agreed=level)
    return found if isinstance(found, Undefined) else found.value


def _state(one: Hearing, framework: Framework) -> HearingState:
    if not one.is_complete:
        return HearingState.OPEN
    if one.agreed is not None:
        return HearingState.STALE if one.is_stale() else HearingState.AGREED
    return HearingState.APART if are_apart(framework, one) else HearingState.NEAR


def _line(card: Card, row: RaterAnswer, language: str) -> VoiceLine:
    level = row.value if card.kind == "levels" and isinstance(row.value, int) else None
    said = lt(row.both("reason") if row.not_applicable else row.both("note"))
    return VoiceLine(
        row.rater.name, in_words(card, row.value, language), level, said, row.answered_at
    )


def _words(card: Card, found: Heard | None, language: str) -> str:
    return "" if found is None else in_words(card, found.value, language)


def _steps(
    card: Card, answers: Sequence[RaterAnswer], found: Heard | None
) -> tuple[VoiceCount, ...]:
    if card.kind != "levels":
        return ()
    counts = Counter(str(row.value) for row in answers if row.value is not None)
    chosen = "" if found is None else str(found.value)
    return tuple(
        VoiceCount(choice.value, counts[choice.value], choice.value == chosen)
        for choice in card.choices
    )


def _values(card: Card, answers: Sequence[RaterAnswer]) -> dict[str, Any]:
    """Return by key what can be agreed on: every level, else what somebody said."""
    if card.kind == "levels":
        found = [int(one.value) if one.value.isdigit() else one.value for one in card.choices]
    else:
        found = [row.value for row in answers if row.value is not None]
    return {key_of(value): value for value in found}


def key_of(value: Any) -> str:
    """Return a short name of an answer, which is the same whoever else answers meanwhile."""
    if isinstance(value, int):
        return str(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
