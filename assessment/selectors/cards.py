"""Question cards: the fixed words of a question in one language, made once per release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assessment.domain.exclusions import is_reserved
from core.text import LocalizedText
from packs.models import PackRelease
from packs.schema import Framework, Node
from packs.schema.answers import (
    AnswerType,
    BandAnswer,
    ClausesAnswer,
    IntervalAnswer,
    MatrixAnswer,
    MultiAnswer,
    NumberAnswer,
    RatioAnswer,
    SingleAnswer,
)
from packs.schema.questions import Question
from scoring.domain.guarding import guards
from scoring.domain.scope import needs_acceptance
from scoring.domain.sections import find_sections, title_of

TARGET_TOP = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: a level, an option, a row or a step."""

    value: str
    name: str
    text: str = ""
    stands_alone: bool = False


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """Clauses of one level, each scored by one of the steps."""

    level: int
    clauses: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The fixed part of a question: words, choices and what the framework allows.

    `kind` is levels, single, multi, number, ratio, clauses or matrix. `weights` holds the weight
    in its section by profile, "" for packs without profiles; `consent` by the same key whether
    "does not apply" waits for an assessor, `is_reserved` whether only an assessor may say so.
    """

    id: str
    section: str
    section_title: str
    place: int
    topic: str
    text: str
    why: str
    looks_at: tuple[str, ...]
    trap: str
    evidence: str
    kind: str
    choices: tuple[Choice, ...]
    rows: tuple[Choice, ...]
    groups: tuple[ClauseGroup, ...]
    labels: tuple[str, ...]
    unit: str
    weights: Mapping[str, str]
    consent: Mapping[str, bool]
    is_guarded: bool
    is_reserved: bool
    may_skip: bool
    takes_target: bool
    evidence_from: int | None

    def weight(self, profile: str) -> str:
        """Return the weight of the question in its section under a profile."""
        return self.weights.get(profile, self.weights.get("", ""))

    def asks_consent(self, profile: str) -> bool:
        """Return whether "does not apply" is a proposal here, under a profile."""
        return self.consent.get(profile, False)

    def wants_evidence(self, level: int | None) -> bool:
        """Tell whether an answered level has to be proven."""
        if level is None or self.evidence_from is None:
            return False
        return level >= self.evidence_from


def question_cards(release: PackRelease, language: str) -> Mapping[str, Card]:
    """Return every question of a release in a language, in reading order; cached per process."""
    return _cards(release.digest, release.pk, language)


@lru_cache(maxsize=32)
def _cards(digest: str, key: int, language: str) -> Mapping[str, Card]:
    framework = PackRelease(pk=key, digest=digest).read(Framework)
    cards = {}
    for section in find_sections(framework):
        title = section.title.in_language(language)
        for place, item in enumerate(section.questions, start=1):
            cards[item] = _card(
                framework, framework.nodes[item], language, section.id, title, place
            )
    return cards


def _say(text: LocalizedText | None, language: str, otherwise: str = "") -> str:
    return text.in_language(language) if text else otherwise


def _card(
    framework: Framework, node: Node, language: str, section: str, title: str, place: int
) -> Card:
    full = framework.questions_by_id.get(node.id)
    kind = framework.answer_of(node)
    topic = title_of(node).in_language(language)
    shape = _shape(framework, kind, full, language)
    return Card(
        id=node.id,
        section=section,
        section_title=title,
        place=place,
        topic=topic,
        text=_say(full.text if full else node.help, language, topic),
        why=_say(full.why if full else None, language),
        looks_at=tuple(_say(entry, language) for entry in (full.looks_at if full else ())),
        trap=_say(full.trap if full else None, language),
        evidence=_say(full.evidence if full else node.typical_evidence, language),
        weights=_weights(framework, node),
        consent={
            profile: needs_acceptance(framework, node.id, profile or None)
            for profile in framework.profiles or ("",)
        },
        is_guarded=node.id in guards(framework),
        is_reserved=is_reserved(framework, node.id),
        may_skip=framework.policy(node, "na") != "forbidden",
        evidence_from=node.required_evidence_from_level,
        **shape,
    )


def _weights(framework: Framework, node: Node) -> dict[str, str]:
    found = {}
    for profile in framework.profiles or ("",):
        weight = framework.weight_of(node, profile or None)
        if weight is not None:
            found[profile] = f"{weight.normalize():f}"
    return found


def _shape(
    framework: Framework, kind: AnswerType, full: Question | None, language: str
) -> dict[str, Any]:
    """Return the choices of a card by its answer type."""
    shape: dict[str, Any] = {
        "kind": "number",
        "choices": (),
        "rows": (),
        "groups": (),
        "labels": (),
        "unit": getattr(kind, "unit", None) or "",
        "takes_target": False,
    }
    match kind:
        case BandAnswer():
            whole = all(
                point.v == int(point.v) and 0 <= point.v <= TARGET_TOP for point in kind.bands
            )
            shape |= {"kind": "levels", "takes_target": whole}
            shape["choices"] = _levels(framework, kind, full, language)
        case SingleAnswer() | MultiAnswer():
            alone = getattr(kind, "exclusive", ())
            shape["kind"] = kind.type
            shape["choices"] = tuple(
                Choice(name, _say(option.label, language, name), stands_alone=name in alone)
                for name, option in kind.options.items()
            )
        case RatioAnswer():
            labels = (_say(kind.numerator, language), _say(kind.denominator, language))
            shape |= {"kind": "ratio", "labels": labels}
        case MatrixAnswer():
            shape |= {"kind": "matrix", "rows": _rows(kind, language)}
            shape["choices"] = tuple(Choice(name, name) for name in kind.values)
        case ClausesAnswer():
            shape |= {"kind": "clauses", "groups": _groups(kind, language)}
            shape["choices"] = tuple(
                Choice(f"{value.normalize():f}", f"{value.normalize():f}") for value in kind.values
            )
        case NumberAnswer():
            shape["labels"] = (f"{kind.min:f}", f"{kind.max:f}")
        case IntervalAnswer():
            pass
    return shape


def _levels(
    framework: Framework, kind: BandAnswer, full: Question | None, language: str
) -> tuple[Choice, ...]:
    found = []
    for point in kind.bands:
        value = f"{point.v.normalize():f}"
        step = int(point.v) if point.v == int(point.v) else None
        own = full.levels.get(step) if full and step is not None else None
        name = point.label or (framework.level_names.get(step) if step is not None else None)
        text = _say(own or point.description, language)
        found.append(Choice(value, _say(name, language, value), text))
    return tuple(found)


def _rows(kind: MatrixAnswer, language: str) -> tuple[Choice, ...]:
    texts = kind.rows if isinstance(kind.rows, dict) else dict.fromkeys(kind.rows)
    return tuple(Choice(name, _say(text, language, name)) for name, text in texts.items())


def _groups(kind: ClausesAnswer, language: str) -> tuple[ClauseGroup, ...]:
    levels = sorted(kind.clauses) or list(range(1, (kind.levels or 1) + 1))
    groups = []
    for level in levels:
        stated = kind.clauses.get(level, 1)
        if isinstance(stated, int):
            clauses = tuple(Choice(str(n), str(n + 1)) for n in range(stated))
        else:
            clauses = tuple(Choice(str(n), _say(text, language)) for n, text in enumerate(stated))
        groups.append(ClauseGroup(level, clauses))
    return tuple(groups)
