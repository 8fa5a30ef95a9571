"""What a plant has in place: stated, finished, shown by its answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from advice.forms import InPlaceForm
from advice.models import InPlace
from advice.selectors.desk import Desk, load_desk
from advice.selectors.in_place import history
from advice.services.in_place import revoke_in_place, state_in_place
from advice.views import rows
from advice.views.frame import base_context
from core.errors import RuleError, StateError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from planning.domain.plans import PHASES
from roadmap.selectors.wording import phase_name


@login_required
@require_safe
def in_place_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is in place with its proof, and let a person say what else is."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    desk = _desk(plant)
    asked = {name for name in request.GET.getlist("initiatives") if name in desk.items}
    return _page(request, plant, desk, InPlaceForm(known=tuple(desk.items)), asked)


def _desk(plant: Plant) -> Desk:
    desk = load_desk(plant)
    if desk is None:
        raise Http404
    return desk


def _page(
    request: HttpRequest,
    plant: Plant,
    desk: Desk,
    form: InPlaceForm,
    ticked: set[str],
    status: int = 200,
) -> HttpResponse:
    names = rows.titles(desk)
    there = rows.in_place(desk)
    context = base_context(request, plant) | {
        "desk": desk,
        "form": form,
        "stated": [
            {"row": row, "title": names.get(key, key), "proof": _proof(desk, row)}
            for key, row in sorted(desk.state.stated.items())
        ],
        "shown": _lines(desk, names, ticked, there),
        "open": _lines(desk, names, ticked, set(desk.items) - there - desk.state.settled),
        "history": [
            {"row": row, "title": names.get(row.catalog_id, row.catalog_id)}
            for row in history(plant)
        ],
    }
    return render(request, "advice/in_place_list.html", context, status=status)


def _lines(
    desk: Desk, names: dict[str, str], ticked: set[str], wanted: set[str]
) -> list[dict[str, Any]]:
    """Return initiatives that nobody has stated yet, by phase."""
    left = wanted - set(desk.state.stated)
    groups = []
    for phase in PHASES:
        lines = [
            {
                "id": item.id,
                "title": names[item.id],
                "words": rows.state_words(desk, item.id),
                "ticked": item.id in ticked,
            }
            for item in desk.items.values()
            if item.phase == phase and item.id in left
        ]
        if lines:
            groups.append({"phase": phase_name(phase), "rows": lines})
    return groups


def _proof(desk: Desk, row: InPlace) -> str:
    """Say what a statement rests on."""
    if row.proof == InPlace.Proof.ANSWERS:
        answers = [
            _("%(name)s at %(level)s") % {"name": rows.node_words(desk, name), "level": level}
            for name, level in row.details.get("answers", ())
        ]
        return _(", ").join(answers)
    return row.reason


@login_required
@require_POST
def in_place_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the results of some initiatives are there."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    desk = _desk(plant)
    form = InPlaceForm(request.POST, known=tuple(desk.items))
    if form.is_valid():
        try:
            made = state_in_place(
                plant=plant,
                catalog_ids=form.cleaned_data["initiatives"],
                reason=form.cleaned_data["reason"],
                by=person(request),
            )
        except RuleError as error:
            add_error(form, error)
        else:
            text = ngettext(
                "%(count)s initiative is stated to be in place.",
                "%(count)s initiatives are stated to be in place.",
                len(made),
            )
            messages.success(request, text % {"count": len(made)})
            return redirect("advice:in-place-list", slug)
    ticked = set(request.POST.getlist("initiatives"))
    return _page(request, plant, desk, form, ticked, UNPROCESSABLE)


@login_required
@require_POST
def in_place_revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a statement back."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = get_object_or_404(InPlace.objects.select_related("plant"), plant=plant, pk=pk)
    try:
        revoke_in_place(statement=row, by=person(request))
    except StateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The statement is taken back."))
    return redirect("advice:in-place-list", slug)
