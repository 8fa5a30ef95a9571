"""What answers the gaps: the advice, the sums of a selection, what fits, taking it into the plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advice.forms import AdviceForm, SelectionForm
from advice.selectors.desk import Desk, load_desk
from advice.selectors.fitting import fit
from advice.services import accepting
from advice.views import rows
from advice.views.frame import base_context, require_roadmap
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant


@login_required
@require_safe
def initiative_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show advised initiatives by gap with the reason for each, and the rest of the catalog."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    return _page(
        request, plant, load_desk(plant, request.GET.get("run", ""), rate=_given(request.GET))
    )


def _given(data: QueryDict) -> Decimal | None:
    """Return the rate that a person typed; None without a valid one."""
    form = SelectionForm(data, known=())
    form.is_valid()
    return form.cleaned_data.get("rate")


def _page(
    request: HttpRequest,
    plant: Plant,
    desk: Desk | None,
    form: AdviceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = base_context(request, plant) | {"desk": desk}
    if desk:
        is_chosen = form is not None
        ticked = set(request.POST.getlist("initiatives")) if is_chosen else rows.proposed(desk)
        context |= {
            "form": form or AdviceForm(known=tuple(desk.items), initial={"rate": desk.rate}),
            "roadmap": desk.roadmap,
            "advised": rows.advised(desk, ticked),
            "gates": rows.gates(plant, desk),
            "unanswered": rows.unanswered(desk),
            "others": rows.others(desk, ticked),
            "ask_rate": not desk.has_stored_rate,
            "is_proposal": not (desk.roadmap and context["may_edit"]),
            "currency": desk.currency,
        } | _sums(desk, ticked)
    return render(request, "advice/initiative_list.html", context, status=status)


def _sums(desk: Desk, names: set[str]) -> dict[str, Any]:
    sums = rows.sums(desk, names)
    return {
        "sums": sums,
        "sum_lift": rows.lift_text(sums.lift),
        "sum_currency": desk.currency if desk.rate else "USD",
        "at_once": desk.at_once,
    }


def _selected(request: HttpRequest, plant: Plant) -> tuple[Desk, SelectionForm, set[str]]:
    """Return the desk and the valid ids of a selection in the address; unknown ids are dropped.

    Raises:
        Http404: no catalog is loaded.
    """
    desk = load_desk(plant, request.GET.get("run", ""), rate=_given(request.GET))
    if desk is None:
        raise Http404
    form = SelectionForm(request.GET, known=tuple(desk.items))
    form.is_valid()
    names = {name for name in request.GET.getlist("initiatives") if name in desk.items}
    return desk, form, names


@login_required
@require_safe
def selection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a selection costs, takes and lifts together; a part of the page."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    desk, _form, names = _selected(request, plant)
    return render(request, "advice/_selection.html", _sums(desk, names))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_fit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a selection would be placed, and what does not fit and why; writes nothing.

    The form that sends a selection here carries a secret; it is left out of the address.
    """
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    if request.method == "POST":
        asked = [(n, v) for n in ("initiatives", "run", "rate") for v in request.POST.getlist(n)]
        return redirect(f"{request.path}?{urlencode(asked)}")
    roadmap = require_roadmap(plant)
    desk, form, names = _selected(request, plant)
    rate = desk.rate
    context = base_context(request, plant) | {
        "desk": desk,
        "names": sorted(names),
        "given_rate": form.cleaned_data.get("rate"),
        "currency": roadmap.currency,
        "has_rate": rate is not None,
    }
    if rate is not None:
        placement = fit(desk, roadmap, names, rate)
        titles = rows.titles(desk)
        refused = [rows.refused_row(desk, entry, titles) for entry in placement.refused]
        context |= {
            "placed": [
                rows.placed_row(desk, one, titles)
                for one in sorted(placement.placed, key=lambda one: (one.starts_on, one.id))
            ],
            "placed_ids": sorted({one.id for one in placement.placed}),
            "refused": refused,
            "placed_sums": _sums(desk, {one.id for one in placement.placed}),
            "refused_sums": _sums(desk, {entry["id"] for entry in refused}),
            "to_state": sorted(
                {
                    need["id"]
                    for entry in refused
                    if entry["why"] == "prerequisite"
                    for need in entry["needs"]
                }
            ),
        }
    return render(request, "advice/initiative_fit.html", context)


@login_required
@require_POST
def initiative_accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Take ticked initiatives into the plan; lead to what does not fit and why."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    require_roadmap(plant)
    desk = load_desk(plant, request.POST.get("run", ""), rate=_given(request.POST))
    form = AdviceForm(request.POST, known=tuple(desk.items) if desk else ())
    if desk is None or not form.is_valid():
        return _page(request, plant, desk, form, UNPROCESSABLE)
    try:
        result = accepting.accept(
            plant=plant,
            catalog_ids=form.cleaned_data["initiatives"],
            run=form.run_id,
            rate=form.cleaned_data["rate"],
            by=person(request),
        )
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return _page(request, plant, desk, form, UNPROCESSABLE)
    count = len({row.catalog_id for row in result.placed})
    text = ngettext(
        "%(count)s initiative is in the plan.", "%(count)s initiatives are in the plan.", count
    ) % {"count": count}
    if count:
        messages.success(request, text)
    if not result.refused:
        return redirect("roadmap:roadmap-detail", slug)
    query = [("initiatives", entry.id) for entry in result.refused]
    query += [
        (name, form.cleaned_data[name]) for name in ("run", "rate") if form.cleaned_data[name]
    ]
    return redirect(f"{reverse('advice:initiative-fit', args=[slug])}?{urlencode(query)}")
