"""A plan's workbook back into the plan: checked first, then taken over as one step of undo.

A file of at most 1 MB is read within the request; see docs/method.md#plan-workbook.
"""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError, StaleVersionError
from core.fields import unsealed
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import lt
from interchange.exporters.columns import SHEETS
from interchange.exporters.workbook import shown
from interchange.forms import PlanFileForm
from interchange.importers.plans import SheetPlan, check_plan
from interchange.selectors.rows import PlanRows, plan_rows
from interchange.services.drafts import RowTurn
from interchange.services.plans import import_plan
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.models import BudgetYear, Dependency, Roadmap
from roadmap.selectors.plan import roadmap_of

SALT = "interchange.plans.import"
VALID_SECONDS = 3600
SHOWN_ROWS, SHOWN_PROBLEMS = 100, 200
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a workbook and show what it would do."""
    plant, roadmap = _plan_of(request, slug)
    if request.method != "POST":
        return _page(request, plant, PlanFileForm())
    form = PlanFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plant, form)
    data, rows = form.cleaned_data["file"].read(), plan_rows(roadmap)
    try:
        draft = check_plan(rows, data)
    except RuleError as error:
        form.add_error("file", error.message)
        return _page(request, plant, form)
    payload = _payload(request, rows, draft, data)
    return _page(request, plant, form, draft=draft, payload=payload)


@login_required
@require_POST
def plan_import_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a checked workbook over, all of it or nothing."""
    plant, roadmap = _plan_of(request, slug)
    rows = plan_rows(roadmap)
    try:
        data, seen = _open(request.POST.get("payload", ""), plant, person(request).pk)
        draft = check_plan(rows, data)
        turn = import_plan(roadmap=roadmap, drafts=draft.drafts, seen=seen, by=person(request))
    except StaleVersionError:
        messages.error(request, _("The plan was changed since the check. Look at what is new."))
        payload = _payload(request, rows, draft, data)
        answer = _page(request, plant, PlanFileForm(), draft=draft, payload=payload)
        answer.status_code = CONFLICT
        return answer
    except (ValidationError, RuleError) as error:
        messages.error(request, getattr(error, "message", str(error)))
        return redirect("interchange:plan-import", slug)
    words = {"added": turn.count("new"), "changed": turn.count("changed")}
    messages.success(request, _("Rows added: %(added)s; changed: %(changed)s.") % words)
    return redirect("roadmap:roadmap-detail", slug)


def _plan_of(request: HttpRequest, slug: str) -> tuple[Plant, Roadmap]:
    """Return the plant and its plan for somebody who may change it.

    Raises:
        Http404: there is none yet, or the plant is foreign.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = roadmap_of(plant)
    if roadmap is None:
        raise Http404
    return plant, roadmap


def _payload(request: HttpRequest, rows: PlanRows, draft: SheetPlan, data: bytes) -> str:
    """Return the checked file, signed; empty where it may not, or need not, be imported."""
    if draft.problems or draft.turn.count("same") == len(draft.turn.turns):
        return ""
    return _seal(rows.roadmap.plant, person(request).pk, data, rows.digest)


def _page(
    request: HttpRequest,
    plant: Plant,
    form: PlanFileForm,
    *,
    draft: SheetPlan | None = None,
    payload: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "form": form, "draft": draft}
    if draft:
        turns = [turn for turn in draft.turn.turns if turn.effect != "same"]
        context |= {
            "problems": draft.problems[:SHOWN_PROBLEMS],
            "problem_count": len(draft.problems),
            "rows": [in_words(turn) for turn in turns[:SHOWN_ROWS]],
            "row_count": len(turns),
            "added": draft.turn.count("new"),
            "changed": draft.turn.count("changed"),
            "same": draft.turn.count("same"),
            "payload": payload,
        }
    is_bad = bool((form.is_bound and form.errors) or (draft and draft.problems))
    status = UNPROCESSABLE if is_bad else 200
    return render(request, "interchange/plan_import.html", context, status=status)


def in_words(turn: RowTurn) -> dict[str, Any]:
    """Return a row of the check: what it is of, what happens, and every value old and new."""
    language, sheet = get_language() or "en", BY_NAME[turn.draft.sheet]
    values = [
        {
            "title": sheet.column(name).title.in_language(language),
            "old": "" if turn.is_new else shown(sheet.column(name), turn.before[name], language),
            "new": shown(sheet.column(name), value, language),
        }
        for name, value in turn.after.items()
    ]
    return {
        "sheet": sheet.title.in_language(language),
        "name": _name(turn),
        "effect": turn.effect,
        "values": values,
    }


def _name(turn: RowTurn) -> str:
    row = turn.row
    if isinstance(row, BudgetYear):
        return str(row.year)
    if isinstance(row, Dependency):
        return f"{lt(row.predecessor.both('title'))} → {lt(row.successor.both('title'))}"
    return lt(row.both("title"))


def _seal(plant: Plant, user: int, data: bytes, seen: str) -> str:
    """Return the checked file, signed, so that confirming needs no second upload."""
    kept = {"plant": plant.pk, "user": user, "seen": seen}
    return signing.dumps({**kept, "file": base64.b85encode(data).decode()}, salt=SALT)


def _open(payload: str, plant: Plant, user: int) -> tuple[bytes, str]:
    """Return the file of a payload of this plant and person, and the state that its check found.

    Raises:
        ValidationError: it is older than an hour, another plant's or person's, or none at all.
    """
    kept = unsealed(payload, salt=SALT, seconds=VALID_SECONDS)
    if kept["plant"] != plant.pk or kept["user"] != user:
        raise ValidationError(_("This check is of another plant or person. Send the file again."))
    return base64.b85decode(kept["file"]), kept["seen"]
