"""Writes of the conditions that an owner sets to the gates of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import User
from readings.domain.entries import EntryProblem
from readings.models import Indicator
from readings.selectors.wording import problem_words
from roadmap.models import GateCondition, Roadmap
from steps.services.rows import RowKind

FIELDS = ("phase", "plant_indicator", "side", "bound_value")
BETTER = {
    Indicator.Direction.UP: GateCondition.Side.AT_LEAST,
    Indicator.Direction.DOWN: GateCondition.Side.AT_MOST,
}


def _check(row: GateCondition) -> None:
    check_condition(row)
    row.validate_constraints()


def check_condition(row: GateCondition) -> None:
    """Refuse the indicator of another plant, the worse side, and what no reading can reach.

    A row without a side gets the better one of its indicator.

    Raises:
        ValidationError: by field.
    """
    used = row.plant_indicator
    if used.plant_id != row.roadmap.plant_id:
        raise ValidationError({"plant_indicator": _("The plant does not follow this indicator.")})
    row.side = row.side or _better_side(used.indicator)
    better = BETTER.get(Indicator.Direction(used.indicator.direction), row.side)
    if row.side != better:
        words = {
            GateCondition.Side.AT_LEAST: _(
                "Higher is better for this indicator: choose “at least”."
            ),
            GateCondition.Side.AT_MOST: _("Lower is better for this indicator: choose “at most”."),
        }
        raise ValidationError({"side": words[GateCondition.Side(better)]})
    row.clean_fields()
    low, high = used.bounds
    for problem, is_so in (
        (EntryProblem.BELOW, low is not None and row.bound_value < low),
        (EntryProblem.ABOVE, high is not None and row.bound_value > high),
    ):
        if is_so:
            raise ValidationError({"bound_value": problem_words(problem, low, high)})


def _better_side(indicator: Indicator) -> str:
    """Return the side on which an indicator is better.

    Raises:
        ValidationError: its target value is best.
    """
    side = BETTER.get(Indicator.Direction(indicator.direction))
    if side is None:
        words = _("The target value is best for this indicator: say “at least” or “at most”.")
        raise ValidationError({"side": words})
    return side


def _subject(row: GateCondition) -> dict[str, str]:
    title: dict[str, str] = row.plant_indicator.indicator.title
    return title


KIND: RowKind[GateCondition] = RowKind(
    FIELDS, plant=lambda row: row.roadmap.plant, subject=_subject, check=_check
)


def add_condition(*, roadmap: Roadmap, values: Mapping[str, Any], by: User) -> GateCondition:
    """Let a gate of a plan ask for an indicator; an empty side is the better one of the indicator.

    See `RowKind.add`.
    """
    row = GateCondition(roadmap=roadmap)
    return KIND.add(row, values, by=by, verb="gate_condition.added")


def edit_condition(
    *, row: GateCondition, version: int, values: Mapping[str, Any], by: User
) -> GateCondition:
    """Change what a gate asks of an indicator; see `RowKind.edit`."""
    return KIND.edit(row, version, values, by=by, verb="gate_condition.edited")


def remove_condition(*, row: GateCondition, version: int, by: User) -> None:
    """Let a gate ask no longer; see `RowKind.remove`."""
    KIND.remove(row, version, by=by, verb="gate_condition.removed")
