"""Why a score is what it is, in words: one explanation for the drawers of all pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.selectors.cards import Card, question_cards
from assessment.selectors.result import RunResult
from core.scores import figure, span, written
from core.wording.figures import plain
from scoring.domain.borders import find_borders
from scoring.domain.cells import columns
from scoring.domain.explaining import Explanation, PartLine, WeightStep, explain_cell, explain_node
from scoring.domain.sections import title_of
from scoring.domain.types import CellScore, LevelReading
from scoring.domain.wording import covered

WEIGHT = Decimal("0.0001")  # weights are shown with four places at most


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation of a node or a cell as a drawer shows it.

    Attributes:
        title: name of the node, or of the cell's dimension.
        companion: name of the cell's column; empty for a node.
        total: the score; None without one.
        shown: the score as it is written, or between what it lies; `sum` the score with two places.
        maximum: the highest possible score.
        lines: the questions that make the score, the heaviest first.
        weight_sum: sum of their weights.
        unanswered: questions that wait for an answer.
        not_applicable: questions that do not apply; the others carry their weight.
        coverage: share of the weight that is answered [0-1].
        covered: the same as a percentage in words, never past the pack's minimum.
        level: the level, None if it has none or none can be told.
        reading: the level of a node with what is missing; None for a cell.
        unmet: what the next level lacks, in words.
        reason: why there is no score.
        engine: version of the rules.
    """

    title: str
    companion: str
    total: Decimal | None
    shown: str
    sum: str
    maximum: Decimal
    lines: list[dict[str, Any]]
    weight_sum: Decimal
    unanswered: list[dict[str, Any]]
    not_applicable: list[dict[str, Any]]
    coverage: Decimal
    covered: str
    level: int | None
    reading: LevelReading | None
    unmet: list[str]
    reason: str | None
    engine: str


def why_node(run: RunResult, name: str, language: str) -> Why:
    """Return the explanation of a node of the tree.

    Raises:
        KeyError: there is no such node.
    """
    node = run.current.nodes[name]
    borders = find_borders(run.framework).get(name, frozenset())
    reading = node.level
    found = _why(
        run,
        explain_node(run.framework, run.current, name),
        language,
        title=title_of(run.framework.nodes[name]).in_language(language),
        total=node.score,
        borders=borders,
        between=span(node.range.lower, node.range.upper) if node.range else "",
        maximum=node.maximum,
        coverage=node.answered_weight,
        level=reading.level if reading else None,
        reading=reading,
        unmet=[lack.text.in_language(language) for lack in (reading.unmet if reading else ())],
        reason=node.reason,
    )
    ends = node.range if node.score is not None else None
    return replace(found, shown=span(ends.lower, ends.upper)) if ends else found


def coverage_words(run: RunResult) -> str:
    """Return how much of a run is answered, in percent."""
    return share_words(run, run.coverage)


def share_words(run: RunResult, share: Decimal) -> str:
    """Return an answered share in percent, never rounded up to the minimum of the pack or to all."""
    return covered(run.framework, share).in_language(get_language())


def why_cell(run: RunResult, cell: CellScore, language: str) -> Why:
    """Return the explanation of a cell of the matrix."""
    return _why(
        run,
        explain_cell(run.framework, run.current, cell),
        language,
        title=title_of(run.framework.nodes[cell.dimension]).in_language(language),
        companion=columns(run.framework)[cell.process].in_language(language),
        total=cell.score,
        maximum=run.current.nodes[cell.dimension].maximum,
        coverage=cell.answered_weight,
        level=cell.level,
        reason=cell.reason,
    )


def _why(
    run: RunResult,
    explained: Explanation,
    language: str,
    *,
    total: Decimal | None,
    coverage: Decimal,
    borders: frozenset[Decimal] = frozenset(),
    reading: LevelReading | None = None,
    companion: str = "",
    between: str = "",
    unmet: Sequence[str] = (),
    **more: Any,
) -> Why:
    cards = question_cards(run.assessment.framework, language)
    lines = [
        _line(run, cards[line.item], line, is_cell=bool(companion)) for line in explained.lines
    ]
    return Why(
        companion=companion,
        total=total,
        shown=between or figure(written(total, borders)),
        sum=figure(written(total, borders, 2)),
        lines=lines,
        weight_sum=sum((line["weight"] for line in lines), Decimal(0)),
        unanswered=[_left_out(run, cards[line.item], line) for line in explained.unanswered],
        not_applicable=[
            _left_out(run, cards[line.item], line) for line in explained.not_applicable
        ],
        coverage=coverage,
        covered=share_words(run, coverage),
        reading=reading,
        unmet=list(unmet),
        engine=run.engine_version,
        **more,
    )


def _line(run: RunResult, card: Card, line: PartLine, *, is_cell: bool) -> dict[str, Any]:
    answer = run.answers.get(line.item)
    return {
        "item": line.item,
        "title": card.topic,
        "level": int(line.value) if card.kind == "levels" and line.value is not None else None,
        "answer": line.answer,
        "weight": line.weight,
        "product": line.product,
        "path": _path(line, is_cell=is_cell),
        "has_evidence": bool(answer and answer.has_evidence),
    }


def _left_out(run: RunResult, card: Card, line: PartLine) -> dict[str, Any]:
    answer = run.answers.get(line.item)
    return {
        "item": line.item,
        "title": card.topic,
        "weight": _weight(_carried(line)),
        "is_proposed": bool(answer and answer.is_proposed),
    }


def _carried(line: PartLine) -> Decimal | None:
    """Return what a question that is left out would bring along."""
    return None if line.stated is None else line.stated / line.parts


def _path(line: PartLine, *, is_cell: bool) -> str:
    """Return the way from the stated weight to the one that counts."""
    if not line.steps:
        return ""
    words: dict[str, object] = {"stated": _weight(line.stated), "parts": line.parts}
    words |= {"part": _weight(line.steps[0].weight), "whole": _weight(line.steps[0].whole)}
    if line.blend is not None:
        words["share"] = f"{plain(line.blend * 100)}\u00a0%"
        said = _(
            "weight in the dimension %(stated)s, among its kind %(whole)s → %(share)s of the cell"
        )
    elif line.parts > 1 and is_cell:
        said = _(
            "weight in the dimension %(stated)s → share of this process 1/%(parts)s → "
            "%(part)s of the cell's %(whole)s"
        )
    elif is_cell:
        said = _("weight in the dimension %(stated)s → of the cell's %(whole)s")
    elif len(line.steps) == 1:
        said = _("weight in the dimension %(stated)s, of the %(whole)s that is answered")
    else:
        return " × ".join(_of(step) for step in line.steps)
    return said % words


def _of(step: WeightStep) -> str:
    return _("%(part)s of %(whole)s") % {
        "part": _weight(step.weight),
        "whole": _weight(step.whole),
    }


def _weight(weight: Decimal | None) -> str:
    return "" if weight is None else plain(weight.quantize(WEIGHT))
