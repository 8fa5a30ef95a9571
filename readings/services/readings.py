"""Writes of readings: by hand, from a file, corrected, explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.base import save_versioned
from core.bounds import settled
from core.errors import RuleError
from core.progress import each
from core.wording.texts import in_each, listed
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services import audit
from readings.domain.entries import problem_of
from readings.domain.periods import position_of, start_of
from readings.models import Measurement, PlantIndicator, ReadingImport
from readings.selectors.wording import problem_words
from steps.services import history

_WRITTEN = ("value", "quality", "origin", "elements", "reading_import", "recorded_by")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading to be stored; `period` may be any day of its period."""

    row: PlantIndicator
    period: dt.date
    value: Decimal
    quality: Decimal | None = None
    elements: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadingCounts:
    """What storing a set of readings did."""

    new: int
    changed: int
    unchanged: int

    @property
    def written(self) -> int:
        """Readings that were stored."""
        return self.new + self.changed


class ReadingTakenError(RuleError):
    """The period has another reading already; `stored` is it."""

    def __init__(self, stored: Measurement) -> None:
        self.stored = stored
        super().__init__(_("This period has a reading already."), field="period")


def check(entry: Entry, today: dt.date) -> None:
    """Refuse a reading that cannot be.

    Raises:
        RuleError: `field` is period or value.
    """
    step = entry.row.indicator.step
    bounds = entry.row.bounds
    problem = problem_of(entry.value, entry.period, bounds=bounds, today=today, step=step)
    if problem is not None:
        field = "period" if problem in {"future", "too_old"} else "value"
        raise RuleError(problem_words(problem, *bounds), field=field)


@transaction.atomic
def record_reading(
    *, entry: Entry, by: User, replace: bool = False, origin: str = Measurement.Origin.MANUAL
) -> Measurement:
    """Store one reading.

    Args:
        entry: the reading.
        by: who acts.
        replace: whether another value of the same period is replaced.
        origin: how it came.

    Returns:
        The stored reading; the same value again writes nothing.

    Raises:
        RuleError: the value or period cannot be.
        ReadingTakenError: the period has another value and `replace` is not set.
    """
    check(entry, plant_today(entry.row.plant))
    stored = _stored([entry]).get(_key(entry))
    if stored is not None and not _differs(stored, entry):
        return stored
    if stored is not None and not replace:
        raise ReadingTakenError(stored)
    before = {"value": stored.value, "quality": stored.quality} if stored else {}
    saved = _save(entry, stored, by=by, origin=origin, source=None)
    _record(saved, "reading.recorded", before, by)
    return saved


@transaction.atomic
def import_readings(
    *,
    plant: Plant,
    entries: Sequence[Entry],
    by: User,
    file_name: str = "",
    sha256: str = "",
    origin: str = Measurement.Origin.FILE,
) -> ReadingCounts:
    """Store a checked set of readings, all or nothing; the same set twice changes nothing.

    Args:
        plant: the plant every entry belongs to.
        entries: at most one for each indicator and period.
        by: who acts.
        file_name: name of the file, if there was one.
        sha256: digest of the file.
        origin: how they came.

    Raises:
        RuleError: one of them cannot be, or belongs to another plant; nothing is written.
    """
    today = plant_today(plant)
    for entry in entries:
        if entry.row.plant_id != plant.pk:
            raise RuleError(_("This indicator belongs to another plant."))
        check(entry, today)
    stored = _stored(entries)
    pairs = [(entry, stored.get(_key(entry))) for entry in entries]
    due = [(entry, old) for entry, old in pairs if old is None or _differs(old, entry)]
    new = sum(old is None for _entry, old in due)
    outcome = ReadingCounts(new, len(due) - new, len(entries) - len(due))
    if not due:
        return outcome
    source = _source(plant, file_name, sha256, len(entries), by) if file_name else None
    with history.kept(
        plant=plant,
        by=by,
        verb="readings.imported",
        subject=in_each(lambda: _counted(outcome)),
        rows=[old for _entry, old in due if old],
    ) as step:
        for entry, old in each(due):
            saved = _save(entry, old, by=by, origin=origin, source=source)
            if old is None:
                step.add(saved)
    audit.record(
        by=by,
        verb="readings.imported",
        target=source or plant,
        plant=plant,
        changes={
            "file": ["", file_name],
            "new": [0, outcome.new],
            "changed": [0, outcome.changed],
        },
    )
    return outcome


def _source(plant: Plant, name: str, sha256: str, rows: int, by: User) -> ReadingImport:
    """Keep that a file was taken in."""
    source = ReadingImport(plant=plant, file_name=name, sha256=sha256, rows=rows, imported_by=by)
    source.full_clean(exclude=["plant", "imported_by"])
    source.save()
    return source


def _counted(done: ReadingCounts) -> str:
    new = pgettext("readings", "%(n)s new") % {"n": done.new}
    old = pgettext("readings", "%(n)s changed") % {"n": done.changed}
    return listed([text for text, count in ((new, done.new), (old, done.changed)) if count])


@transaction.atomic
def explain_reading(
    *,
    reading: Measurement,
    expected: int,
    cause: str,
    is_excluded: bool,
    by: User,
    translations: dict[str, Any] | None = None,
) -> Measurement:
    """Say what caused a reading, and whether it is left out of limits.

    Raises:
        RuleError: left out without a cause.
        StaleVersionError: somebody else changed it since; nothing is written.
    """
    if is_excluded and not cause.strip():
        raise RuleError(_("Name the cause of a reading that is left out."), field="cause")
    names = ("cause", "is_excluded", "translations")
    before = {name: getattr(reading, name) for name in names}
    reading.cause, reading.is_excluded = cause.strip(), is_excluded
    if translations is not None:
        reading.translations = translations
    reading.full_clean(exclude=["plant_indicator"], validate_unique=False)
    save_versioned(reading, expected=expected, fields=names)
    _record(reading, "reading.explained", before, by)
    return reading


@transaction.atomic
def edit_reading(
    *, reading: Measurement, expected: int, value: Decimal, quality: Decimal | None, by: User
) -> Measurement:
    """Correct a reading.

    Raises:
        RuleError: the value cannot be.
        StaleVersionError: somebody else changed it since; nothing is written.
    """
    row = reading.plant_indicator
    check(Entry(row, reading.period, value), plant_today(row.plant))
    before = {"value": reading.value, "quality": reading.quality}
    reading.value, reading.quality = settled(value), quality
    reading.origin, reading.recorded_by = Measurement.Origin.MANUAL, by
    reading.elements, reading.reading_import = {}, None
    reading.full_clean(exclude=["plant_indicator", "recorded_by"], validate_unique=False)
    save_versioned(reading, expected=expected, fields=_WRITTEN)
    _record(reading, "reading.corrected", before, by)
    return reading


@transaction.atomic
def delete_reading(*, reading: Measurement, by: User) -> None:
    """Remove a reading; baselines that rest on it keep their own extract."""
    before = {"value": reading.value, "period": reading.period}
    _record(reading, "reading.deleted", before, by)
    reading.delete()


def _key(entry: Entry) -> tuple[int, dt.date]:
    step = entry.row.indicator.step
    return entry.row.pk, start_of(position_of(entry.period, step), step)


def _stored(entries: Sequence[Entry]) -> dict[tuple[int, dt.date], Measurement]:
    """Return the readings that are there, by indicator and period, in one query."""
    keys = {_key(entry) for entry in entries}
    rows = Measurement.objects.filter(
        plant_indicator__in={key for key, _period in keys},
        period__in={period for _key_, period in keys},
    ).select_related("plant_indicator__plant")
    stored = {(row.plant_indicator_id, row.period): row for row in rows}
    return {key: row for key, row in stored.items() if key in keys}


def _differs(stored: Measurement, entry: Entry) -> bool:
    """Tell whether a reading says something new; a missing quality takes nothing back."""
    if stored.value != settled(entry.value):
        return True
    return entry.quality is not None and stored.quality != entry.quality


def _save(
    entry: Entry,
    stored: Measurement | None,
    *,
    by: User,
    origin: str,
    source: ReadingImport | None,
) -> Measurement:
    reading = stored or Measurement(plant_indicator=entry.row, period=_key(entry)[1])
    values: dict[str, Any] = {
        "value": settled(entry.value),
        "quality": reading.quality if entry.quality is None else entry.quality,
        "origin": origin,
        "elements": dict(entry.elements or {}),
        "reading_import": source,
        "recorded_by": by,
    }
    for name, value in values.items():
        setattr(reading, name, value)
    # Of the constraints only the one on the quality can break here; a file has hundreds of rows.
    is_share = reading.quality is None or 0 <= reading.quality <= 100
    reading.full_clean(
        exclude=["plant_indicator", "recorded_by", "reading_import"],
        validate_unique=False,
        validate_constraints=not is_share,
    )
    if stored is None:
        reading.save(force_insert=True)
        return reading
    return save_versioned(reading, expected=reading.version, fields=_WRITTEN)


def _record(reading: Measurement, verb: str, before: dict[str, Any], by: User) -> None:
    gone = verb == "reading.deleted"
    names = list(before) or ["value", "quality"]
    after = {name: None if gone else getattr(reading, name) for name in names}
    audit.record(
        by=by,
        verb=verb,
        target=reading,
        plant=reading.plant_indicator.plant,
        changes=audit.difference(before, after),
    )
