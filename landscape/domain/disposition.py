"""What becomes of a system: keep, reuse, retire or replace, proposed with its reason.

Two scores from 1 (poor) to 5 (good), value to the business and technical fit, cut in two, give a
quadrant; a few facts win over the quadrant. Weights, cut, border and which of the rules of the
reference model hold come from it (packs/data/processes, disposition.time_model); a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.phrases import clauses, names, phrase, phrase_as
from core.text import LocalizedText
from packs.schema.processes import CriteriaSet, TimeModel

Proposal = Literal["keep", "reuse", "retire", "replace"]
SOON = dt.timedelta(days=180)
USERS_STEPS = ((100, 5), (30, 4), (10, 3), (3, 2))
LEVEL_OF_CONTROL = 2
MIDDLE = 3
# Rules of a reference model that an inventory has the facts for, by their id there.
UNSUPPORTED, CONTROL = "unsafe-or-unsupported", "equipment-control"


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the two scores are weighed, and which rules of the reference model hold.

    Attributes:
        value: criterion of value to the business -> weight; weights sum to 1.
        fit: criterion of technical fit -> weight; weights sum to 1.
        cut_off: lowest score [1-5] that counts as high.
        borderline: distance from the cut within which a second opinion is due.
        overrides: ids of rules that win over the quadrant; those nobody can tell from an inventory
            change nothing.
    """

    value: Mapping[str, Decimal]
    fit: Mapping[str, Decimal]
    cut_off: Decimal
    borderline: Decimal
    overrides: frozenset[str]

    @classmethod
    def of(cls, model: TimeModel) -> Weighing:
        """Return what a reference model says."""
        return cls(
            value=_weights(model.business_value),
            fit=_weights(model.technical_fit),
            cut_off=model.cut_off,
            borderline=model.borderline,
            overrides=frozenset(rule.id for rule in model.overrides),
        )


# Where no reference model says how: all that an inventory knows weighs alike, and no rule wins.
EVEN = Weighing(
    value=dict.fromkeys(("bv1", "bv2", "bv3", "bv4", "bv5"), Decimal("0.2")),
    fit=dict.fromkeys(("tf1", "tf2", "tf3", "tf4", "tf6"), Decimal("0.2")),
    cut_off=Decimal(MIDDLE),
    borderline=Decimal(0),
    overrides=frozenset(),
)


def _weights(axis: CriteriaSet) -> dict[str, Decimal]:
    return {criterion.id: criterion.weight for criterion in axis.criteria}


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What is known about a system.

    Attributes:
        criticality: low, medium or high.
        users: people who use it; None is not known.
        process_count: process areas it covers.
        isa95_level: where its category sits, 0 to 4; None is not known.
        support_end_on: last day of vendor support.
        contract_end_on: last day of the contract.
        open_interface: yes, no or unknown.
        group_standard: yes, no or unknown.
        fits_local_law: yes, no or unknown.
    """

    criticality: str = "medium"
    users: int | None = None
    process_count: int = 0
    isa95_level: int | None = None
    support_end_on: dt.date | None = None
    contract_end_on: dt.date | None = None
    open_interface: str = "unknown"
    group_standard: str = "unknown"
    fits_local_law: str = "unknown"


@dataclass(frozen=True, slots=True)
class DispositionAdvice:
    """A proposal with the two scores [1-5] and its reason.

    `is_borderline` says that a score lies close to the cut-off: a second opinion is due.
    """

    proposal: Proposal
    quadrant: Literal["invest", "migrate", "tolerate", "eliminate"]
    value: Decimal
    fit: Decimal
    is_borderline: bool
    reason: LocalizedText


def propose(facts: SystemFacts, today: dt.date, weighing: Weighing) -> DispositionAdvice:
    """Return what the facts speak for.

    Args:
        facts: what is known; what is not known counts as middling.
        today: the day on which ends of contract and support are judged.
        weighing: weights, cut and rules of the reference model.

    Returns:
        keep or reuse for systems that fit, replace for valuable ones that do not, retire for the
        rest; the reason names the facts in both languages.
    Source: docs/method.md#disposition
    """
    value = business_value(facts, weighing.value)
    fit = technical_fit(facts, today, weighing.fit)
    quadrant = _quadrant(value, fit, weighing.cut_off)
    proposal, why = _decide(facts, quadrant, today, weighing.overrides)
    distance = min(abs(value - weighing.cut_off), abs(fit - weighing.cut_off))
    near = distance <= weighing.borderline
    return DispositionAdvice(
        proposal, quadrant, value, fit, near, _reason(facts, why, value, fit, today)
    )


def business_value(facts: SystemFacts, weights: Mapping[str, Decimal]) -> Decimal:
    """Return the value to the business [1-5]: core process, law, users, group template, data.

    Args:
        facts: what is known.
        weights: criterion -> weight; one that an inventory says nothing about counts as middling.
    """
    depends = min(1 + facts.process_count, 5) if facts.process_count else MIDDLE
    ratings = {
        "bv1": {"high": 5, "medium": MIDDLE, "low": 1}[facts.criticality],
        "bv2": {"yes": 4, "no": 2}.get(facts.fits_local_law, MIDDLE),
        "bv3": _users(facts.users),
        "bv4": _rated(facts.group_standard),
        "bv5": depends,
    }
    return _sum(weights, ratings)


def technical_fit(facts: SystemFacts, today: dt.date, weights: Mapping[str, Decimal]) -> Decimal:
    """Return the technical fit [1-5]: interfaces, support, security, languages, cost, skills.

    An inventory row says nothing about security, cost and skills by itself: support stands for
    the first, group standard for skills, and cost counts as middling.

    Args:
        facts: what is known.
        today: the day on which the end of support is judged.
        weights: as of `business_value`.
    """
    support = _support(facts.support_end_on, today)
    ratings = {
        "tf1": _rated(facts.open_interface),
        "tf2": support,
        "tf3": support,
        "tf4": _rated(facts.fits_local_law),
        "tf6": _rated(facts.group_standard),
    }
    return _sum(weights, ratings)


def _sum(weights: Mapping[str, Decimal], ratings: Mapping[str, int]) -> Decimal:
    parts = (weight * ratings.get(name, MIDDLE) for name, weight in weights.items())
    return sum(parts, Decimal(0))


def _rated(answer: str) -> int:
    return {"yes": 5, "no": 1}.get(answer, MIDDLE)


def _users(count: int | None) -> int:
    if count is None:
        return MIDDLE
    return next((rating for least, rating in USERS_STEPS if count >= least), 1)


def _support(end: dt.date | None, today: dt.date) -> int:
    if end is None:
        return MIDDLE
    if end < today:
        return 1
    return 2 if end - today <= SOON else 5


def _quadrant(
    value: Decimal, fit: Decimal, cut_off: Decimal
) -> Literal["invest", "migrate", "tolerate", "eliminate"]:
    if value >= cut_off:
        return "invest" if fit >= cut_off else "migrate"
    return "tolerate" if fit >= cut_off else "eliminate"


_CONTROL = phrase(
    "Equipment control follows the life of the machine; put it in its own network zone"
)
_NO_FIT_IN_LAW = phrase("It does not fit local law or language")
_UNSUPPORTED = phrase(
    "Vendor support has ended; if it stays, somebody accepts the risk with a date"
)
_NEEDED = phrase(
    "Low value and poor fit, but the plant stops without it: replace it before it goes"
)
_STANDARD = phrase("A group standard that fits: use it further and for more processes")
_BY_QUADRANT: dict[str, tuple[Proposal, LocalizedText]] = {
    "invest": ("keep", phrase("High value, good fit")),
    "migrate": ("replace", phrase("High value, poor fit")),
    "tolerate": (
        "keep",
        phrase("Low value, good fit: keep without further spending, review each year"),
    ),
    "eliminate": (
        "retire",
        phrase("Low value and poor fit; archive the data first"),
    ),
}


_BY_RULE: tuple[tuple[Proposal, LocalizedText], ...] = (
    ("keep", _CONTROL),
    ("replace", _NO_FIT_IN_LAW),
    ("replace", _UNSUPPORTED),
    ("replace", _NEEDED),
    ("reuse", _STANDARD),
)


def speaks_for(reason: LocalizedText) -> Proposal | None:
    """Return the proposal that a reason made by `propose` belongs to, on whatever day it was made.

    Args:
        reason: any text; that of a proposal begins with the rule behind it.

    Returns:
        The proposal; None for the words of a person.
    """
    for proposal, why in (*_BY_RULE, *_BY_QUADRANT.values()):
        if reason.en.startswith(f"{why.en}. "):
            return proposal
    return None


def _decide(
    facts: SystemFacts, quadrant: str, today: dt.date, overrides: frozenset[str]
) -> tuple[Proposal, LocalizedText]:
    """Return the proposal and the rule behind it; the first rule that applies wins."""
    ended = facts.support_end_on is not None and facts.support_end_on < today
    is_control = facts.isa95_level is not None and facts.isa95_level <= LEVEL_OF_CONTROL
    is_kept = quadrant != "eliminate"
    is_fit = quadrant in ("invest", "tolerate")
    holds = (
        CONTROL in overrides and is_control and facts.fits_local_law != "no",
        is_kept and facts.fits_local_law == "no",
        UNSUPPORTED in overrides and is_kept and ended,
        not is_kept and facts.criticality == "high",
        is_fit and facts.group_standard == "yes",
    )
    found = next((rule for rule, is_met in zip(_BY_RULE, holds, strict=True) if is_met), None)
    return found or _BY_QUADRANT[quadrant]


def _reason(
    facts: SystemFacts, why: LocalizedText, value: Decimal, fit: Decimal, today: dt.date
) -> LocalizedText:
    """Return the rule, the facts it rests on, and both scores."""
    found = clauses(_facts(facts, today))
    words = found.as_dict()
    words["en"] = _capital(found.en)
    return phrase(
        "{why}. {facts}. Business value {value}, technical fit {fit} of 5.",
        why=why,
        facts=LocalizedText(words),
        value=f"{value:.1f}",
        fit=f"{fit:.1f}",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(facts: SystemFacts, today: dt.date) -> list[LocalizedText]:
    """Return the facts that count, in words; what is not known is said last."""
    found = [
        {
            "high": phrase("criticality high"),
            "medium": phrase("criticality medium"),
            "low": phrase("criticality low"),
        }[facts.criticality]
    ]
    if facts.users is not None:
        found.append(phrase("{n} users", n=facts.users))
    found += _support_end(facts.support_end_on, today)
    found += _contract_end(facts.contract_end_on, today)
    answers = (facts.open_interface, facts.group_standard, facts.fits_local_law)
    unknown = []
    for answer, (yes, no, topic) in zip(answers, _ANSWERS, strict=True):
        if answer == "unknown":
            unknown.append(topic)
        else:
            found.append(yes if answer == "yes" else no)
    if unknown:
        found.append(phrase("not known: {topics}", topics=names(unknown)))
    return found


_ANSWERS = (  # yes, no, and what it is about
    (phrase("documented interface"), phrase("no documented interface"), phrase("interface")),
    (
        phrase_as("it is one", "group standard"),
        phrase("not a group standard"),
        phrase("group standard"),
    ),
    (
        phrase("fits local law and language"),
        phrase("does not fit local law or language"),
        phrase("local law"),
    ),
)


def _support_end(end: dt.date | None, today: dt.date) -> list[LocalizedText]:
    if end is None:
        return []
    if end < today:
        return [phrase("vendor support ended on {day}", day=end)]
    return [phrase("vendor support until {day}", day=end)]


def _contract_end(end: dt.date | None, today: dt.date) -> list[LocalizedText]:
    if end is None:
        return []
    if end < today:
        return [phrase("contract ended on {day}", day=end)]
    return [phrase("contract until {day}", day=end)]
