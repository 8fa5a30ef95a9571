"""One reading of a file: what storing it would do, and whether it lies far from its series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.bounds import settled
from core.wording.figures import decimal, plain
from readings.domain.outliers import look_like_shares, unusual_values
from readings.models import Indicator, Measurement, PlantIndicator
from readings.services.readings import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """One reading of a file with what storing it would do; `doubt` says why it may be wrong."""

    place: str
    entry: Entry
    before: Decimal | None = None
    doubt: str = ""

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if self.before is None:
            return "new"
        return "same" if self.before == settled(self.entry.value) else "changed"


def stored_before(lines: Sequence[Line]) -> list[str]:
    """Return what is stored where readings of a file belong, to be compared with a later moment."""
    return [str(line.before) for line in lines]


def compared(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines with what is stored now and what lies far from it, in one query."""
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.entry.row.pk, []).append(line)
    stored: dict[int, dict[dt.date, Decimal]] = {key: {} for key in groups}
    rows = Measurement.objects.filter(plant_indicator__in=set(groups)).order_by()
    for key, period, value in rows.values_list("plant_indicator_id", "period", "value"):
        stored[key][period] = value
    doubts = {key: _doubts(group, stored[key]) for key, group in groups.items()}
    return tuple(
        replace(
            line,
            before=stored[line.entry.row.pk].get(line.entry.period),
            doubt=doubts[line.entry.row.pk].get(line.entry.period, ""),
        )
        for line in lines
    )


def _doubts(lines: Sequence[Line], stored: Mapping[dt.date, Decimal]) -> dict[dt.date, str]:
    """Return in words which values of one indicator need a second look, by period."""
    values = {line.entry.period: settled(line.entry.value) for line in lines}
    if takes_percent(lines[0].entry.row) and look_like_shares(values.values(), stored.values()):
        words = _("all at most 1: shares of one in a column of percent?")
        return dict.fromkeys(values, words)
    words = _("far from the series, usually %(low)s to %(high)s")
    return {
        period: words % {"low": _shown(usual.low), "high": _shown(usual.high)}
        for period, usual in unusual_values(values, stored).items()
    }


def _shown(value: Decimal) -> str:
    return (
        plain(value) if value == round(value, 1) else decimal(value, 1 if abs(value) >= 10 else 3)
    )


def takes_percent(row: PlantIndicator) -> bool:
    """Tell whether an indicator is counted in percent."""
    if row.unit:
        return "%" in row.unit_text.get("en", "")
    return row.indicator.unit_kind == Indicator.UnitKind.PERCENT
