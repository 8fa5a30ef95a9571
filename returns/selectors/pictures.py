"""Reads: the readings around a promise as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.series import IndicatorSeries, Reading
from readings.domain.periods import position_of, start_of
from returns.domain.drawings import PromisePhase, PromisePicture
from returns.domain.ledger import stage_of
from returns.selectors.promises import LedgerRow


def picture_of(row: LedgerRow) -> PromisePicture | None:
    """Return what is drawn of a promise; None without any reading, or where it stands no more."""
    series, delivery = row.series, row.delivery
    counted = [one for one in series.readings if not one.is_excluded] if series else []
    if series is None or delivery is None or not counted:
        return None
    first, last = series.position(counted[0].period), series.position(counted[-1].period)
    dates = row.work or row.pledge
    begin, due = (position_of(day, series.step) for day in (dates.starts_on, dates.due_on))
    last = max(last, due)
    values = {one.period: one.value for one in counted}
    periods = tuple(start_of(place, series.step) for place in range(first, last + 1))
    before = _phase(series, delivery.before, first)
    work = max(begin, first) - first, due - 1 - first
    level = None
    if before is not None:
        level = before.stage.mean + row.pledge.change, max(due - first, 0)
    return PromisePicture(
        periods=periods,
        values=tuple(values.get(day) for day in periods),
        before=before,
        after=_phase(series, delivery.after, first),
        work=work if work[0] <= work[1] else None,
        level=level,
        places=series.places,
    )


def _phase(
    series: IndicatorSeries, readings: Sequence[Reading], origin: int
) -> PromisePhase | None:
    stage = stage_of(readings)
    if stage is None:
        return None
    first, last = (series.position(one.period) - origin for one in (readings[0], readings[-1]))
    return PromisePhase(first, last, stage)
