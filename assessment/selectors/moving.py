"""What a run would say under a newer release of its framework, before anybody moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.models import Answer, AnswerRevision, Assessment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.headline import Headline, parts_of, whole_of
from assessment.selectors.result import as_stored, stored_rows, terms_of
from assessment.selectors.runs import framework_of
from packs.models import PackRelease
from packs.schema import Framework
from scoring.domain.differences import Differences, find_differences
from scoring.domain.guarding import guards
from scoring.domain.results import score_run
from scoring.domain.scope import needs_acceptance
from scoring.domain.types import StoredAnswer


@dataclass(frozen=True, slots=True)
class PartChange:
    """One section, or the whole, under both releases."""

    before: Headline
    after: Headline

    @property
    def is_changed(self) -> bool:
        """Whether score, level or what holds it become another."""
        sides = [(it.shown, it.level, it.because) for it in (self.before, self.after)]
        return sides[0] != sides[1]


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a run to a newer release changes.

    Attributes:
        target: the newer release.
        changes: the sections and, last, the whole.
        proposals: questions whose "does not apply" becomes a proposal.
        guards: gate and veto questions that are open then.
        differences: what the newer release says differently, whatever the answers are.
        lost: answered questions that the newer release does not ask; with one of them the run stays.
    """

    target: PackRelease
    changes: tuple[PartChange, ...]
    proposals: tuple[Card, ...]
    guards: tuple[Card, ...]
    differences: Differences
    lost: tuple[str, ...]


def newer_release(run: Assessment) -> PackRelease | None:
    """Return the current release of the run's framework, None when the run has it already."""
    rows = PackRelease.objects.filter(
        kind=PackRelease.Kind.FRAMEWORK, identifier=run.framework.identifier, is_current=True
    )
    found = rows.first()
    return None if found is None or found.pk == run.framework_id else found


def former_values(run: Assessment, questions: Sequence[str]) -> dict[str, Any]:
    """Return the last value that was stored of some questions before "does not apply"."""
    rows = AnswerRevision.objects.filter(
        answer__assessment=run, answer__question__in=questions, value__isnull=False
    )
    pairs = rows.order_by("version").values_list("answer__question", "value")
    return dict(pairs.iterator())


def moved_answers(run: Assessment, framework: Framework, profile: str) -> list[StoredAnswer]:
    """Return the answers of a run as a newer framework takes them.

    Beside "does not apply" the answer given before it stands again; where the framework asks for an
    assessor's consent it becomes a proposal.
    """
    rows = stored_rows([run.pk]).get(run.pk, [])
    claims = [
        row for row in rows if row["not_applicable"] and row["question"] in framework.na_rules
    ]
    former = former_values(run, [row["question"] for row in claims]) if claims else {}
    waiting = {
        row["question"]
        for row in claims
        if needs_acceptance(framework, row["question"], profile or None)
        and row["na_state"] != Answer.NaState.ACCEPTED
    }
    answers = []
    for row in rows:
        question = row["question"]
        values = {**row, "value": former.get(question)} if question in former else row
        state = Answer.NaState.PROPOSED if question in waiting else row["na_state"]
        answers.append(as_stored({**values, "na_state": state}))
    return answers


def preview(run: Assessment, target: PackRelease, language: str) -> Move:
    """Return what changes when a run moves to a newer release of its framework."""
    old, new = framework_of(run.framework), framework_of(target)
    terms = terms_of(run)
    held = [as_stored(row) for row in stored_rows([run.pk]).get(run.pk, [])]
    lost = tuple(row.question for row in held if row.question not in new.nodes)
    answers = moved_answers(run, new, terms.profile)
    known = [row for row in answers if row.question not in lost]
    proposals = [row.question for row in known if row.na_state == "proposed"]
    before = score_run(old, held, terms).summary
    after = score_run(new, known, terms).summary
    cards = question_cards(target, language)
    settled = {row.question for row in known if row.is_settled}
    return Move(
        target=target,
        changes=_changes(run.framework, before, target, after, language),
        proposals=tuple(cards[question] for question in sorted(proposals)),
        guards=tuple(
            cards[question]
            for question in after["visible"]
            if question not in settled and question in guards(new)
        ),
        differences=find_differences(old, new),
        lost=lost,
    )


def _changes(
    old: PackRelease,
    before: Mapping[str, Any],
    new: PackRelease,
    after: Mapping[str, Any],
    language: str,
) -> tuple[PartChange, ...]:
    former = {part.id: part for part in parts_of(old, before, language)}
    parts = [part for part in parts_of(new, after, language) if part.id in former]
    changes = [PartChange(former[part.id], part) for part in parts]
    whole = PartChange(whole_of(old, before, language), whole_of(new, after, language))
    return (*changes, whole)
