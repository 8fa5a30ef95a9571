"""The one door to a result: what a run says, live or from its seal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assessment.domain.sealed import WHOLE, read_result
from assessment.models import Answer, Assessment
from assessment.selectors.earlier import Earlier, earlier_runs
from assessment.selectors.evidence import with_evidence
from assessment.selectors.runs import framework_of
from assessment.selectors.seals import Seal, new_seals
from packs.schema import Framework
from scoring.domain.gaps import Gap
from scoring.domain.matrix import Matrix, dimension_ids
from scoring.domain.results import Result, Terms, make_result
from scoring.domain.types import GateReading, LevelReading, Scorecard, StoredAnswer

SCORED_FIELDS = ("question", "value", "target", "not_applicable", "na_state", "has_evidence")
WORDS = ("reason", "note", "version")
KEPT = 8  # results of seals that a process keeps, half a MB each


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run says; everything above reads it here and nowhere else.

    Attributes:
        assessment: the run.
        framework: the release it was answered against.
        seal: its valid seal; None while the run is under way.
        pack_release: version of the framework, as the seal names it.
        result: what `scoring.domain.results.Result` says, live or as it was locked.
    """

    assessment: Assessment
    framework: Framework
    seal: Seal | None
    pack_release: str
    result: Result

    @property
    def is_provisional(self) -> bool:
        """Whether the run is not signed off yet."""
        return self.seal is None

    @property
    def engine_version(self) -> str:
        """Version of the rules that made the scores."""
        return self.result.engine_version

    @property
    def answers(self) -> Mapping[str, StoredAnswer]:
        """What was said, by question."""
        return self.result.answers

    @property
    def values(self) -> dict[str, Any]:
        """The stored value of every answer, by question."""
        return {question: row.value for question, row in self.answers.items()}

    @property
    def current(self) -> Scorecard:
        """Scorecard of the answers."""
        return self.result.current

    @property
    def target(self) -> Scorecard | None:
        """Scorecard of the targets, where some count and the seal holds it."""
        return self.result.target

    @property
    def targets(self) -> Mapping[str, Decimal]:
        """The targets that count, by question."""
        return self.result.targets

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The open gaps, the most valuable first."""
        return self.result.gaps

    @property
    def matrix(self) -> Matrix:
        """Dimensions by processes, with targets and the change since the run before."""
        return self.result.matrix

    @property
    def summary(self) -> Mapping[str, Any]:
        """The scores in short, as the run's own pages show them."""
        return self.result.summary

    @property
    def coverage(self) -> Decimal:
        """Share of the applicable weight that carries an answer [0-1]."""
        return self.current.coverage

    @property
    def reading(self) -> LevelReading | None:
        """Level of the whole with what the next one lacks."""
        return self.current.reading

    @property
    def gates(self) -> Mapping[str, GateReading]:
        """The gates between the phases, as measured."""
        return self.current.gates

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Ids of the dimensions in reading order."""
        return dimension_ids(self.framework)


def result(run: Assessment) -> RunResult:
    """Return what a run says; see `results`."""
    return results([run])[0]


def results(runs: Sequence[Assessment]) -> list[RunResult]:
    """Return what some runs say, in their order.

    A signed run is read from its seal: nothing of it is scored again, whatever rules are
    installed. A run under way is scored as its answers stand.

    One query when all of them are signed by seals of today's format, four at most, whatever
    their number; the releases of their frameworks must be loaded with them. What a seal holds never
    changes, so the last ones that were read are kept (docs/adr/0046-what-a-page-need-not-do.md).

    Args:
        runs: of any plants in the open tenant scope.

    Raises:
        AnswerError: an answer of a run under way does not fit its question.
    """
    kept = {run.pk: one for run in runs if (one := _kept.get(run.pk))}
    sealed = new_seals(runs, [one.seal for one in kept.values() if one.seal])
    asking = [run for run in runs if run.pk not in sealed or sealed[run.pk][0].format < WHOLE]
    before = earlier_runs(asking) if asking else {}
    answers = _answers([run.pk for run in asking if run.pk not in sealed])
    found = []
    for run in runs:
        seal, data = sealed.get(run.pk, (None, None))
        if seal is None:
            found.append(_scored(run, answers.get(run.pk, []), before.get(run.pk)))
        elif data is None:
            found.append(replace(kept[run.pk], assessment=run))
        else:
            found.append(_sealed(run, seal, data, before.get(run.pk)))
    return found


# By id of the run, the newest last: a seal is changed by nobody, and read again and again.
_kept: dict[int, RunResult] = {}


def _sealed(
    run: Assessment, seal: Seal, data: Mapping[str, Any], earlier: Earlier | None
) -> RunResult:
    framework = framework_of(run.framework)
    result = read_result(data, framework, earlier.matrix if earlier else None)
    found = RunResult(run, framework, seal, data["pack"]["version"], result)
    if seal.format >= WHOLE:  # an older one speaks of other runs too
        _kept.pop(run.pk, None)
        _kept[run.pk] = found
        for key in list(_kept)[:-KEPT]:
            _kept.pop(key, None)
    return found


def _scored(run: Assessment, answers: Sequence[StoredAnswer], earlier: Earlier | None) -> RunResult:
    framework = framework_of(run.framework)
    result = make_result(
        framework,
        answers,
        terms_of(run),
        previous=earlier.matrix if earlier else None,
        restated_from=earlier.restated_from if earlier else "",
        is_provisional=True,
    )
    return RunResult(run, framework, None, run.framework.release, result)


def terms_of(run: Assessment) -> Terms:
    """Return under what a run is scored."""
    return Terms(run.facts, run.profile, run.is_express)


def stored_answers(run: Assessment) -> list[StoredAnswer]:
    """Return the answers of a run as they are stored now; one query."""
    return _answers([run.pk]).get(run.pk, [])


def as_stored(row: Mapping[str, Any]) -> StoredAnswer:
    """Return what a row of answers says, as the engine reads it; a refused proposal is none."""
    known = row["na_state"] in (Answer.NaState.PROPOSED, Answer.NaState.ACCEPTED)
    return StoredAnswer(**{**row, "na_state": row["na_state"] if known else "plain"})


def stored_rows(runs: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the stored answers of some runs by id of the run, as plain rows; one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if runs:
        # The runs themselves were read in the tenant's scope, see `with_evidence`.
        rows = Answer._base_manager.filter(assessment__in=runs)  # noqa: SLF001 -- see above
        for row in with_evidence(rows).values("assessment", *SCORED_FIELDS, *WORDS):
            found[row.pop("assessment")].append(row)
    return found


def _answers(runs: Collection[int]) -> dict[int, list[StoredAnswer]]:
    return {key: [as_stored(row) for row in rows] for key, rows in stored_rows(runs).items()}
