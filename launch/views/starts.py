"""The page of the start of production: what must begin when, days of milestones, a slip."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendars.models import PlantMilestone
from core.editing import Stored, edited, page_of
from core.errors import RuleError, StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE
from core.text import LocalizedText
from launch.domain.binds import binds
from launch.domain.milestones import kind_of, proposed_days, proposed_kind
from launch.domain.outlook import (
    LaunchOutlook,
    begun_from,
    missing_at_start,
    outlook,
    standing_at_start,
)
from launch.domain.plans import Pace
from launch.domain.slips import launch_slip
from launch.domain.wording import missing_told, trouble_told
from launch.forms import LookQuery, SlipForm, StartForm, StartQuery
from launch.selectors.plants import PlantLaunch, plant_launch
from launch.selectors.slips import floats_after
from launch.services.starts import WEEK, set_start, slip_start
from launch.views.frame import PAGE, require_launch
from launch.views.tables import (
    chain_shown,
    conflicts_shown,
    gaps_shown,
    leads_shown,
    needs_shown,
    slip_shown,
    stones_shown,
)
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from planning.domain.durations import moved
from roadmap.models import Roadmap
from steps.selectors.changes import last_hand


@login_required
@require_safe
def launch_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what must begin when, what collides, what is missing; and two questions of what if."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    return _detail(request, plant, LookQuery(request.GET or None))


def _detail(request: HttpRequest, plant: Plant, look: LookQuery, status: int = 200) -> HttpResponse:
    one = plant_launch(plant)
    context = PAGE.context(request, plant) | {"one": one, "look": look}
    if one and one.start:
        context |= _outlook(one)
        context |= _looked(one, look)
        context["has_plan"] = Roadmap.objects.filter(plant=plant).exists()
    return render(request, "launch/launch_detail.html", context, status=status)


def _outlook(one: PlantLaunch) -> dict[str, Any]:
    """Return what stands on the page below the head."""
    found = one.outlook
    context: dict[str, Any] = {
        "stones": stones_shown(one),
        "leads": leads_shown(one),
        "standing": [entry.need for entry in one.case.needs if entry.need.id in one.case.standing],
        "undated": [entry.need for entry in one.case.undated],
        "days_left": (one.case.start - one.case.today).days,
    }
    if found is not None:
        context |= {
            "rows": needs_shown(one, found),
            "conflicts": conflicts_shown(found),
            "gaps": gaps_shown(one, found),
            "chain": chain_shown(one, found),
            "missing": _trouble(one, found),
        }
    return context


def _trouble(one: PlantLaunch, found: LaunchOutlook) -> LocalizedText | None:
    """Return the headline of the page."""
    lost = sum(len(bind.needs) for bind in binds(found) if not bind.keeps_day)
    return trouble_told(one.lacks, bare=one.bare, needs=len(one.case.needs), lost=lost)


def _looked(one: PlantLaunch, look: LookQuery) -> dict[str, Any]:
    """Return the answers to what if; none where nothing valid was asked."""
    context: dict[str, Any] = {}
    if not look.is_valid() or one.outlook is None:
        return context
    day, weeks = look.cleaned_data["not_before"], look.cleaned_data["slip"]
    titles = {entry.need.id: entry.need.title for entry in one.case.needs}
    try:
        if day:
            found = {pace.value: standing_at_start(one.case, day, pace) for pace in Pace}
            context["looked"] = {
                "day": found["safe"].day,
                **{key: [titles[name] for name in value.missing] for key, value in found.items()},
                "gaps": gaps_shown(one, outlook(begun_from(one.case, day))),
            }
    except RuleError:
        look.add_error("not_before", _outside())
    try:
        if weeks:
            slip = launch_slip(one.outlook, WEEK * weeks, one.staying)
            missing = missing_at_start(slip.after)
            context["slip"] = {
                "weeks": weeks,
                "size": abs(weeks),
                "shown": slip_shown(one, slip),
                "conflicts": conflicts_shown(slip.after),
                "floats": floats_after(one, WEEK * weeks),
                "missing": missing and missing_told(slip.after.case, missing),
            }
    except RuleError:
        look.add_error("slip", _outside())
    return context


@login_required
@require_POST
def start_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the start of production, and what moves with it, by weeks."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    form = SlipForm(request.POST)
    look = LookQuery({"slip": form.data.get("weeks", "")})
    if not form.is_valid():
        look.is_valid()
        look.add_error("slip", _("Enter whole weeks, for example 6."))
        return _detail(request, plant, look, UNPROCESSABLE)
    weeks = form.cleaned_data["weeks"]
    version = form.cleaned_data["version"]
    try:
        slip_start(plant=plant, weeks=weeks, version=version, by=person(request))
    except StaleVersionError:
        words = _("Somebody changed the milestones in the meantime. Look at what would move now.")
        messages.error(request, words)
        return _detail(request, plant, look, CONFLICT)
    except RuleError as error:
        look.is_valid()
        look.add_error("slip", error.message)
        return _detail(request, plant, look, UNPROCESSABLE)
    messages.success(request, _moved(weeks))
    return redirect(PAGE.name, slug)


def _moved(weeks: int) -> str:
    size = abs(weeks)
    if weeks > 0:
        words = ngettext(
            "The start of production is %(n)s week later.",
            "The start of production is %(n)s weeks later.",
            size,
        )
    else:
        words = ngettext(
            "The start of production is %(n)s week earlier.",
            "The start of production is %(n)s weeks earlier.",
            size,
        )
    return words % {"n": size}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose days of milestones by kind of plant and day of the start; store what is sent."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    one = require_launch(plant)
    query = _query(request, plant, one)
    reached = {key for key, row in one.milestones.items() if row.reached_on}
    rows, form = _preview(one, query, reached, is_asked=_is_asked(request))
    if request.method == "POST":
        form = StartForm(request.POST, pack=one.case.pack, reached=reached)
    context = PAGE.context(request, plant) | {"query": query, "form": form, "one": one}
    on = query.cleaned_data.get("on") if query.is_bound and query.is_valid() else None
    context["is_past"] = on is not None and on < one.case.today
    context["lines"] = [row | {"field": form[row["key"]]} for row in rows] if form else []
    show = page_of(request, "launch/start_form.html", context)
    if form is None:
        return show(200, {})

    def save() -> str:
        version = form.cleaned_data["version"]
        set_start(plant=plant, days=form.days(), version=version, by=person(request))
        return _("The milestones of the start of production are stored.")

    back = PAGE.address(plant)
    return edited(request, form, save=save, show=show, back=back, now=lambda: _now(plant))


def _is_asked(request: HttpRequest) -> bool:
    """Tell whether days are asked for anew; else those that are stored stand in the form."""
    return "on" in request.GET or "kind" in request.GET


def _query(request: HttpRequest, plant: Plant, one: PlantLaunch) -> StartQuery:
    """Return kind and day as they were asked for, else as they are stored or most likely."""
    on = one.start.planned_on if one.start else plant.start_of_production
    process = plant.process_type == Plant.ProcessType.PROCESS
    kind = proposed_kind(one.case.pack, is_process=process, start=on, today=one.case.today)
    known: dict[str, Any] = {"pack": one.case.pack, "has_days": one.start is not None}
    asked = request.GET if _is_asked(request) else None
    if asked is None and on:
        return StartQuery({"kind": kind.id, "on": on.isoformat(), "days": "along"}, **known)
    return StartQuery(asked, initial={"kind": kind.id, "on": on}, **known)


def _outside() -> str:
    """Say why a day cannot be: rules say it in English, and with the days that they reached."""
    return _("Days of the launch would lie outside of 1900 to 2100. Choose another day.")


def _preview(
    one: PlantLaunch, query: StartQuery, reached: set[str], *, is_asked: bool
) -> tuple[list[dict[str, Any]], StartForm | None]:
    """Return what is said of each milestone, and the form; nothing without a valid day."""
    if not query.is_bound or not query.is_valid():
        return [], None
    pack, on = one.case.pack, query.cleaned_data["on"]
    along = query.moves_along()
    rows, initial = [], dict[str, Any](version=one.version)
    try:
        for entry in proposed_days(pack, kind_of(pack, query.cleaned_data["kind"]), on):
            key, stored = entry.milestone.id, one.milestones.get(entry.milestone.id)
            if key in reached:
                continue
            if one.start is not None and (along or not is_asked):
                day = _along(stored, on - one.start.planned_on)
            else:
                day = stored.planned_on if stored and stored.is_fixed else entry.on
            initial[key] = day
            moves = (day - stored.planned_on).days if stored and day else 0
            title = stored.both("title") if stored else entry.milestone.title
            rows.append(
                {"key": key, "entry": entry, "stored": stored, "title": title, "moves": moves}
            )
    except RuleError:
        query.add_error("on", _outside())
        return [], None
    return rows, StartForm(pack=pack, reached=reached, initial=initial)


def _along(stored: PlantMilestone | None, shift: dt.timedelta) -> dt.date | None:
    """Return a stored day moved with the start; what is fixed stays, what has none has none.

    Raises:
        RuleError: it would lie outside of 1900 to 2100.
    """
    if stored is None:
        return None
    return stored.planned_on if stored.is_fixed else moved(stored.planned_on, shift.days)


def _now(plant: Plant) -> Stored:
    """Return the milestones as they are stored by now, and who changed them last."""
    now = require_launch(plant)
    stored: dict[str, dt.date] = {key: row.planned_on for key, row in now.milestones.items()}
    changed = max(now.milestones.values(), key=lambda row: row.updated_at, default=None)
    return Stored(stored, now.version, last_hand(plant, changed) if changed else "")
