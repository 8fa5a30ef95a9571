"""What answers the gaps: advised initiatives, the rest of the catalog, and accepting them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST, require_safe

from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import newest_signed
from capability.domain.advice import Advice, CatalogItem, advise
from capability.selectors import (
    catalog_items,
    catalog_release,
    plant_runs,
    plant_size,
    situation,
)
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.models import PackRelease
from packs.schema import InitiativeCatalog
from roadmap.domain.placement import Refusal, cost_of, months_of
from roadmap.domain.types import PHASES
from roadmap.forms.plan import AcceptForm
from roadmap.models import Initiative
from roadmap.selectors import catalog_ids, roadmap_of, usd_rate
from roadmap.services import planning
from roadmap.views.frame import base_context
from roadmap.views.lookup import require_roadmap


@dataclass(frozen=True, slots=True)
class Desk:
    """What the advice pages work with."""

    release: PackRelease
    catalog: InitiativeCatalog
    items: Mapping[str, CatalogItem]
    run: RunResult | None
    advice: tuple[Advice, ...]
    settled: frozenset[str]
    rate: Decimal | None


def load_desk(plant: Plant, wanted: str) -> Desk | None:
    """Return catalog, run and advice of a plant; None while no catalog is loaded.

    Args:
        plant: the plant.
        wanted: id of a run; the newest signed one, else the newest, if empty or unknown.
    """
    roadmap = roadmap_of(plant)
    try:
        release = roadmap.catalog if roadmap else catalog_release()
    except PackRelease.DoesNotExist:
        return None
    catalog = release.read(InitiativeCatalog)
    items = catalog_items(catalog, plant_size(plant.headcount))
    settled = catalog_ids(plant)
    runs = plant_runs(plant)
    named = next((run for run in runs if str(run.pk) == wanted), None)
    chosen = named or newest_signed(runs) or next(iter(runs), None)
    run = result(chosen) if chosen else None
    advice = advise(run.gaps, items, situation(run, settled)) if run else ()
    currency = roadmap.currency if roadmap else plant.currency
    rate = usd_rate(plant, currency, plant_today(plant))
    return Desk(release, catalog, items, run, advice, settled, rate)


@login_required
@require_safe
def advice_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show advised initiatives with the reason for each, and the rest of the catalog."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    desk = load_desk(plant, request.GET.get("run", ""))
    return _page(request, plant, desk)


def _page(
    request: HttpRequest,
    plant: Plant,
    desk: Desk | None,
    form: AcceptForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = base_context(request, plant) | {"desk": desk, "roadmap": roadmap_of(plant)}
    if desk:
        ticked = set(request.POST.getlist("initiatives")) if form else None
        context |= {
            "form": form or AcceptForm(known=tuple(desk.items)),
            "advised": _advised(desk, plant, ticked),
            "others": _others(desk, plant, ticked or set()),
            "ask_rate": desk.rate is None,
            "currency": plant.currency,
        }
    return render(request, "roadmap/advice_list.html", context, status=status)


def _advised(desk: Desk, plant: Plant, ticked: set[str] | None) -> list[dict[str, Any]]:
    """Return the advice by phase, ready to read; what opens the list is ticked at first."""
    names = _titles(desk)
    questions = desk.run.framework.questions_by_id if desk.run else {}
    language = get_language() or "en"
    groups = []
    for phase in PHASES:
        rows = []
        for entry in desk.advice:
            if entry.item.phase != phase:
                continue
            gaps = [
                {
                    "question": gap.question,
                    "topic": questions[gap.question].topic.in_language(language),
                    "current": gap.current,
                    "target": gap.target,
                }
                for gap in entry.closes
            ]
            rows.append(
                _row(desk, plant, entry.item, names)
                | {
                    "gaps": gaps,
                    "uplift": entry.uplift,
                    "opens_gate": entry.opens_gate,
                    "needed_by": [names[name] for name in entry.needed_by],
                    "waits_for": entry.waits_for,
                    "ticked": phase == PHASES[0] if ticked is None else entry.item.id in ticked,
                }
            )
        if rows:
            groups.append({"phase": _phase_name(phase), "rows": rows})
    return groups


def _others(desk: Desk, plant: Plant, ticked: set[str]) -> list[dict[str, Any]]:
    """Return the catalog without what is advised or planned, by phase."""
    names = _titles(desk)
    advised = {entry.item.id for entry in desk.advice}
    groups = []
    for phase in PHASES:
        rows = [
            _row(desk, plant, item, names) | {"ticked": item.id in ticked}
            for item in desk.items.values()
            if item.phase == phase and item.id not in advised | desk.settled
        ]
        if rows:
            groups.append({"phase": _phase_name(phase), "rows": rows})
    return groups


def _row(desk: Desk, plant: Plant, item: CatalogItem, names: Mapping[str, str]) -> dict[str, Any]:
    rate = desk.rate or Decimal(1)
    return {
        "id": item.id,
        "title": names[item.id],
        "cost": cost_of(item.cost, rate),
        "yearly": cost_of(item.cost, rate * item.run_cost_percent / 100),
        "cost_currency": plant.currency if desk.rate else "USD",
        "months": months_of(item.duration),
        "needs": [
            {"id": name, "title": names[name], "is_planned": name in desk.settled}
            for name in item.prerequisites
        ],
    }


def _titles(desk: Desk) -> dict[str, str]:
    language = get_language() or "en"
    return {item.id: item.title.in_language(language) for item in desk.catalog.initiatives}


def _phase_name(phase: str) -> str:
    return str(Initiative.Phase(phase).label)


def reasons_of(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return why each advised initiative was advised, to be kept with it."""
    if desk.run is None:
        return {}
    run = desk.run.assessment
    return {
        entry.item.id: {
            "run": run.pk,
            "run_title": run.title,
            "questions": [gap.question for gap in entry.closes],
            "gaps": [
                {"question": gap.question, "current": str(gap.current), "target": str(gap.target)}
                for gap in entry.closes
            ],
            "uplift": str(round(entry.uplift, 4)),
            "needed_by": list(entry.needed_by),
        }
        for entry in desk.advice
    }


@login_required
@require_POST
def initiative_accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Take ticked initiatives into the plan; say which do not fit and why."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = require_roadmap(plant)
    desk = load_desk(plant, request.POST.get("run", ""))
    form = AcceptForm(request.POST, known=tuple(desk.items) if desk else ())
    if desk is None or not form.is_valid():
        return _page(request, plant, desk, form, UNPROCESSABLE)
    wanted = set(form.cleaned_data["initiatives"])
    ranked = [entry.item.id for entry in desk.advice if entry.item.id in wanted]
    ranked += [name for name in desk.items if name in wanted and name not in ranked]
    try:
        result = planning.accept(
            roadmap=roadmap,
            catalog_ids=ranked,
            reasons=reasons_of(desk),
            in_place=form.cleaned_data["in_place"],
            rate=form.cleaned_data["rate"],
            by=person(request),
        )
    except RuleError as error:
        add_error(form, error)
        return _page(request, plant, desk, form, UNPROCESSABLE)
    count = len(result.placed)
    text = ngettext(
        "%(count)s initiative is in the plan.", "%(count)s initiatives are in the plan.", count
    ) % {"count": count}
    if not result.refused:
        messages.success(request, text)
        return redirect("roadmap:roadmap-detail", slug)
    names = _titles(desk)
    context = base_context(request, plant) | {
        "placed": result.placed,
        "placed_text": text,
        "refused": [_refused(entry, names) for entry in result.refused],
        "given": form.cleaned_data,
        "currency": roadmap.currency,
    }
    return render(request, "roadmap/advice_result.html", context)


def _refused(entry: Refusal, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": names[entry.id],
        "why": entry.why,
        "needs": [{"id": name, "title": names[name]} for name in entry.needs],
        "earliest": entry.earliest,
        "months": entry.months,
        "years": sorted(entry.years.items()),
    }
