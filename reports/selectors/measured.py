"""The run behind a document, with its result and matrix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.models import Assessment
from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import Compared, compared_with, current_run, last_signed
from capability.selectors import matrices
from core.text import LocalizedText
from organizations.models import Plant
from packs.schema import Framework
from scoring.domain.matrix import Matrix
from scoring.domain.sections import title_of


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a run with its matrix, and the run it is compared with."""

    result: RunResult
    matrix: Matrix
    compared: Compared | None

    @property
    def assessment(self) -> Assessment:
        """The stored run."""
        return self.result.assessment

    @property
    def framework(self) -> Framework:
        """What was asked."""
        return self.result.framework


def chosen_run(plant: Plant) -> Assessment | None:
    """Return the run a document speaks of: the newest signed one, else the one under way."""
    return last_signed(plant) or current_run(plant)


def measured(plant: Plant) -> Measured | None:
    """Return what the run of a document says; None if the plant has none."""
    assessment = chosen_run(plant)
    if assessment is None:
        return None
    assessment.plant = plant
    found = result(assessment)
    (matrix,) = matrices([found])
    return Measured(found, matrix, compared_with(assessment))


def dimension_title(frameworks: Iterable[Framework], name: str) -> LocalizedText:
    """Return the name of a dimension by the first framework that has it; its id if none does."""
    for framework in frameworks:
        if name in framework.nodes:
            return title_of(framework.nodes[name])
    return LocalizedText.of(name, name)


def topic(framework: Framework, question: str) -> LocalizedText:
    """Return what a question is about."""
    known = framework.questions_by_id.get(question)
    return known.topic if known else title_of(framework.nodes[question])
