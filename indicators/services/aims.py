"""Writes of what readings are held against: baselines, targets, benchmarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.base import save_versioned
from core.bounds import LARGEST, settled
from core.errors import RuleError
from indicators.domain.baseline import ENGINE_VERSION, Grade, grade_of
from indicators.domain.snapshot import as_data, extract, seal
from indicators.domain.targets import check_target
from indicators.models import Benchmark, IndicatorBaseline
from indicators.selectors.series import indicator_series
from organizations.models import User
from organizations.services import audit
from readings.domain.periods import position_of, start_of
from readings.models import PlantIndicator

TARGET_FIELDS = (
    *("target_value", "target_on", "target_kind", "target_change", "target_base"),
    *("target_reason", "value_driver", "translations"),
)


@transaction.atomic
def make_baseline(
    *, row: PlantIndicator, first: dt.date, last: dt.date, by: User, note: str = ""
) -> IndicatorBaseline:
    """Compute a baseline from the readings of a stretch and store it as a new version.

    Args:
        row: the plant's indicator.
        first: any day of the first period.
        last: any day of the last period.
        by: who acts.
        note: what was excluded or normalized, and why.

    Returns:
        The new version. The same stretch with the same readings gives the version that is there.

    Raises:
        RuleError: the stretch runs backwards, or holds under 6 readings that count.
    """
    step = row.indicator.step
    first, last = (start_of(position_of(day, step), step) for day in (first, last))
    if first > last:
        raise RuleError(_("The period ends before it begins."), field="last")
    series = indicator_series(row)
    inside = series.within(first, last)
    counted = [series.point(item) for item in inside if not item.is_excluded]
    left_out = [series.point(item) for item in inside if item.is_excluded]
    if grade_of(len(counted)) is Grade.NONE:
        words = _("%(n)s readings count in this period; a baseline needs at least 6.")
        raise RuleError(words % {"n": len(counted)}, field="first")
    statistics = series.compute(first, last)
    readings = extract(counted, left_out)
    current = row.baselines.order_by("-number").first()
    same = current and (current.sha256, current.period_from, current.period_to) == (
        seal(readings),
        first,
        last,
    )
    if current and same and current.engine_version == ENGINE_VERSION:
        return current
    baseline = IndicatorBaseline(
        plant_indicator=row,
        number=current.number + 1 if current else 1,
        period_from=first,
        period_to=last,
        statistics=as_data(statistics),
        readings=readings,
        sha256=seal(readings),
        engine_version=ENGINE_VERSION,
        note=note,
        made_at=clock.now(),
        made_by=by,
    )
    baseline.full_clean(exclude=["plant_indicator", "made_by"])
    baseline.save(force_insert=True)
    changes = {
        "period": [None, f"{first:%Y-%m} – {last:%Y-%m}"],
        "center": [current.statistics["center"] if current else None, str(statistics.center)],
    }
    audit.record(by=by, verb="baseline.made", target=baseline, plant=row.plant, changes=changes)
    return baseline


@transaction.atomic
def set_target(
    *, row: PlantIndicator, expected: int, values: Mapping[str, Any], by: User
) -> PlantIndicator:
    """Set where the plant wants to be.

    Args:
        row: the plant's indicator.
        expected: the version the editor saw.
        values: field -> value for `TARGET_FIELDS`; value and date are needed.
        by: who acts.

    Raises:
        RuleError: worse than the baseline, not after it, or outside the possible values.
        StaleVersionError: somebody else changed it since; nothing is written.
    """
    series = indicator_series(row)
    value, on = settled(values["target_value"]), values["target_on"]
    low, high = row.bounds
    is_outside = (low is not None and value < low) or (high is not None and value > high)
    if is_outside or abs(value) >= LARGEST:
        raise RuleError(_("This value is not possible."), field="target_value")
    if series.baseline is not None:
        try:
            check_target(
                target=value,
                target_on=on,
                center=series.baseline.statistics.center,
                base_last=series.baseline.last,
                direction=series.direction,
                step=series.step,
            )
        except RuleError as error:
            raise RuleError(_target_words(error.field), field=error.field) from error
    return _write_target(row, expected, {**values, "target_value": value}, "target.set", by)


@transaction.atomic
def clear_target(*, row: PlantIndicator, expected: int, by: User) -> PlantIndicator:
    """Take the target away.

    Raises:
        StaleVersionError: somebody else changed it since; nothing is written.
    """
    empty: dict[str, Any] = dict.fromkeys(TARGET_FIELDS[:2])
    empty |= {"target_kind": "", "target_change": None, "target_base": None}
    empty |= {"target_reason": "", "value_driver": ""}
    return _write_target(row, expected, empty, "target.cleared", by)


def _target_words(field: str) -> str:
    if field == "target_on":
        return _("The target date must lie after the baseline.")
    return _("This target is worse than the baseline.")


def _write_target(
    row: PlantIndicator, expected: int, values: Mapping[str, Any], verb: str, by: User
) -> PlantIndicator:
    before = {name: getattr(row, name) for name in TARGET_FIELDS}
    for name in TARGET_FIELDS:
        setattr(row, name, values.get(name, before[name]))
    row.full_clean(exclude=["plant", "indicator", "owner"], validate_unique=False)
    save_versioned(row, expected=expected, fields=TARGET_FIELDS)
    changes = audit.difference(before, {name: getattr(row, name) for name in TARGET_FIELDS})
    audit.record(by=by, verb=verb, target=row, plant=row.plant, changes=changes)
    return row


@transaction.atomic
def add_benchmark(*, row: PlantIndicator, values: Mapping[str, Any], by: User) -> Benchmark:
    """Add a figure of others with its source.

    Raises:
        ValidationError: by field; a source is needed.
    """
    benchmark = Benchmark(plant_indicator=row, **values)
    benchmark.full_clean(exclude=["plant_indicator"])
    benchmark.save()
    changes = {"value": [None, benchmark.value], "source": [None, benchmark.source_name]}
    audit.record(by=by, verb="benchmark.added", target=benchmark, plant=row.plant, changes=changes)
    return benchmark


@transaction.atomic
def delete_benchmark(*, benchmark: Benchmark, by: User) -> None:
    """Remove a figure of others."""
    changes = {"value": [benchmark.value, None], "source": [benchmark.source_name, None]}
    row = benchmark.plant_indicator
    audit.record(
        by=by, verb="benchmark.deleted", target=benchmark, plant=row.plant, changes=changes
    )
    benchmark.delete()
