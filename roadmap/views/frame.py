"""The frame of the area: what every page needs, the address of the plan, forms in a drawer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from core.htmx import is_htmx
from organizations.models import Plant
from roadmap.forms.query import PlanQuery
from steps.views.turning import turn_context


def base_context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Return what every page of the area needs, with the steps that Undo and Redo would turn."""
    turning = turn_context(request, plant, "roadmap:roadmap-detail")
    return {"plant": plant, "area": "roadmap", **turning}


def query_of(request: HttpRequest) -> PlanQuery:
    """Return how the reader looks at the plan; behind an act of htmx the page's address says it."""
    if request.method != "POST":
        return PlanQuery(request.GET)
    page = request.headers.get("HX-Current-URL")
    if page is None:
        return PlanQuery({"view": request.POST.get("view", "")})
    try:
        return PlanQuery(QueryDict(urlsplit(page).query))
    except ValueError:  # no browser sends such an address
        return PlanQuery({})


def plan_url(plant: Plant, view: str = "", **query: object) -> str:
    """Return the address of the plan page."""
    parts = {"view": view} if view in ("table", "list") else {}
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
        more: `conflict`, `intro`, `eyebrow`, `hidden`, `about`: key of the initiative that is open.
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
