"""Whether a duty applies to a plant, and the reason as a tree of tests on its facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from compliance.domain.wording import asked_words, fact_name, value_words
from core.text import LocalizedText
from organizations.domain.facts import EU_MEMBER_STATES, jurisdictions
from packs.schema.checklist import Checklist, Obligation
from packs.schema.conditions import Condition, evaluate

Facts = Mapping[str, Any]


class Outcome(StrEnum):
    """Whether a condition holds; unknown when the known facts do not decide."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _outcome(holds: bool | None) -> Outcome:  # noqa: FBT001 -- the evaluator's three values
    if holds is None:
        return Outcome.UNKNOWN
    return Outcome.YES if holds else Outcome.NO


@dataclass(frozen=True, slots=True)
class Reason:
    """One node of the tree that explains why a duty applies.

    Attributes:
        kind: always, all, any, not, test, or withdrawn (the pack no longer has the duty).
        outcome: what this node says.
        fact: name of the fact that a test looks at.
        label: the fact in words; for other kinds empty.
        value: what the plant says.
        asked: what the law asks for.
        parts: the nodes below.
    """

    kind: str
    outcome: Outcome
    fact: str = ""
    label: LocalizedText | None = None
    value: LocalizedText | None = None
    asked: LocalizedText | None = None
    parts: tuple[Reason, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return plain data to store."""
        data: dict[str, Any] = {"kind": self.kind, "outcome": self.outcome.value}
        if self.fact:
            data["fact"] = self.fact
        for name in ("label", "value", "asked"):
            text: LocalizedText | None = getattr(self, name)
            if text is not None:
                data[name] = text.as_dict()
        if self.parts:
            data["parts"] = [part.as_dict() for part in self.parts]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild a stored tree; nothing stored reads as "always"."""
        texts = {
            name: LocalizedText.from_dict(data[name])
            for name in ("label", "value", "asked")
            if name in data
        }
        return cls(
            kind=data.get("kind", "always"),
            outcome=Outcome(data.get("outcome", "yes")),
            fact=data.get("fact", ""),
            parts=tuple(cls.from_dict(part) for part in data.get("parts", ())),
            **texts,
        )

    def missing(self) -> frozenset[str]:
        """Return the facts whose value would decide this node; empty once it is decided."""
        if self.outcome is not Outcome.UNKNOWN:
            return frozenset()
        if self.kind == "test":
            return frozenset({self.fact})
        return frozenset().union(*(part.missing() for part in self.parts))

    def deciding(self) -> tuple[Reason, ...]:
        """Return the tests that by themselves make this node what it is, in reading order.

        Returns:
            Of an "all" that fails the failing tests, of one that holds every test; of an "any"
            the other way round. Unknown tests are in no answer that is decided.
        """
        if self.kind == "test":
            return (self,)
        decided = [part for part in self.parts if part.outcome is self.outcome]
        parts = self.parts if self.kind == "not" else decided
        return tuple(test for part in parts for test in part.deciding())


ALWAYS = Reason("always", Outcome.YES)
WITHDRAWN = Reason("withdrawn", Outcome.NO)


def judge(obligation: Obligation, facts: Facts) -> Reason:
    """Return whether a duty applies to a plant, with every test that led there.

    Args:
        obligation: the duty with its condition; without one it applies to every plant there.
        facts: plant facts by name; missing, empty and "unknown" values are unknown.

    Returns:
        The tree. An unknown fact makes a node unknown unless the other facts decide it; it never
        turns into "no" by itself.

    Source: docs/method.md#applicability (Kleene's three-valued logic).
    """
    return ALWAYS if obligation.applies_if is None else _explain(obligation.applies_if, facts)


def settled(reason: Reason, decision: str) -> str:
    """Return whether a duty applies after a person has decided otherwise.

    Args:
        reason: what the rule says.
        decision: "yes" or "no" of a person, or empty.

    Returns:
        The decision, which outweighs the rule; not so for a duty that its checklist withdrew.

    Source: docs/method.md#applicability.
    """
    return decision if decision and reason.kind != "withdrawn" else reason.outcome.value


def _explain(condition: Condition, facts: Facts) -> Reason:
    outcome = _outcome(evaluate(condition, facts))
    for kind, inner in (("all", condition.all), ("any", condition.any)):
        if inner is not None:
            parts = tuple(_explain(part, facts) for part in inner)
            return Reason(kind, outcome, parts=parts)
    if condition.not_ is not None:
        return Reason("not", outcome, parts=(_explain(condition.not_, facts),))
    fact = condition.fact or condition.item or ""
    return Reason(
        "test",
        outcome,
        fact=fact,
        label=fact_name(fact),
        value=value_words(facts.get(fact)),
        asked=asked_words(condition),
    )


def relevant(checklists: Iterable[Checklist], country: str) -> tuple[Checklist, ...]:
    """Return the checklists that concern a plant, the most local jurisdiction first.

    Args:
        checklists: current releases of all jurisdictions.
        country: ISO 3166-1 alpha-2 code of the plant's country.

    Returns:
        Those of the country, of the Union for its members, China's outbound rules and the
        international list, in this order and by id within one jurisdiction.
    """
    order = jurisdictions(country)
    chosen = [checklist for checklist in checklists if checklist.jurisdiction in order]
    return tuple(
        sorted(chosen, key=lambda checklist: (order.index(checklist.jurisdiction), checklist.id))
    )


def derived_facts(checklists: Sequence[Checklist], country: str) -> dict[str, str]:
    """Return what the packs say about the plant's country, such as its e-invoicing rule.

    Args:
        checklists: current releases.
        country: ISO 3166-1 alpha-2 code.

    Returns:
        Fact -> value. The country's own packs win over the Union's; a fact on which no pack of
        the country speaks is left out, hence unknown. China's outbound packs say nothing about
        other countries.
    """
    places = (country, *(("EU",) if country in EU_MEMBER_STATES else ()))
    facts: dict[str, str] = {}
    for place in places:
        for checklist in checklists:
            if checklist.jurisdiction == place:
                for fact, value in checklist.facts.items():
                    facts.setdefault(fact, value)
    return facts
