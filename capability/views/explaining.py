"""The answer to "why this score", as the drawer shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import get_language

from assessment.selectors.result import RunResult
from scoring.domain.matrix import Level, Matrix
from scoring.domain.types import Contribution


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cell or dimension with the lines that make its score."""

    key: str
    title: str
    companion: str
    level: Level
    lines: list[dict[str, Any]]
    total: Decimal | None
    staged: int | None
    reading: str
    unmet: list[str]
    reason: str | None
    coverage: Decimal


def explain(run: RunResult, matrix: Matrix, key: str, reading: str) -> Explanation:
    """Return the explanation of `<dimension>` or `<dimension>:<process>`.

    Raises:
        Http404: there is no such cell.
    """
    dimension, _, process = key.partition(":")
    row = next((row for row in matrix.rows if row.dimension == dimension), None)
    if row is None or (process and process not in row.cells):
        raise Http404
    language = get_language() or "en"
    node = run.framework.nodes[dimension]
    title = node.title.in_language(language) if node.title else dimension
    if process:
        cell = next(
            cell
            for cell in run.current.cells
            if (cell.dimension, cell.process) == (dimension, process)
        )
        found = next(item for item in run.framework.processes if item.id == process)
        return Explanation(
            key=key,
            title=title,
            companion=found.title.in_language(language),
            level=row.cells[process],
            lines=_lines(run, cell.contributions),
            total=cell.score,
            staged=cell.level,
            reading=reading,
            unmet=[],
            reason=cell.reason,
            coverage=cell.answered_weight,
        )
    score = run.current.nodes[dimension]
    unmet = score.level.unmet if score.level else ()
    return Explanation(
        key=key,
        title=title,
        companion="",
        level=row.whole,
        lines=_lines(run, score.contributions),
        total=score.score,
        staged=score.level.level if score.level else None,
        reading=reading,
        unmet=[item.text.in_language(language) for item in unmet],
        reason=score.reason,
        coverage=score.answered_weight,
    )


def _lines(run: RunResult, contributions: tuple[Contribution, ...]) -> list[dict[str, Any]]:
    language = get_language() or "en"
    questions = run.framework.questions_by_id
    largest = max((line.product for line in contributions), default=Decimal(0)) or Decimal(1)
    return [
        {
            "item": line.item,
            "title": questions[line.item].topic.in_language(language)
            if line.item in questions
            else line.item,
            "value": line.value,
            "weight": line.weight,
            "product": line.product,
            "share": int(100 * line.product / largest),
            "target": run.targets.get(line.item),
        }
        for line in sorted(contributions, key=lambda line: -line.weight)
    ]
