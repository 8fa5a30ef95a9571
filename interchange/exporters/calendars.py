"""The days of a plan as a calendar: milestones of the plant, starts and ends of work, milestones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from calendars.models import PlantMilestone
from core.icalendar import DayEvent, calendar_file
from core.wording.texts import lt
from interchange.selectors.rows import PlanRows
from organizations.models import Plant
from roadmap.models import Initiative, Milestone

HOURS = 6  # after which a program may ask again


def plan_calendar(plant: Plant, rows: PlanRows | None, *, is_feed: bool = False) -> bytes:
    """Return the calendar in the reader's language; empty without a plan.

    No name of a person stands in it: titles and texts are those of the work.

    Args:
        plant: whose plan it is.
        rows: the rows of the plan.
        is_feed: whether a program reads it again and again.
    """
    name = _("Roadmap %(plant)s") % {"plant": plant.shown_name}
    return calendar_file(name, _events(plant, rows) if rows else (), hours=HOURS * is_feed)


def _events(plant: Plant, rows: PlanRows) -> Iterator[DayEvent]:
    launch = settings.PUBLIC_URL + reverse("launch:launch-detail", args=[plant.slug])
    for one in rows.plant_milestones:
        yield _of_plant(one, launch)
    page = settings.PUBLIC_URL + reverse("roadmap:roadmap-detail", args=[plant.slug])
    for row in rows.initiatives:
        yield from _ends(row, f"{page}?initiative={row.pk}")
    for stone in rows.milestones:
        yield _stone(stone, f"{page}?initiative={stone.initiative_id}")


def _of_plant(stone: PlantMilestone, address: str) -> DayEvent:
    day, words = stone.day, _("Milestone of the plant: %(title)s")
    return DayEvent(
        uid=f"plant-milestone-{stone.pk}@{_host()}",
        first=day,
        last=day,
        title=words % {"title": lt(stone.both("title"))},
        category=_("Milestones of the plant"),
        address=address,
        changed_at=stone.updated_at,
        revision=stone.version - 1,
    )


def _ends(row: Initiative, address: str) -> Iterable[DayEvent]:
    title = lt(row.both("title"))
    days = (
        ("start", row.starts_on, _("Start: %(title)s")),
        ("end", row.ends_on, _("End: %(title)s")),
    )
    for name, day, words in days:
        yield DayEvent(
            uid=f"initiative-{row.pk}-{name}@{_host()}",
            first=day,
            last=day,
            title=words % {"title": title},
            category=str(row.get_phase_display()),
            address=address,
            changed_at=row.updated_at,
            revision=row.version - 1,
            is_cancelled=row.status == Initiative.Status.STOPPED,
        )


def _stone(stone: Milestone, address: str) -> DayEvent:
    words = _("Milestone: %(title)s")
    return DayEvent(
        uid=f"milestone-{stone.pk}@{_host()}",
        first=stone.due_on,
        last=stone.due_on,
        title=words % {"title": lt(stone.both("title"))},
        text=lt(stone.initiative.both("title")),
        category=str(stone.initiative.get_phase_display()),
        address=address,
        changed_at=stone.updated_at,
        revision=stone.version - 1,
        is_cancelled=stone.initiative.status == Initiative.Status.STOPPED,
    )


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
