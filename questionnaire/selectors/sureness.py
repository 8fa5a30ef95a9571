"""How sure the scores of a run are: agreement × evidence × functions heard, live or as it was signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import Answer, Assessment
from assessment.selectors.evidence import evidence_of
from assessment.selectors.result import RunResult
from assessment.selectors.runs import run_sections
from packs.schema import Framework
from packs.schema.answers import BandAnswer, SingleAnswer
from questionnaire.models import KeptSureness, RaterAnswer
from questionnaire.selectors.functions import functions_of
from questionnaire.selectors.hearing import points_of
from scoring.domain.asked import asked_weights, cell_weights
from scoring.domain.confidence import (
    ConfidenceBand,
    Proof,
    Steps,
    Sureness,
    Voice,
    confidence_band,
    joint_sureness,
    sureness,
)
from scoring.domain.explaining import explain_cell
from scoring.domain.types import OUTSIDE, CellScore
from scoring.domain.undefined import Undefined

Known = Sureness | Undefined


@dataclass(frozen=True, slots=True)
class RunSureness:
    """How sure the questions of a run are, and what follows for what they make.

    Attributes:
        run: what the run says.
        questions: by question; undefined where it does not apply or has no levels.
    """

    run: RunResult
    questions: Mapping[str, Known]

    def of_node(self, name: str) -> Known:
        """Return how sure the score of a node is."""
        return self._joint(asked_weights(self.run.framework, self.run.current, name))

    def of_cell(self, cell: CellScore) -> Known:
        """Return how sure the score of a cell of the matrix is."""
        explained = explain_cell(self.run.framework, self.run.current, cell)
        return self._joint(cell_weights(explained))

    def _joint(self, weights: Mapping[str, Decimal]) -> Known:
        if not self.questions:
            return Undefined.NOT_KEPT
        return joint_sureness((weight, self.questions[item]) for item, weight in weights.items())

    def band(self, name: str) -> ConfidenceBand | None:
        """Return between what the score of a node lies by how sure it is; None without a score."""
        node = self.run.current.nodes[name]
        if node.score is None:
            return None
        ends = (node.range.lower, node.range.upper) if node.range else (node.score, node.score)
        return self.band_of(ends, self.of_node(name), name)

    def band_of(
        self, ends: tuple[Decimal, Decimal], sure: Known, name: str
    ) -> ConfidenceBand | None:
        """Return the band of a score within a node's scale; None where it is not known.

        Args:
            ends: of the score, while open questions make it a range; else the score twice.
            sure: how sure it is.
            name: the node, or the row of the cell, whose scale it has.
        """
        top = int(self.run.current.nodes[name].maximum)
        if isinstance(sure, Undefined) or top < 1:
            return None
        found = confidence_band(ends, sure.value, Steps(0, top))
        return None if isinstance(found, Undefined) else found


def run_sureness(found: RunResult) -> RunSureness:
    """Return how sure a run is; of a signed one as it was kept.

    One query where it is signed, else four, and one more where a section is answered apart.
    """
    if found.seal is None:
        return RunSureness(found, live_sureness(found))
    row = KeptSureness.objects.filter(snapshot=found.seal.id).first()
    return RunSureness(found, {} if row is None else read(row.questions))


def live_sureness(found: RunResult) -> dict[str, Known]:
    """Return by question how sure its answer is as things stand; a question that does not apply too."""
    run, framework = found.assessment, found.framework
    functions, proofs, voices = functions_of(run.plant), proofs_of(run), _voices(found)
    full = framework.questions_by_id
    told: dict[str, Known] = {}
    for item in (node.id for node in framework.order if not node.children):
        if found.current.nodes[item].state in OUTSIDE:
            told[item] = Undefined.NOT_APPLICABLE
            continue
        steps = steps_of(framework, item)
        spoken = [
            Voice(int(points), frozenset(functions.get(person or 0, ())))
            for person, points in voices.get(item, ())
            if steps and points == int(points)
        ]
        raw = found.current.nodes[item].raw
        told[item] = sureness(
            spoken,
            steps,
            roles=full[item].roles if item in full else (),
            proof=proofs.get(item, Proof.NONE),
            agreed=int(raw) if spoken and raw is not None else None,
        )
    return told


def steps_of(framework: Framework, question: str) -> Steps | None:
    """Return the ordered levels of a question, one apart; None where it has no such."""
    kind = framework.answer_of(framework.nodes[question])
    if isinstance(kind, BandAnswer):
        values = sorted(kind.steps)
    elif isinstance(kind, SingleAnswer):
        values = sorted({option.value for option in kind.options.values()})
    else:
        return None
    first = values[0]
    if len(values) < 2 or first != int(first):
        return None
    is_even = values == [first + place for place in range(len(values))]
    return Steps(int(first), int(values[-1])) if is_even else None


def proofs_of(run: Assessment) -> dict[str, Proof]:
    """Return the best evidence of each question that has any; one query."""
    found = {}
    for question, links in evidence_of(run, only_counting=True).items():
        is_accepted = any(link.evidence.is_accepted for link in links)
        found[question] = Proof.ACCEPTED if is_accepted else Proof.UNREVIEWED
    return found


def _voices(found: RunResult) -> dict[str, list[tuple[int | None, Decimal]]]:
    """Return who said what, in points, on every question whose answer counts.

    What is said apart and does not count yet is nobody's business.
    """
    run, framework = found.assessment, found.framework
    apart = {item for part in run_sections(run) if part.id in run.apart for item in part.questions}
    rows = Answer.objects.filter(assessment=run, value__isnull=False)
    said: dict[str, list[tuple[int | None, Decimal]]] = defaultdict(list)
    counted = set()
    for question, value, person in rows.values_list("question", "value", "answered_by"):
        counted.add(question)
        points = None if question in apart else points_of(framework, question, value)
        if points is not None:
            said[question].append((person, points))
    if not apart & counted:
        return said
    own = RaterAnswer.objects.filter(assessment=run, question__in=apart & counted)
    for question, value, person in own.values_list("question", "value", "rater"):
        points = points_of(framework, question, value)
        if points is not None:
            said[question].append((person, points))
    return said


def written(found: Mapping[str, Known]) -> dict[str, list[str] | str]:
    """Return what is kept of some questions."""
    return {
        item: str(one)
        if isinstance(one, Undefined)
        else [str(one.value), str(one.agreement), str(one.proof), str(one.heard)]
        for item, one in found.items()
    }


def read(kept: Mapping[str, list[str] | str]) -> dict[str, Known]:
    """Return what was kept; see `written`."""
    return {
        item: Undefined(one) if isinstance(one, str) else Sureness(*map(Decimal, one))
        for item, one in kept.items()
    }
