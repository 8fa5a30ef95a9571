"""A bar of the plan for a need of the launch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from core.wording.texts import lt
from launch.domain.bars import bar_span
from launch.domain.needs import PlantNeed
from launch.domain.outlook import rows
from launch.forms import NeedBarForm
from launch.selectors.costs import need_cost
from launch.selectors.plants import PlantLaunch
from launch.services.bars import plan_need
from launch.views.frame import PAGE, require_launch
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from packs.schema import InitiativeCatalog
from roadmap.models import Initiative, Roadmap
from roadmap.selectors.plan import roadmap_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bar_create(request: HttpRequest, slug: str, need: str) -> HttpResponse:
    """Plan the part of an initiative that meets a need."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    one, roadmap = require_launch(plant), _require_plan(plant)
    entry = _find(one, need)
    choices = _choices(roadmap, entry)
    initial = _proposed(one, entry, roadmap, choices)
    form = NeedBarForm(
        request.POST or None,
        initiatives=choices,
        currency=roadmap.currency,
        initial=initial,
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                row = _make(request, one, roadmap, entry, form)
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                messages.success(request, _("%(title)s is in the plan.") % {"title": lt(row.title)})
                return redirect(PAGE.name, slug)
        status = UNPROCESSABLE
    context = PAGE.context(request, plant) | {
        "form": form,
        "need": entry,
        "due": one.titles[one.case.due_of(entry.need)],
        "due_on": one.case.milestones.get(one.case.due_of(entry.need)),
        "row": _row(one, entry),
        "cost": initial["one_off_amount"],
    }
    return render(request, "launch/bar_form.html", context, status=status)


def _require_plan(plant: Plant) -> Roadmap:
    roadmap = roadmap_of(plant)
    if roadmap is None:
        raise Http404
    return roadmap


def _find(one: PlantLaunch, need: str) -> PlantNeed:
    for entry in one.case.needs:
        if entry.need.id == need:
            return entry
    raise Http404


def _row(one: PlantLaunch, entry: PlantNeed) -> Any:
    """Return the need with its dates; None where it stands, or a milestone has no day."""
    listed = rows(one.outlook) if one.outlook else ()
    return next((row for row in listed if row.entry.need.id == entry.need.id), None)


def _choices(roadmap: Roadmap, entry: PlantNeed) -> list[tuple[str, str]]:
    language = get_language() or "en"
    known = {item.id: item for item in roadmap.catalog.read(InitiativeCatalog).initiatives}
    return [
        (name, f"{name} {lt(known[name].title, language)}")
        for name in entry.need.initiatives
        if name in known
    ]


def _proposed(
    one: PlantLaunch, entry: PlantNeed, roadmap: Roadmap, choices: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return the first initiative that is not planned for the need yet, with days that suit it."""
    planned = set(
        roadmap.initiatives.filter(need=entry.need.id).values_list("catalog_id", flat=True)
    )
    names = [name for name, _title in choices]
    first = next((name for name in names if name not in planned), "")
    cost = need_cost(roadmap, one.case.pack, entry.need, first)
    initial: dict[str, Any] = {"initiative": first, "one_off_amount": cost}
    if row := _row(one, entry):
        span = bar_span(row)
        initial |= {"starts_on": span.start, "ends_on": span.end - timedelta(days=1)}
    return initial


def _make(
    request: HttpRequest, one: PlantLaunch, roadmap: Roadmap, entry: PlantNeed, form: NeedBarForm
) -> Initiative:
    values = form.cleaned_data
    return once(
        by=person(request),
        key=values["key"],
        make=lambda: plan_need(
            roadmap=roadmap,
            pack=one.case.pack,
            release=one.release,
            need=entry.need,
            initiative=values.get("initiative", ""),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            one_off=values["one_off_amount"],
            by=person(request),
        ),
        model=Initiative,
    )
