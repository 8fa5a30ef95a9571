"""The frame of the page of the business case, and of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.base import VersionedModel
from core.errors import RuleError, StaleVersionError
from core.forms import VersionedForm, add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.models import Initiative
from steps.selectors.changes import buttons, last_hand

VERBS = ("case.", "effect.")  # of the steps that Undo takes back here
HOME = "returns:case-detail"
Row = TypeVar("Row", bound=VersionedModel)


def base_context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Return what every page needs, with the steps that Undo and Redo would turn."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "may_edit": may_edit}
    if may_edit:
        context["turns"] = buttons(plant, person(request), only=VERBS)
    return context


def find_initiative(plant: Plant, pk: int) -> Initiative:
    """Return an initiative of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Initiative.objects.select_related("roadmap__plant__organization")
    return get_object_or_404(rows, roadmap__plant=plant, pk=pk)


def home(plant: Plant, initiative: int | None = None) -> str:
    """Return the address of the case, of one initiative if it is named."""
    address = reverse(HOME, args=[plant.slug])
    return f"{address}?initiative={initiative}" if initiative else address


def show_form(
    request: HttpRequest,
    plant: Plant,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    back: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show a form; `more` may hold the `conflict` of a stale save and an `intro`."""
    context = base_context(request, plant) | {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        **more,
    }
    return render(request, "returns/form_page.html", context, status=status)


def added(
    request: HttpRequest, form: forms.Form, make: Callable[[], str], back: str
) -> HttpResponse | None:
    """Add by a posted form; return where to go, or None with the errors in the form.

    Raises:
        StaleVersionError: what can be there once only is there since.
    """
    if not form.is_valid():
        return None
    try:
        text = make()
    except StaleVersionError:
        raise
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return None
    messages.success(request, text)
    return redirect(back)


def stored(
    request: HttpRequest,
    plant: Plant,
    form: VersionedForm,
    save: Callable[[], str],
    find: Callable[[], Row],
    initial: Callable[[Row], Mapping[str, Any]],
    back: str,
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Store a posted form of a row; return the answer, or status and conflict of the form.

    Args:
        request: the request.
        plant: whose row it is.
        form: the form.
        save: writes the valid form and says what was done.
        find: reads the row again, after somebody else's change.
        initial: its values as the form has them.
        back: where to go then.
    """
    if form.data.get("on_conflict") == "theirs":
        return redirect(back)
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        text = save()
    except StaleVersionError:
        row = find()
        rows, who = conflict_rows(form, initial(row)), last_hand(plant, row)
        return CONFLICT, conflict_context(rows, who=who, version=row.version)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    messages.success(request, text)
    return redirect(back)
