"""The frame of the pages of goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from steps.selectors.changes import buttons


def base_context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Return what every page needs, with the steps on goals that Undo and Redo would turn."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "may_edit": may_edit}
    if may_edit:
        context["turns"] = buttons(plant, person(request), only=("goal.",))
    return context


def show_form(
    request: HttpRequest,
    plant: Plant,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show a form about a goal; `more` may hold the `conflict` of a stale save."""
    context = base_context(request, plant) | {
        "form": form,
        "title": title,
        "submit": submit,
        "back": reverse("goals:goal-list", args=[plant.slug]),
        **more,
    }
    return render(request, "goals/form_page.html", context, status=status)
