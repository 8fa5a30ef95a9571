"""Several initiatives at once: what would follow, and accepting all of it as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import RuleError, StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.dates import day
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.domain.edits import BarEdit
from roadmap.forms.batches import read_batch, read_said
from roadmap.forms.bulk import read_bulk
from roadmap.selectors.consequences import consequences
from roadmap.selectors.plan import Plan
from roadmap.services import batches
from roadmap.services.drafts import draft, further
from roadmap.views.acts import Ready, follows, shown, weigh
from roadmap.views.initiatives import name_of, stored_text
from roadmap.views.lookup import find_initiative, require_plan
from roadmap.views.regions import changed
from steps.selectors.changes import last_hand


@login_required
@require_POST
def roadmap_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what edits would change, before anybody accepts them; nothing is written."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    try:
        edits = read_batch(request.POST, plan, plant)
        made = draft(plan, edits, with_followers=follows(request, read_said(request.POST)))
    except (RuleError, ValidationError) as error:
        return refused(request, plant, plan, error)
    found = consequences(plan, made.all_rows, made.stones)
    ready = Ready(tuple(further(plan, edits, made)))
    address = reverse("roadmap:roadmap-accept", args=[plant.slug])
    return shown(request, plan, made, found, ready, address=address)


@login_required
@require_POST
def roadmap_accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Store edits with what follows them as one step."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    return _store(request, plan, lambda: read_batch(request.POST, plan, plant))


@login_required
@require_POST
def roadmap_bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Change owner, status, phase or dates of all chosen initiatives as one step."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    plan = require_plan(plant)
    return _store(request, plan, lambda: read_bulk(request.POST, plan, plant))


def _store(request: HttpRequest, plan: Plan, read: Callable[[], Sequence[BarEdit]]) -> HttpResponse:
    """Store edits, or show first what they bring about."""
    plant = plan.roadmap.plant
    try:
        ready = weigh(request, plan, read())
        if isinstance(ready, HttpResponse):
            return ready
        rows = batches.apply(roadmap=plan.roadmap, edits=ready.edits, by=person(request))
    except (RuleError, ValidationError) as error:
        return refused(request, plant, plan, error)
    title = name_of(rows[0]) if rows else ""
    return changed(request, plant, ready.told(stored_text(title, len(rows))))


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
