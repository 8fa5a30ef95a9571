"""A plan's workbook back into the plan: checked first, then taken over as one step of undo.

A file of at most 1 MB is read within the request; see docs/method.md#plan-workbook.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
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

from calendars.models import PlantCalendar
from core.errors import RuleError, StaleVersionError
from core.fields import unsealed
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import coded, lt
from goals.models import GoalIndicator
from interchange.exporters.columns.sheets import SHEETS
from interchange.exporters.workbook import shown
from interchange.forms import PlanFileForm
from interchange.importers.plans import SheetPlan, check_plan
from interchange.selectors.rows import PlanRows, plan_rows
from interchange.services.drafts import RowTurn
from interchange.services.plans import import_plan
from interchange.services.preview import weighed
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from roadmap.charts.consequences import told
from roadmap.models import BudgetYear, Dependency, GateCondition, Roadmap
from roadmap.selectors.plan import plan, roadmap_of
from sheets.reading import CellProblem

SALT = "interchange.plans.import"
VALID_SECONDS = 3600
SHOWN_ROWS, SHOWN_PROBLEMS = 100, 200
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file held against the stored plan.

    Attributes:
        rows: the plan that the check found.
        data: the file.
        draft: what it would do.
        with_followers: whether what waits for its bars moves too.
    """

    rows: PlanRows
    data: bytes
    draft: SheetPlan
    with_followers: bool

    @property
    def is_sound(self) -> bool:
        """Whether there is something to import, and nothing wrong."""
        return bool(self.draft.turn.made) and not self.draft.problems


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a workbook and show what it would do; one that was sent is shown again on another choice."""
    plant, roadmap = _plan_of(request, slug)
    if request.method != "POST":
        return _page(request, plant, PlanFileForm())
    with_followers = _wish(request)
    if "payload" in request.POST:
        try:
            kept = _open(request.POST["payload"], plant, person(request).pk)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect("interchange:plan-import", slug)
        checked = _check(roadmap, kept.data, with_followers)
        return _page(request, plant, PlanFileForm(), checked)
    form = PlanFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plant, form)
    try:
        checked = _check(roadmap, form.cleaned_data["file"].read(), with_followers)
    except RuleError as error:
        form.add_error("file", error.message)
        return _page(request, plant, form)
    return _page(request, plant, form, checked)


@login_required
@require_POST
def plan_import_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a checked workbook over, all of it or nothing."""
    plant, roadmap = _plan_of(request, slug)
    try:
        kept = _open(request.POST.get("payload", ""), plant, person(request).pk)
        checked = _check(roadmap, kept.data, kept.with_followers)
        turn = import_plan(
            roadmap=roadmap,
            drafts=checked.draft.drafts,
            seen=kept.seen,
            by=person(request),
            with_followers=kept.with_followers,
        )
    except StaleVersionError:
        messages.error(request, _("The plan was changed since the check. Look at what is new."))
        answer = _page(request, plant, PlanFileForm(), checked)
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


def _wish(request: HttpRequest) -> bool:
    """Tell whether what waits moves too: as was said, else as the person wants it; unasked it does."""
    said = request.POST.get("with_successors", "")
    return said == "yes" if said else person(request).followers != User.Followers.NEVER


def _check(roadmap: Roadmap, data: bytes, with_followers: bool) -> CheckedFile:  # noqa: FBT001 -- a choice
    rows = plan_rows(roadmap)
    draft = check_plan(rows, data, with_followers=with_followers)
    return CheckedFile(rows, data, draft, with_followers)


def _page(
    request: HttpRequest, plant: Plant, form: PlanFileForm, checked: CheckedFile | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "form": form, "payload": ""}
    problems: Sequence[CellProblem] = ()
    if checked:
        context |= _context(checked)
        problems = checked.draft.problems
        if checked.is_sound:
            context |= _outcome(checked)
            context["payload"] = _seal(plant, person(request).pk, checked)
    is_bad = bool((form.is_bound and form.errors) or problems)
    status = UNPROCESSABLE if is_bad else 200
    return render(request, "interchange/plan_import.html", context, status=status)


def _context(checked: CheckedFile) -> dict[str, Any]:
    draft = checked.draft
    made = draft.turn.made
    return {
        "draft": draft,
        "problems": draft.problems[:SHOWN_PROBLEMS],
        "problem_count": len(draft.problems),
        "rows": [in_words(turn) for turn in made[:SHOWN_ROWS]],
        "row_count": len(made),
        "added": draft.turn.count("new"),
        "changed": draft.turn.count("changed"),
        "same": draft.turn.count("same"),
    }


def _outcome(checked: CheckedFile) -> dict[str, Any]:
    """Return what the file brings about, as every act on the plan tells it."""
    turn, plant = checked.draft.turn, checked.rows.roadmap.plant
    found = plan(plant, today=plant_today(plant))
    if found is None:
        raise Http404
    return {
        "told": told(*weighed(found, turn, checked.rows)),
        "waits": turn.waiting,
        "stuck": turn.stuck,
        "other": "no" if checked.with_followers else "yes",
    }


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
        "effect": "follows" if turn.follows else turn.effect,
        "values": values,
    }


def _name(turn: RowTurn) -> str:
    row = turn.row
    if isinstance(row, BudgetYear):
        return str(row.year)
    if isinstance(row, Dependency):
        return f"{lt(row.predecessor.both('title'))} → {lt(row.successor.both('title'))}"
    if isinstance(row, GoalIndicator):
        return f"{lt(row.goal.both('title'))}: {coded(row.plant_indicator.indicator)}"
    if isinstance(row, GateCondition):
        return f"{row.get_phase_display()}: {coded(row.plant_indicator.indicator)}"
    if isinstance(row, PlantCalendar):
        return _("Working week")
    return lt(row.both("title"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a payload holds: a checked file, and what was shown of it.

    Attributes:
        data: the file.
        seen: mark of the state of the plan that the check found.
        with_followers: whether what waits moves too.
    """

    data: bytes
    seen: str
    with_followers: bool


def _seal(plant: Plant, user: int, checked: CheckedFile) -> str:
    """Return the checked file, signed, so that confirming needs no second upload."""
    kept = {
        "plant": plant.pk,
        "user": user,
        "seen": checked.rows.digest,
        "followers": checked.with_followers,
        "file": base64.b85encode(checked.data).decode(),
    }
    return signing.dumps(kept, salt=SALT)


def _open(payload: str, plant: Plant, user: int) -> Kept:
    """Return the file of a payload of this plant and person, and what its check found.

    Raises:
        ValidationError: it is older than an hour, another plant's or person's, or none at all.
    """
    kept = unsealed(payload, salt=SALT, seconds=VALID_SECONDS)
    if kept["plant"] != plant.pk or kept["user"] != user:
        raise ValidationError(_("This check is of another plant or person. Send the file again."))
    return Kept(base64.b85decode(kept["file"]), kept["seen"], kept["followers"])
