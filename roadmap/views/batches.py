"""Several initiatives at once: what would follow, and accepting all of it as one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import RuleError, StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from core.wording.dates import day
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.services.people import edit_profile
from roadmap.domain.edits import BarEdit
from roadmap.forms.batches import Batch, read_batch
from roadmap.forms.bulk import read_bulk
from roadmap.models import Initiative
from roadmap.selectors.consequences import consequences
from roadmap.selectors.plan import Plan
from roadmap.services import batches
from roadmap.services.drafts import PlanDraft, draft, further, mark_of
from roadmap.views.consequences import told
from roadmap.views.frame import base_context, plan_url
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import find_initiative, require_plan
from roadmap.views.regions import changed
from steps.selectors.changes import last_hand

ASK, ALWAYS, NEVER = User.Followers.ASK, User.Followers.ALWAYS, User.Followers.NEVER


@login_required
@require_POST
def roadmap_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what edits would change, before anybody accepts them; nothing is written."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    try:
        batch = read_batch(request.POST, plan, plant)
        made = draft(plan, batch.edits, with_followers=follows(request, batch))
    except (RuleError, ValidationError) as error:
        return refused(request, plant, plan, error)
    return _show(request, plant, plan, batch, made)


@login_required
@require_POST
def roadmap_accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Store edits with what follows them as one step."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    try:
        batch = read_batch(request.POST, plan, plant)
        made = draft(plan, batch.edits, with_followers=follows(request, batch))
        edits = further(plan, batch.edits, made)
        if batch.shown not in ("", mark_of(edits)):
            return _show(request, plant, plan, batch, made, status=CONFLICT)
        rows = batches.apply(roadmap=plan.roadmap, edits=edits, by=person(request))
    except (RuleError, ValidationError) as error:
        return refused(request, plant, plan, error)
    if batch.remember and batch.with_successors:
        choice = ALWAYS if batch.with_successors == "yes" else NEVER
        edit_profile(by=person(request), values={"followers": choice})
    return changed(request, plant, stored_text(rows))


@login_required
@require_POST
def roadmap_bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Change owner, status, phase or dates of all chosen initiatives as one step."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    try:
        edits = read_bulk(request.POST, plan, plant)
        rows = batches.apply(roadmap=plan.roadmap, edits=edits, by=person(request))
    except (RuleError, ValidationError) as error:
        return refused(request, plant, plan, error)
    return changed(request, plant, stored_text(rows))


def follows(request: HttpRequest, batch: Batch) -> bool:
    """Tell whether what waits moves too: as was said, else as the person wants it; unasked it does."""
    if batch.with_successors:
        return batch.with_successors == "yes"
    return person(request).followers != NEVER


def stored_text(rows: list[Initiative]) -> str:
    """Say what was stored."""
    if len(rows) == 1:
        return _("%(title)s is stored.") % {"title": name_of(rows[0])}
    words = ngettext("%(n)s initiative is stored.", "%(n)s initiatives are stored.", len(rows))
    return words % {"n": len(rows)}


def refused(
    request: HttpRequest, plant: Plant, plan: Plan, error: RuleError | ValidationError
) -> HttpResponse:
    """Answer what was not stored: the plan as it is, and why."""
    if isinstance(error, StaleVersionError):
        words = _overtaken(plant, plan, error)
        return changed(request, plant, words, tone="error", status=CONFLICT)
    text = error.message if isinstance(error, RuleError) else " ".join(error.messages)
    return changed(request, plant, text, tone="error", status=UNPROCESSABLE)


def _overtaken(plant: Plant, plan: Plan, error: StaleVersionError) -> str:
    """Say who changed a bar in the meantime, and what it is now."""
    key = int(error.field)
    if not any(row.pk == key for row in plan.initiatives):
        return error.message
    row = find_initiative(plant, key)
    return _(
        "%(name)s changed “%(title)s” in the meantime: it now runs from %(start)s to %(end)s,"
        " %(status)s. Nothing was stored."
    ) % {
        "name": last_hand(plant, row) or _("Somebody"),
        "title": name_of(row),
        "start": day(row.starts_on),
        "end": day(row.ends_on),
        "status": row.get_status_display(),
    }


def _show(
    request: HttpRequest, plant: Plant, plan: Plan, batch: Batch, made: PlanDraft, status: int = 200
) -> HttpResponse:
    """Show the consequences of a draft, with buttons that accept or drop it."""
    edits: list[BarEdit] = further(plan, batch.edits, made)
    with_successors = follows(request, batch)
    context: dict[str, Any] = base_context(request, plant) | {
        "fields": batch.fields,
        "shown": mark_of(edits),
        "with_successors": "yes" if with_successors else "no",
        "other": "no" if with_successors else "yes",
        "asks": made.waiting and person(request).followers == ASK,
        "waits": made.waiting,
        "is_overtaken": status == CONFLICT,
        "told": told(consequences(plan, made.all_rows, made.stones), made),
        "close_url": plan_url(plant, request.POST.get("view", "")),
        "view": request.POST.get("view", ""),
    }
    in_drawer = is_htmx(request)
    template = "_consequences_drawer" if in_drawer else "consequences_page"
    response = render(request, f"roadmap/{template}.html", context, status=status)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response
