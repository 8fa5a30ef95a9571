"""Reads of goals: the rows, and the tree with the current value of every indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from goals.domain.tree import agrees, in_tree, is_measurable, progress
from goals.models import Goal, GoalIndicator
from indicators.domain.series import IndicatorSeries, Reading
from indicators.selectors.series import series_of
from organizations.models import Plant


def goals(plant: Plant) -> QuerySet[Goal]:
    """Return the goals of a plant with owner and the counts of their links."""
    return (
        Goal.objects.filter(plant=plant)
        .select_related("owner")
        .annotate(
            requirement_count=Count("requirements", distinct=True),
            initiative_count=Count("initiatives", distinct=True),
        )
        .order_by("due_on", "title")
    )


@dataclass(frozen=True, slots=True)
class Gauge:
    """An indicator of a goal and how far it has come.

    Attributes:
        row: as stored.
        series: the indicator with its readings.
        current: the newest reading that counts; None without one.
        progress: share of the way from baseline to target [%]; None where it cannot be said.
    """

    row: GoalIndicator
    series: IndicatorSeries
    current: Reading | None
    progress: Decimal | None

    @property
    def shown(self) -> Decimal:
        """The progress as far as a bar can show it [%]."""
        return min(max(self.progress or Decimal(0), Decimal(0)), Decimal(100))


@dataclass(frozen=True, slots=True)
class GoalNode:
    """A goal in the tree.

    Attributes:
        goal: as `goals` reads it.
        depth: 0 for a goal that serves none.
        gauges: its indicators by code.
        is_measurable: one of them has a baseline and another value as target.
        agrees: its date lies in its horizon.
    """

    goal: Goal
    depth: int
    gauges: tuple[Gauge, ...]
    is_measurable: bool
    agrees: bool


def goal_tree(plant: Plant, today: date) -> list[GoalNode]:
    """Return the goals of a plant, each below the one it serves, brothers by date.

    Four queries, whatever their number; three without indicators.
    """
    rows = {row.pk: row for row in goals(plant)}
    for row in rows.values():
        row.plant = plant
        row.parent = rows.get(row.parent_id or 0)
    gauges = _gauges(rows, today)
    nodes = []
    for key, depth in in_tree([row.place for row in rows.values()]):
        goal, mine = rows[key], gauges.get(key, [])
        pairs = [(gauge.row.baseline_value, gauge.row.target_value) for gauge in mine]
        fits = agrees(goal.horizon, goal.due_on, goal.since)
        nodes.append(GoalNode(goal, depth, tuple(mine), is_measurable(pairs), fits))
    return nodes


def _gauges(goals: Iterable[int], today: date) -> dict[int, list[Gauge]]:
    links = list(
        GoalIndicator.objects.filter(goal__in=list(goals))
        .select_related("plant_indicator__indicator")
        .order_by("plant_indicator__indicator__code")
    )
    used = {link.plant_indicator_id: link.plant_indicator for link in links}
    series = {}
    if used:
        series = {found.key: found for found in series_of(list(used.values()), today, brief=True)}
    gauges: dict[int, list[Gauge]] = {}
    for link in links:
        gauges.setdefault(link.goal_id, []).append(gauge(link, series[link.plant_indicator_id]))
    return gauges


def gauge(link: GoalIndicator, series: IndicatorSeries) -> Gauge:
    """Return how far an indicator of a goal has come."""
    current = series.newest_counted
    share = None
    if link.baseline_value is not None and link.target_value is not None:
        value = current.value if current else None
        share = progress(link.baseline_value, link.target_value, value, series.direction)
    return Gauge(link, series, current, share)
