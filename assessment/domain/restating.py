"""Earlier answers under a newer release: so that two runs compare under one rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from packs.schema.framework import Framework
from scoring.domain.answers import AnswerError, rate
from scoring.domain.engine import score
from scoring.domain.results import Terms
from scoring.domain.types import Answer, Scorecard, StoredAnswer

Cause = Literal["gone", "does_not_fit", "na_forbidden"]


@dataclass(frozen=True, slots=True)
class Lost:
    """An earlier answer that the newer release cannot take.

    `gone`: the question is no more; `does_not_fit`: it is answered in another way now;
    `na_forbidden`: it always applies now.
    """

    question: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Restated:
    """An earlier run scored under a newer release.

    Attributes:
        card: its scorecard by the rules of today; marked as restated wherever it is shown.
        carried: questions whose earlier answer counts.
        lost: earlier answers that could not be carried over.
        added: questions that the earlier run could not answer, because they are new.
    """

    card: Scorecard
    carried: tuple[str, ...]
    lost: tuple[Lost, ...]
    added: tuple[str, ...]


def restate(
    earlier: Framework,
    newer: Framework,
    answers: Mapping[str, StoredAnswer],
    terms: Terms,
    *,
    evidence: Decimal | None = None,
    kpis: Mapping[str, Decimal] | None = None,
) -> Restated:
    """Return an earlier run under a newer release of its framework.

    Questions keep their id for ever, so an answer follows its question. "Does not apply" of a
    signed run was seen by whoever signed it: it counts as accepted. A weight profile that the newer
    release does not know falls back to the one its facts name.

    Args:
        earlier: the release that was answered.
        newer: the release to score under.
        answers: by question, as sealed.
        terms: facts and profile of the earlier run.
        evidence: share of the weight with accepted evidence, as the earlier run had it [0-1].
        kpis: indicator values by id, as for `engine.score`.

    Source: docs/method.md#restated
    """
    carried: dict[str, Answer] = {}
    lost = []
    for question, row in answers.items():
        if not row.is_settled:
            continue
        cause = _cause(newer, row)
        if cause is None:
            carried[question] = _accepted(row)
        else:
            lost.append(Lost(question, cause))
    profile = terms.profile if terms.profile in newer.profiles else None
    card = score(newer, carried, profile=profile, facts=terms.facts, evidence=evidence, kpis=kpis)
    known = set(earlier.nodes)
    added = tuple(
        leaf.id
        for leaf in newer.leaves
        if leaf.id not in known and card.nodes[leaf.id].state != "hidden"
    )
    return Restated(card, tuple(carried), tuple(lost), added)


def _cause(newer: Framework, row: StoredAnswer) -> Cause | None:
    node = newer.nodes.get(row.question)
    if node is None or node.children:
        return "gone"
    if row.not_applicable and newer.policy(node, "na") == "forbidden":
        return "na_forbidden"
    if row.value is not None:
        try:
            rate(row.question, newer.answer_of(node), row.value)
        except AnswerError:
            return "does_not_fit"
    return None


def _accepted(row: StoredAnswer) -> Answer:
    answer = Answer(value=row.value, not_applicable=row.not_applicable)
    return replace(answer, na_state="accepted") if row.not_applicable else answer


def is_newer(release: str, other: str) -> bool:
    """Return whether a release came after another one: "1.10.0" after "1.9.0"."""
    return _parts(release) > _parts(other)


def _parts(release: str) -> list[tuple[int, str]]:
    """Return a release as numbers and words in their order; a word stands before any number."""
    found = re.findall(r"\d+|[^\d.-]+", release)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in found]
