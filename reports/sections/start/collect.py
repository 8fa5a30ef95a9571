"""The start of production in the words of a document."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.text import LocalizedText
from core.wording.texts import lt
from launch.domain.bars import NeedState, is_late
from launch.domain.outlook import LaunchOutlook, NeedRow, chain, conflicts, rows
from launch.domain.wording import conflict_told, lacks_told
from launch.selectors.plants import PlantLaunch
from reports.sections.languages import in_both
from reports.sections.start.content import (
    DecidingChain,
    NeedLine,
    StartChapter,
    StartPlan,
    StoneLine,
)
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> StartChapter:
    """Return the chapter."""
    one = record.launch
    return StartChapter(_start(one) if one and one.ahead_on else None)


def _start(one: PlantLaunch) -> StartPlan:
    assert one.ahead_on is not None  # noqa: S101 -- the caller asked
    found = one.outlook
    stones = sorted(one.milestones.values(), key=lambda row: (row.planned_on, row.pk))
    return StartPlan(
        on=one.ahead_on,
        release=one.release,
        missing=lacks_told(one.lacks),
        stones=tuple(
            StoneLine(row.both("title"), row.planned_on, row.reached_on) for row in stones
        ),
        needs=tuple(_need(one, row) for row in rows(found)) if found else (),
        chain=_chain(one, found) if found else None,
        pairs=tuple(conflict_told(found.case, pair) for pair in conflicts(found)) if found else (),
        standing=tuple(
            entry.need.title for entry in one.case.needs if entry.need.id in one.case.standing
        ),
        undated=tuple(entry.need.title for entry in one.case.undated),
    )


def _need(one: PlantLaunch, row: NeedRow) -> NeedLine:
    work = one.works[row.entry.need.id]
    return NeedLine(
        title=row.entry.need.title,
        due=one.titles[one.case.due_of(row.entry.need)],
        due_on=row.due_on,
        first_start=row.safe.early.start,
        last_start=row.safe.late.start,
        brave_start=row.brave.late.start,
        slack=row.left_days,
        work=work.state.value,
        starts_on=work.starts_on,
        ends_on=work.ends_on,
        is_late=is_late(work, row),
    )


def _chain(one: PlantLaunch, found: LaunchOutlook) -> DecidingChain | None:
    deciding = chain(found)
    if deciding is None:
        return None
    names = {entry.need.id: entry.need.title for entry in one.case.needs}
    items = tuple(_chained(names[key], one.works[key].state) for key in deciding.items)
    return DecidingChain(items, one.titles[deciding.due], deciding.slack_days)


def _chained(title: LocalizedText, state: NeedState) -> LocalizedText:
    if state is not NeedState.NOT_PLANNED:
        return title
    return in_both(lambda: _("%(work)s (not planned yet)") % {"work": lt(title)})
