"""Undo and redo: one way for the buttons of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import StateError
from core.htmx import CONFLICT, is_htmx
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from steps.models import Step
from steps.selectors.changes import TurnButton, buttons, step_words
from steps.selectors.pages import page_turning, pages
from steps.services import reverting


def turn_context(request: HttpRequest, plant: Plant, name: str) -> dict[str, Any]:
    """Return whether a person may edit on a page, and the buttons that turn their newest steps.

    Args:
        request: of the person.
        plant: whose page it is.
        name: of the page's address, as an app declares it in `step_pages`.
    """
    page = pages()[name]
    if not may(request, plant, page.right):
        return {"may_edit": False}
    return {"may_edit": True, "turns": buttons(plant, person(request), only=page.verbs)}


def turn_of(request: HttpRequest, turns: Iterable[TurnButton]) -> TurnButton | None:
    """Return the button that turns what this request did; None where that was no step.

    A signature is none, nor an edit that changed nothing: Undo beside their message would take back
    something earlier.
    """
    began = request.began_at  # type: ignore[attr-defined]
    return next((turn for turn in turns if turn.at >= began), None)


@login_required
@require_POST
def step_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo a step, unless somebody changed the same thing since."""
    return _turned(request, slug, pk, reverting.undo, _("Undone: %(step)s"))


@login_required
@require_POST
def step_redo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Do an undone step again, unless somebody changed the same thing since."""
    return _turned(request, slug, pk, reverting.redo, _("Done again: %(step)s"))


def _turned(
    request: HttpRequest, slug: str, pk: int, act: Callable[..., Step], words: str
) -> HttpResponse:
    """Turn a step; the right that it takes is that of its page, whatever page it is asked on.

    Raises:
        Http404: the plant is foreign, or the step is not this plant's.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    row = get_object_or_404(Step.objects.select_related("plant"), plant=plant, pk=pk)
    page = page_turning(row.verb)
    if page is None:
        raise Http404
    get_plant(request, slug, page.right)
    text, tone, status = words % {"step": step_words(row)}, "success", 200
    try:
        act(change=row, by=person(request))
    except StateError as error:
        text, tone, status = error.message, "error", CONFLICT
    if page.answer and is_htmx(request):
        answer: HttpResponse | None = import_string(page.answer)(
            request, plant, text, tone=tone, status=status
        )
        if answer is not None:
            return answer
    messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, text)
    return redirect(page.name, slug)
