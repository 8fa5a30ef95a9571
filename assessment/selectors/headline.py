"""What a run says in one line, for every page that says it: from the stored scores, no query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.domain.card_data import read_range
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.runs import framework_of
from core.text import LocalizedText
from core.wording.texts import semicolons
from packs.models import PackRelease
from scoring.domain.borders import find_borders
from scoring.domain.coverage import is_below
from scoring.domain.matrix import Figures, Level
from scoring.domain.sections import find_sections
from scoring.domain.wording import covered

UNKNOWN = ("at_most", "not_answered", "no_scope", "scope_too_small", "level_open", "coverage_below")


@dataclass(frozen=True, slots=True)
class Headline:
    """Score and level of a run, or of one section of it.

    Attributes:
        id: of the section; the framework's top for the whole.
        title: its name; empty for the whole.
        score: the weighted average [scale of the framework].
        target: score of the targets.
        coverage: share of the weight that is answered [0-1].
        covered: the same in writing.
        low: score with every open question at its lowest; None where one figure says enough.
        high: score with every open question at its highest.
        open_guards: open questions that a gate or a veto rests on, as code and topic.
        shown: the score as it is written: one figure, or the range.
        figures: score and target as they are written.
        average_level: the score rounded down; None where scores are points.
        has_level: whether the framework gives it a level at all.
        level: level by gates and vetoes; None while it cannot be told.
        because: in words what holds the level, or why there is none.
        lifted: in words through which accepted "does not apply" the level is higher.
        is_provisional: whether the run is not signed, or too little of it is answered.
    """

    id: str
    title: str
    score: Decimal | None
    target: Decimal | None
    coverage: Decimal
    covered: str
    low: Decimal | None
    high: Decimal | None
    open_guards: tuple[str, ...]
    shown: str
    figures: Figures
    average_level: int | None
    has_level: bool
    level: int | None
    because: str
    lifted: str
    is_provisional: bool

    @property
    def is_range(self) -> bool:
        """Whether too much is open for one figure."""
        return self.low is not None


def headline(run: Assessment, language: str) -> Headline:
    """Return what a whole run says."""
    root = framework_of(run.framework).root.id
    return _read(_terms(run, language), run.scores, root, "")


def part_headlines(run: Assessment, language: str) -> list[Headline]:
    """Return what each section of a run says, in reading order."""
    return parts_of(run.framework, run.scores, language, is_signed=_is_signed(run))


def parts_of(
    release: PackRelease, scores: Mapping[str, Any], language: str, *, is_signed: bool = False
) -> list[Headline]:
    """Return what each section says by scores in short, stored or made for a look."""
    terms = _Terms(release, language, is_signed)
    parts: Mapping[str, Any] = scores.get("sections", {})
    return [
        _read(terms, parts[section.id], section.id, section.title.in_language(language))
        for section in find_sections(framework_of(release))
        if section.id in parts
    ]


def whole_of(release: PackRelease, scores: Mapping[str, Any], language: str) -> Headline:
    """Return what the whole says by scores that were made for a look."""
    terms = _Terms(release, language, is_signed=False)
    return _read(terms, scores, framework_of(release).root.id, "")


@dataclass(frozen=True, slots=True)
class _Terms:
    """Under what scores are put into words."""

    release: PackRelease
    language: str
    is_signed: bool


def _is_signed(run: Assessment) -> bool:
    return run.state == Assessment.State.SIGNED_OFF


def _terms(run: Assessment, language: str) -> _Terms:
    return _Terms(run.framework, language, _is_signed(run))


def _read(terms: _Terms, data: Mapping[str, Any], name: str, title: str) -> Headline:
    borders = find_borders(framework_of(terms.release)).get(name, frozenset())
    score, target = _decimal(data.get("score")), _decimal(data.get("target"))
    kept = data.get("range") if score is not None else None  # nothing answered is no figure
    ends = read_range(kept)
    said = Level(score, target, borders=borders, ends=ends)
    coverage = _decimal(data.get("coverage")) or Decimal(0)
    return Headline(
        id=name,
        title=title,
        score=said.current,
        target=said.target,
        coverage=coverage,
        covered=covered(framework_of(terms.release), coverage).in_language(terms.language),
        low=ends.lower if ends else None,
        high=ends.upper if ends else None,
        open_guards=_topics(terms, ends.open_guards if ends else ()),
        shown=said.shown.now,
        figures=said.shown,
        average_level=data.get("average_level"),
        has_level=bool(framework_of(terms.release).nodes[name].level_rules),
        level=data.get("level"),
        because=_because(data, terms.language),
        lifted=_words(data.get("lifted"), terms.language),
        is_provisional=not terms.is_signed or is_below(framework_of(terms.release), coverage),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _topics(terms: _Terms, questions: Sequence[str]) -> tuple[str, ...]:
    if not questions:
        return ()
    cards = question_cards(terms.release, terms.language)
    return tuple(f"{item} {cards[item].topic}" for item in questions)


def _because(data: Mapping[str, Any], language: str) -> str:
    """Return what holds a level or why there is none; older results only say what is missing."""
    if data.get("held"):
        return _words(data["held"], language)
    lacks = data.get("unmet") or []
    if data.get("level") is None:
        found = [lack for lack in lacks if lack["code"] in UNKNOWN]
        return semicolons((_words(lack, language) for lack in found), language)
    average = data.get("average_level")
    if average is not None and data["level"] < average and lacks:
        return _words(lacks[0], language)
    return ""


def _words(data: Mapping[str, Any] | None, language: str) -> str:
    if not data:
        return ""
    return LocalizedText.from_dict(data["text"]).in_language(language)
