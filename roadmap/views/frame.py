"""The frame of the area: what every page needs, the address of the plan, forms in a drawer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.htmx import is_htmx
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.models import RoadmapChange
from roadmap.selectors.changes import step_words, turns


def base_context(request: HttpRequest, plant: Plant, *, of_goals: bool = False) -> dict[str, Any]:
    """Return what every page of the area needs, with the steps that Undo and Redo would turn."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "may_edit": may_edit}
    if may_edit:
        found = turns(plant, person(request), of_goals=of_goals)
        steps = [step for step in (found.back, found.again) if step]
        context["turns"] = [turn_of(plant, step, step_words(step)) for step in steps]
    return context


def turn_of(plant: Plant, step: RoadmapChange, words: str) -> dict[str, str]:
    """Return what the button shows that takes a step back, or does an undone one again."""
    mark, label = ("redo", _("Redo")) if step.undone_at else ("undo", _("Undo"))
    url = reverse(f"roadmap:change-{mark}", args=[plant.slug, step.pk])
    return {"url": url, "mark": mark, "label": label, "words": words}


def plan_url(plant: Plant, view: str = "", **query: object) -> str:
    """Return the address of the plan page."""
    parts = {"view": "table"} if view == "table" else {}
    text = "&".join(f"{key}={value}" for key, value in {**parts, **query}.items())
    address = reverse("roadmap:roadmap-detail", args=[plant.slug])
    return f"{address}?{text}" if text else address


def show_form(
    request: HttpRequest,
    plant: Plant,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    back: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show a form as a page, or to htmx as a drawer; 422 and 409 stay in the drawer.

    Args:
        request: the request; its address takes the form.
        plant: whose page it is.
        form: the form.
        title: what is done.
        submit: words of the button.
        back: address of Cancel; the plan page if empty.
        status: status code.
        more: `conflict`, `intro`, `eyebrow`, `hidden`.
    """
    context = base_context(request, plant) | {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back or plan_url(plant, request.GET.get("view", "")),
        "view": request.POST.get("view") or request.GET.get("view", ""),
        **more,
    }
    in_drawer = is_htmx(request)
    template = "roadmap/_form_drawer.html" if in_drawer else "roadmap/form_page.html"
    response = render(request, template, context, status=status)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response
