"""Fields of the forms: numbers as people type them, periods to choose from."""

from __future__ import annotations

import datetime as dt

from readings.domain.periods import PeriodStep, position_of, start_of
from readings.selectors.wording import period_text


def period_choices(
    last: dt.date, step: PeriodStep, count: int, marked: dict[dt.date, str] | None = None
) -> list[tuple[str, str]]:
    """Return periods for a select, the newest first.

    Args:
        last: any day of the newest period.
        step: months or quarters.
        count: how many.
        marked: words after a period's name, by its first day.
    """
    newest = position_of(last, step)
    choices = []
    for place in range(newest, newest - count, -1):
        day = start_of(place, step)
        name = period_text(day, is_quarter=step is PeriodStep.QUARTER)
        note = (marked or {}).get(day)
        choices.append((day.isoformat(), f"{name} · {note}" if note else name))
    return choices
