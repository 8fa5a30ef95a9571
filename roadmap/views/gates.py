"""The phase gates of a plan: what each asks, and the owner's own conditions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessment.selectors.result import RunResult
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.once import once
from readings.selectors.wording import indicator_name
from roadmap.domain.gates import GATED, Attainment, GateLimit, PhaseGate
from roadmap.forms.gates import GateConditionForm, condition_initial
from roadmap.models import GateCondition
from roadmap.selectors.gates import GateLack, gate_lacks, plan_gates
from roadmap.selectors.plan import roadmap_of
from roadmap.selectors.reach import plan_run
from roadmap.selectors.wording import closed_text, limit_text, phase_name
from roadmap.services import gates
from roadmap.views.lookup import require_roadmap
from steps.views.editing import EditedPage, RowRemoval, by_now

PAGE = EditedPage("roadmap:gate-list", gettext_lazy("Phase gates"))
# Word, tone and icon of where an indicator stands.
STATES = {
    Attainment.REACHED: (gettext_lazy("Reached"), "good", "check"),
    Attainment.SHORT: (gettext_lazy("Not reached"), "warn", "warning"),
    Attainment.UNKNOWN: (gettext_lazy("Unknown"), "warn", "clock"),
}


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """What a gate asks of an indicator, in words; `key` is of the owner's condition, else 0."""

    text: str
    word: str
    tone: str
    icon: str
    key: int


@dataclass(frozen=True, slots=True)
class ShownGate:
    """A gate as the page shows it; `closed` is empty where it is open."""

    phase: str
    title: str
    is_known: bool
    closed: str
    lacks: tuple[GateLack, ...]
    limits: tuple[ShownLimit, ...]


@login_required
@require_safe
def gate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the gates of the plan, open or closed, with what each asks."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    run = plan_run(plant)
    found = {gate.phase: gate for gate in plan_gates(plant, run, today=plant_today(plant))}
    context = PAGE.context(request, plant) | {
        "has_plan": roadmap_of(plant) is not None,
        "run": run.assessment if run else None,
        "gates": [_shown(phase, found.get(phase), run) for phase in GATED],
    }
    return render(request, "roadmap/gate_list.html", context)


def _shown(phase: str, gate: PhaseGate | None, run: RunResult | None) -> ShownGate:
    title = phase_name(phase)
    if gate is None:
        return ShownGate(phase, title, is_known=False, closed="", lacks=(), limits=())
    closed = "" if gate.is_open else closed_text(gate, run.assessment.title if run else "")
    lacks = gate_lacks(gate, run, {})
    limits = tuple(map(_shown_limit, gate.limits))
    return ShownGate(phase, title, is_known=True, closed=closed, lacks=lacks, limits=limits)


def _shown_limit(limit: GateLimit) -> ShownLimit:
    word, tone, icon = STATES[limit.reach]
    return ShownLimit(limit_text(limit), str(word), tone, icon, limit.key)


def find_condition(plant: Plant, pk: int) -> GateCondition:
    """Return a condition of the plant's plan.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = GateCondition.objects.select_related(
        "roadmap__plant__organization", "plant_indicator__indicator"
    )
    return get_object_or_404(rows, roadmap__plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gate_condition_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a gate ask for an indicator."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    require_roadmap(plant)
    initial = {"phase": request.GET.get("phase", "")}
    form = GateConditionForm(request.POST or None, plant=plant, is_new=True, initial=initial)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _make(request, plant, form),
        title=_("Add a condition of a gate"),
        submit=_("Add the condition"),
        intro=_(
            "The gate is open once the newest reading has reached the value; without a recent one "
            "it stays closed."
        ),
    )


def _make(request: HttpRequest, plant: Plant, form: GateConditionForm) -> str:
    by = person(request)
    row = once(
        by=by,
        key=form.cleaned_data["key"],
        make=lambda: gates.add_condition(
            roadmap=require_roadmap(plant), values=form.values(), by=by
        ),
        model=GateCondition,
    )
    return _("The gate of “%(phase)s” asks for %(title)s.") % _named(row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gate_condition_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a gate asks of an indicator."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_condition(plant, pk)
    form = GateConditionForm(request.POST or None, plant=plant, initial=condition_initial(row))
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, row, form),
        now=lambda: by_now(plant, find_condition(plant, pk), condition_initial),
        title=_("Change the condition of a gate"),
        submit=_("Save the condition"),
    )


def _save(request: HttpRequest, row: GateCondition, form: GateConditionForm) -> str:
    version, values = form.cleaned_data["version"], form.values()
    gates.edit_condition(row=row, version=version, values=values, by=person(request))
    return _("The condition %(title)s is stored.") % _named(row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gate_condition_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then let a gate ask no longer; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_condition(plant, pk)
    removal = RowRemoval(
        title=_("Remove the condition %(title)s?") % _named(row),
        text=_("The gate of “%(phase)s” asks no longer for it. Undo brings it back.") % _named(row),
        label=_("Remove the condition"),
        done=_("The condition %(title)s was removed.") % _named(row),
        act=lambda version: gates.remove_condition(row=row, version=version, by=person(request)),
        find=lambda: find_condition(plant, pk),
        initial=condition_initial,
        fields=GateConditionForm(None, plant=plant).fields,
    )
    return PAGE.remove(request, plant, removal)


def _named(row: GateCondition) -> dict[str, str]:
    return {
        "phase": phase_name(row.phase),
        "title": indicator_name(row.plant_indicator),
    }
