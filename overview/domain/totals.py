"""Totals over the plants of a group: only what is alike is added up, the rest is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """Readiness of one plant.

    Attributes:
        plant: its name.
        score: over all dimensions [scale of the framework].
        is_provisional: whether the run is not signed off.
        framework: id of the framework it was answered on.
        is_range: whether too much is open for one figure.
    """

    plant: str
    score: Decimal
    is_provisional: bool
    framework: str
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class GroupMean:
    """Mean readiness of a group; each plant counts once.

    Attributes:
        value: the mean; None without any plant.
        counted: plants that are in it.
        is_provisional: whether it is made of runs under way, because none is signed.
        provisional: plants left out because their run is under way.
        elsewhere: plants left out because they were assessed on another framework.
        ranging: plants left out because their score is a range so far.
    """

    value: Decimal | None
    counted: tuple[str, ...] = ()
    is_provisional: bool = False
    provisional: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    ranging: tuple[str, ...] = ()


def mean_readiness(standings: Sequence[GroupStanding]) -> GroupMean:
    """Return the mean over the signed runs of the framework that most plants use.

    Args:
        standings: one per plant that has a score.

    Returns:
        The mean of what is signed; where nothing is, that of the runs under way. A score that is a
        range is in no mean, so that the mean is never more exact than its parts; where all are
        ranges there is no mean. Of two frameworks used equally often the first named counts.
    Source: docs/method.md#group-totals
    """
    if not standings:
        return GroupMean(None)
    ((framework, _count),) = Counter(one.framework for one in standings).most_common(1)
    alike = [one for one in standings if one.framework == framework]
    signed = [one for one in alike if not one.is_provisional]
    speaking = signed or alike
    counted = [one for one in speaking if not one.is_range]
    total = sum((one.score for one in counted), Decimal(0))
    return GroupMean(
        value=total / len(counted) if counted else None,
        counted=tuple(one.plant for one in counted),
        is_provisional=not signed,
        provisional=tuple(one.plant for one in alike if signed and one.is_provisional),
        elsewhere=tuple(one.plant for one in standings if one.framework != framework),
        ranging=tuple(one.plant for one in speaking if one.is_range),
    )


@dataclass(frozen=True, slots=True)
class Outlay:
    """Money of one plant to date, in the currency of the group.

    Attributes:
        plant: its name.
        currency: the plant's own.
        planned: what its plan expects to have cost by now; None while a rate is missing.
        spent: what people recorded; None if nobody did, or while a rate is missing.
        has_records: whether anybody recorded a cost.
    """

    plant: str
    currency: str
    planned: Decimal | None
    spent: Decimal | None
    has_records: bool


@dataclass(frozen=True, slots=True)
class GroupSpend:
    """Money of a group to date: spend beside the plan of the same plants.

    Attributes:
        spent: recorded by the plants that record; None if no such plant can be converted.
        planned: plan to date of these same plants.
        recorded: their names.
        unrecorded: plants with a plan and no recorded cost.
        unrecorded_planned: plan to date of those.
        missing_rates: plants left out, each with its currency, because no rate is stored.
    """

    spent: Decimal | None
    planned: Decimal
    recorded: tuple[str, ...]
    unrecorded: tuple[str, ...]
    unrecorded_planned: Decimal
    missing_rates: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no plant has a plan."""
        return not (self.recorded or self.unrecorded or self.missing_rates)


def group_spend(outlays: Iterable[Outlay]) -> GroupSpend:
    """Return what was spent, what the plans of the same plants expected, and who is not in it.

    Args:
        outlays: one per plant with a plan, converted by the caller.

    Source: docs/method.md#group-totals
    """
    rows = list(outlays)
    known = [(row, row.planned) for row in rows if row.planned is not None]
    recorded = [(row, planned) for row, planned in known if row.spent is not None]
    unrecorded = [(row, planned) for row, planned in known if not row.has_records]
    spent = [row.spent for row, _planned in recorded if row.spent is not None]
    lost = [row for row in rows if row.planned is None or (row.has_records and row.spent is None)]
    return GroupSpend(
        spent=sum(spent, Decimal(0)) if spent else None,
        planned=sum((planned for _row, planned in recorded), Decimal(0)),
        recorded=tuple(row.plant for row, _planned in recorded),
        unrecorded=tuple(row.plant for row, _planned in unrecorded),
        unrecorded_planned=sum((planned for _row, planned in unrecorded), Decimal(0)),
        missing_rates=tuple((row.plant, row.currency) for row in lost),
    )
