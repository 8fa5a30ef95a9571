"""How good a series of readings is: complete, fresh, plausible.

An empty denominator is "not measurable" (None), never 100. Source: docs/method.md#data-quality.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from readings.domain.periods import PeriodStep, position_of, start_of
from readings.domain.points import Bounds, SeriesPoint

HUNDRED = Decimal(100)
GRACE_DAYS = 10
STALE_AFTER = 2


@dataclass(frozen=True, slots=True)
class SeriesQuality:
    """Shares in percent, 0 to 100; None where nothing can be measured.

    Attributes:
        complete: months with a reading / months due from the first reading on.
        fresh: readings recorded within the grace days / readings whose date of recording counts.
        plausible: readings inside the bounds and not left out / readings.
        months_behind: due months without a reading since the last one; None without readings.
        missing: positions of the months without a reading.
        due: months due from the first reading on; a share of few of them says little.
    """

    complete: Decimal | None
    fresh: Decimal | None
    plausible: Decimal | None
    months_behind: int | None
    missing: tuple[int, ...]
    due: int

    @property
    def present(self) -> int:
        """Due months that have a reading."""
        return self.due - len(self.missing)

    @property
    def is_stale(self) -> bool:
        """Whether two or more due months are without a reading, or there is none at all."""
        return is_stale(self.months_behind)


def is_stale(months_behind: int | None) -> bool:
    """Tell whether so many due months without a reading are too many; None is no reading at all."""
    return months_behind is None or months_behind >= STALE_AFTER


def months_behind(
    newest: int | None, today: dt.date, step: PeriodStep = PeriodStep.MONTH
) -> int | None:
    """Return the due months without a reading since the newest one; None without readings."""
    return None if newest is None else max(0, due_position(today, step) - newest)


def due_position(today: dt.date, step: PeriodStep = PeriodStep.MONTH) -> int:
    """Return the newest period whose reading is due: the last full one, from its day 10 on."""
    return position_of(today - dt.timedelta(GRACE_DAYS - 1), step) - 1


def share(part: int, whole: int) -> Decimal | None:
    """Return part of whole in percent; None for nothing of nothing."""
    return HUNDRED * part / whole if whole else None


def is_plausible(value: Decimal, bounds: Bounds) -> bool:
    """Tell whether a value lies inside the bounds of its indicator."""
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


def is_on_time(position: int, recorded_on: dt.date, step: PeriodStep = PeriodStep.MONTH) -> bool:
    """Tell whether a period's reading was recorded by day 10 of the next period."""
    return recorded_on <= start_of(position + 1, step).replace(day=GRACE_DAYS)


def measure(
    points: Sequence[SeriesPoint],
    *,
    today: dt.date,
    bounds: Bounds = (None, None),
    left_out: Iterable[int] = (),
    recorded: Iterable[tuple[int, dt.date]] = (),
    step: PeriodStep = PeriodStep.MONTH,
) -> SeriesQuality:
    """Return the quality of a series of readings.

    Args:
        points: every reading.
        today: the day from which is judged.
        bounds: lowest and highest possible value.
        left_out: positions of readings that are explained and left out of limits.
        recorded: position and day of recording of readings that came month by month; history
            that was imported in one go does not belong here.
        step: months or quarters.
    """
    due = due_position(today, step)
    present = {point.position for point in points}
    span = range(min(present), due + 1) if present else range(0)
    missing = tuple(place for place in span if place not in present)
    excluded = set(left_out)
    sound = [p for p in points if p.position not in excluded and is_plausible(p.value, bounds)]
    days = list(recorded)
    punctual = [place for place, day in days if is_on_time(place, day, step)]
    return SeriesQuality(
        complete=share(len(span) - len(missing), len(span)),
        fresh=share(len(punctual), len(days)),
        plausible=share(len(sound), len(points)),
        months_behind=months_behind(max(present, default=None), today, step),
        missing=missing,
        due=len(span),
    )
