"""What is answered about a row that somebody removed while it was open elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.htmx import CONFLICT, is_htmx
from core.wording.texts import lt
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.views.frame import base_context, plan_url
from roadmap.views.regions import changed
from steps.selectors.changes import localized_title
from steps.selectors.removed import RowGoneError

GONE = 410
View = Callable[..., HttpResponse]


def tells_gone(view: View, form: type[forms.Form] | None = None) -> View:
    """Return a view that says who removed its row, keeps what was typed and leads to Undo.

    Args:
        view: of an address with the plant's slug.
        form: whose fields were typed; None for an act on the plan itself, which is drawn anew.
    """

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **key: Any) -> HttpResponse:
        try:
            return view(request, slug, **key)
        except RowGoneError as error:
            plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
            return _told(request, plant, error, form)

    return answer


def _told(
    request: HttpRequest, plant: Plant, error: RowGoneError, form: type[forms.Form] | None
) -> HttpResponse:
    step = error.step
    words = {
        "who": step.made_by.name if step.made_by else _("Somebody"),
        "title": lt(localized_title(step.subject)),
    }
    text = _("%(who)s removed “%(title)s” in the meantime.") % words
    in_drawer = is_htmx(request)
    if in_drawer and form is None:
        return changed(request, plant, text, tone="error", status=CONFLICT)
    context = base_context(request, plant) | {
        "text": text,
        "step": step,
        "typed": _typed(request, form),
        "back": plan_url(plant, request.POST.get("view", "")),
        "close_url": plan_url(plant),
    }
    template = "roadmap/_gone_drawer.html" if in_drawer else "roadmap/gone_page.html"
    response = render(request, template, context, status=CONFLICT if in_drawer else GONE)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _typed(request: HttpRequest, form: type[forms.Form] | None) -> list[tuple[str, str]]:
    """Return label and text of the fields that were typed into."""
    fields = form.base_fields if form else {}
    return [
        (str(field.label), text)
        for name, field in fields.items()
        if field.label
        and isinstance(field.widget, forms.TextInput | forms.Textarea | forms.DateInput)
        and (text := request.POST.get(name, "").strip())
    ]
