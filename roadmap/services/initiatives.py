"""Writes of single initiatives: add, edit, move, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.base import save_versioned
from core.bounds import TITLE_LENGTH
from core.errors import RuleError, StaleVersionError
from organizations.models import User
from planning.domain.calendars import WorkCalendar
from planning.domain.plans import horizon
from planning.domain.progress import WHOLE, agrees, follow, state_of
from readings.models import PlantIndicator
from roadmap.models import Dependency, Initiative, InitiativeIndicator, Roadmap
from roadmap.services.carrying import carry, days_of, keep_carried
from roadmap.services.dating import COLUMNS, DATES, set_dates
from roadmap.services.order import put_behind, take_places
from roadmap.services.signing import refuse_signed_work
from steps.selectors.tables import pointing
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = (
    *("title", "phase", "starts_on", "ends_on", "duration", "one_off_amount", "yearly_amount"),
    *("spent_amount", "owner", "status", "progress", "note", "translations"),
    *("due_milestone", "enabling_milestone", "buffer_days"),
)
ORIGIN = ("catalog_id", "need", "lifts", "reason")  # where it comes from; set once
COPIED = (
    *("phase", "starts_on", "ends_on", "one_off_amount", "yearly_amount", "owner", "note"),
    *("due_milestone", "enabling_milestone", "buffer_days"),
)
LONGEST = timedelta(days=3660)


@transaction.atomic
def create_initiative(
    *,
    roadmap: Roadmap,
    values: Mapping[str, Any],
    by: User,
    behind: Initiative | None = None,
    linked: Callable[[Initiative], Iterable[Dependency]] | None = None,
) -> Initiative:
    """Add an initiative of the plant's own to the plan.

    Args:
        roadmap: the plan.
        values: by name of FIELDS and ORIGIN, and requirements, goals, indicators; those left out keep their defaults.
        by: who acts.
        behind: the row behind which it comes to stand; None for the place that its dates give it.
        linked: returns links of the new row that come with it, which close no circle.

    Raises:
        RuleError: the dates do not suit the plan; `field` names which.
        ValidationError: by field.
    """
    origin = {name: values[name] for name in ORIGIN if name in values}
    initiative = Initiative(roadmap=roadmap, currency=roadmap.currency, **origin)
    assign(initiative, values)
    check_dates(roadmap, initiative.starts_on, initiative.ends_on)
    initiative.full_clean()
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb="initiative.added",
        subject=initiative.title,
        target=initiative,
    ) as step:
        initiative.save()
        if behind is not None:
            put_behind(row=initiative, beside=behind)
        else:
            take_places(roadmap=roadmap, rows=[initiative])
        set_links(initiative, values)
        links = list(linked(initiative)) if linked else []
        for link in links:
            link.save()
        step.add(initiative, *initiative.indicator_links.all(), *links)
    return initiative


def duplicate_initiative(*, initiative: Initiative, by: User) -> Initiative:
    """Add a copy of an initiative right behind it: planned, not begun, of the plant's own.

    It answers the same requirements, goals and indicators. Milestones and links stay with the first
    one, and so does what the catalog says of it: an entry of the catalog is planned once, and its
    lift counts once.
    """
    values = {name: getattr(initiative, name) for name in COPIED}
    if length := initiative.dates.length:
        values["duration"] = length
        del values["ends_on"]
    links = initiative.indicator_links.select_related("plant_indicator")
    values |= {
        "title": copied_title(initiative.title),
        "requirements": list(initiative.requirements.all()),
        "goals": list(initiative.goals.all()),
        "indicators": [link.plant_indicator for link in links],
    }
    return create_initiative(roadmap=initiative.roadmap, values=values, by=by, behind=initiative)


def copied_title(title: Mapping[str, str]) -> dict[str, str]:
    """Return the title of a copy in both languages; one that was never translated stays one text."""
    if len(set(title.values())) < 2:
        return {code: _copied(text) for code, text in title.items()}
    found = {}
    for code, text in title.items():
        with override(code):
            found[code] = _copied(text)
    return found


def _copied(text: str) -> str:
    whole = _("%(title)s (copy)") % {"title": text}
    over = max(0, len(whole) - TITLE_LENGTH)
    return _("%(title)s (copy)") % {"title": text[: len(text) - over].rstrip()} if over else whole


@transaction.atomic
def edit_initiative(
    *, initiative: Initiative, version: int, values: Mapping[str, Any], by: User
) -> Initiative:
    """Change an initiative; its milestones go with its dates and stay inside them.

    Args:
        initiative: the row.
        version: the version the editor saw.
        values: by name of FIELDS, and requirements, goals, indicators; those left out stay.
        by: who acts.

    Raises:
        StaleVersionError: somebody else changed it since.
        RuleError: the dates do not suit the plan.
        ValidationError: by field.
    """
    if initiative.version != version:  # before the values are judged against others than were seen
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    before, days = list(initiative.indicator_links.all()), days_of(initiative)
    phase = initiative.phase
    verb = "initiative.moved" if set(values) <= DATES else "initiative.edited"
    assign(initiative, values)
    if DATES & set(values):
        check_said(initiative, values)
    initiative.full_clean()
    stones = carry([(initiative, days)])
    with history.step(
        plant=initiative.roadmap.plant,
        by=by,
        verb=verb,
        subject=initiative.title,
        target=initiative,
        rows=[initiative, *before, *stones],
    ) as step:
        save_versioned(
            initiative,
            expected=version,
            fields=written(values),
        )
        keep_carried(stones)
        if initiative.phase != phase:
            take_places(roadmap=initiative.roadmap, rows=[initiative])
        set_links(initiative, values)
        known = {link.pk for link in before}
        step.add(*(link for link in initiative.indicator_links.all() if link.pk not in known))
    return initiative


@transaction.atomic
def delete_initiative(*, initiative: Initiative, version: int, by: User) -> None:
    """Remove an initiative with its links and milestones; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
        StateError: business and IT have signed one of its milestones.
    """
    history.lock(initiative.roadmap.plant)
    refuse_changed(initiative, version)
    refuse_signed_work(initiative)
    with history.step(
        plant=initiative.roadmap.plant,
        by=by,
        verb="initiative.removed",
        subject=initiative.title,
        target=initiative,
        rows=[initiative, *pointing(initiative)],
    ):
        initiative.delete()


def written(values: Mapping[str, Any]) -> list[str]:
    """Return the names of the columns that new values change: state and progress follow each other."""
    pair = {"status", "progress"}
    followers = sorted(pair - set(values)) if pair & set(values) else []
    followers += COLUMNS if DATES & set(values) else ()
    return [name for name in FIELDS if name in values and name not in COLUMNS] + followers


def assign(
    initiative: Initiative, values: Mapping[str, Any], calendar: WorkCalendar | None = None
) -> None:
    """Give an initiative other values by name of FIELDS, without a write.

    State and progress agree afterwards, and so do start, end and length.

    Args:
        initiative: the row.
        values: the new ones; a length is a `Length`, or None where the dates decide.
        calendar: of the plant; None to read it, in two queries, where dates are among the values.

    Raises:
        RuleError: state and progress, or dates and length, contradict each other.
    """
    set_dates(initiative, values, calendar)
    status, done = initiative.status, initiative.progress
    for name in FIELDS:
        if name in values and name not in DATES:
            setattr(initiative, name, values[name])
    _refuse_other_milestones(initiative, values)
    _settle(initiative, status, done)


def _refuse_other_milestones(initiative: Initiative, values: Mapping[str, Any]) -> None:
    """Refuse milestones of another plant."""
    for name in ("due_milestone", "enabling_milestone"):
        stone = values.get(name)
        if stone is not None and stone.plant_id != initiative.roadmap.plant_id:
            raise RuleError(_("This milestone belongs to another plant."), field=name)


def _settle(initiative: Initiative, status: str, done: int) -> None:
    """Let state and progress agree: the one that a person left alone follows the other.

    Raises:
        RuleError: both were said and contradict each other, or the progress must be said.
    """
    if not 0 <= initiative.progress <= WHOLE:
        return  # the check of the field names it
    if initiative.progress == done:
        followed = follow(initiative.status, done)
        if followed is None:
            raise RuleError(_("Say how far the work is: under way is 0 to 99 %."), field="progress")
        initiative.progress = followed
    elif initiative.status == status:
        initiative.status = state_of(status, initiative.progress)
    if not agrees(initiative.status, initiative.progress):
        raise RuleError(
            _("Planned is 0 %, under way 0 to 99 %, done 100 %. Change the state or the progress."),
            field="progress",
        )


def set_links(initiative: Initiative, values: Mapping[str, Any]) -> None:
    """Link an initiative with the requirements, goals and indicators that its new values name."""
    if "requirements" in values:
        initiative.requirements.set(values["requirements"])
    if "goals" in values:
        initiative.goals.set(values["goals"])
    if "indicators" in values:
        set_indicators(initiative, values["indicators"])


def set_indicators(initiative: Initiative, wanted: Iterable[PlantIndicator]) -> None:
    """Link an initiative with exactly these indicators; kept links keep their words."""
    ids = {indicator.pk for indicator in wanted}
    initiative.indicator_links.exclude(plant_indicator__in=ids).delete()
    known = set(initiative.indicator_links.values_list("plant_indicator_id", flat=True))
    InitiativeIndicator.objects.bulk_create(
        InitiativeIndicator(initiative=initiative, plant_indicator_id=key)
        for key in sorted(ids - known)
    )


def check_said(initiative: Initiative, values: Mapping[str, Any]) -> None:
    """Refuse dates as `check_dates`, at the field that was said: an end that follows is not to blame.

    Raises:
        RuleError: as there.
    """
    try:
        check_dates(initiative.roadmap, initiative.starts_on, initiative.ends_on)
    except RuleError as error:
        if error.field in values:
            raise
        said = "duration" if values.get("duration") and "starts_on" not in values else "starts_on"
        raise RuleError(error.message, field=said) from error


def check_dates(roadmap: Roadmap, starts_on: date, ends_on: date) -> None:
    """Refuse dates that run backwards or never touch the twelve quarters."""
    frame = horizon(roadmap.starts_on)
    if ends_on < starts_on:
        raise RuleError(_("The end lies before the start."), field="ends_on")
    if starts_on >= frame.end:
        raise RuleError(
            _("The start lies behind the twelve quarters of the plan."), field="starts_on"
        )
    if ends_on < frame.start:
        raise RuleError(_("The end lies before the plan begins."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise RuleError(_("An initiative lasts ten years at most."), field="ends_on")
