"""Questions before something is removed, and what changed since they were asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.forms import both_sides
from core.htmx import is_htmx
from organizations.models import Plant
from roadmap.charts.consequences import Told
from roadmap.models import Dependency, Initiative, Milestone
from roadmap.views.frame import base_context, plan_url
from steps.selectors.changes import last_hand
from steps.selectors.versions import row_at, values_at


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a dialog asks: its heading, what goes along, and the words of the button."""

    title: str
    text: str
    label: str


def ask(
    request: HttpRequest,
    plant: Plant,
    row: Initiative | Milestone | Dependency,
    removal: Confirmation,
    *,
    status: int = 200,
    sides: Sequence[Mapping[str, str]] | None = None,
    told: Told | None = None,
) -> HttpResponse:
    """Ask once before a row is removed, as a page, or to htmx as a dialog.

    Args:
        request: its address takes the answer.
        plant: whose plan it is.
        row: the row; the answer names its version.
        removal: the words.
        status: 409 where the row was changed since the question was asked before.
        sides: from `since`, where it was changed.
        told: what the plan would be without it.
    """
    view = request.POST.get("view") or request.GET.get("view", "")
    context = base_context(request, plant) | {
        "removal": removal,
        "version": row.version,
        "back": plan_url(plant, view),
        "view": view,
        "sides": sides,
        "told": told,
        "who": (last_hand(plant, row) or _("Somebody")) if sides is not None else "",
    }
    in_dialog = is_htmx(request)
    template = "roadmap/_confirm.html" if in_dialog else "roadmap/confirm_page.html"
    response = render(request, template, context, status=status)
    if in_dialog:
        response["HX-Retarget"], response["HX-Reswap"] = "#asking", "innerHTML"
    return response


def since(
    plant: Plant,
    row: Initiative | Milestone,
    version: int,
    initial: Callable[..., dict[str, Any]],
    fields: Mapping[str, forms.Field],
) -> list[dict[str, str]]:
    """Return what changed of a row since a version, both sides in words; empty if nobody knows.

    Args:
        plant: whose plan it is.
        row: as it is now.
        version: the one that somebody saw.
        initial: makes values by name of the fields.
        fields: how the values are said.
    """
    kept = values_at(plant, row, version)
    if kept is None:
        return []
    before = initial(row_at(row, kept), kept)
    known = {name: value for name, value in before.items() if name in fields and name != "version"}
    return both_sides(fields, known, initial(row))
