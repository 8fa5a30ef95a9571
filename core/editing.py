"""One way for every page that edits a row: shown, refused, stale or stored.

A page shows its form. What is sent is bound and handed to a service. A stale save comes back with
both values (409), a wrong one with what is wrong (422), and what is stored leads on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE

Show = Callable[[int, dict[str, Any]], HttpResponse]


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored by now, after somebody else's change.

    Attributes:
        values: of the fields of the form: the row itself, or its values as the form has them.
        version: of the row.
        who: the name of who changed it; empty if nobody knows.
        rows: both sides in words, where the fields of the form do not say them; see
            `core.forms.conflict_rows`.
    """

    values: models.Model | Mapping[str, Any]
    version: int
    who: str = ""
    rows: list[dict[str, str]] | None = None


def edited(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    save: Callable[[], str],
    show: Show,
    back: str,
    now: Callable[[], Stored] | None = None,
    theirs: str = "",
) -> HttpResponse:
    """Answer a page that edits: show its form, or store what was sent.

    Args:
        request: of the page.
        form: bound where something was sent.
        save: hands the valid form to a service, and says in words what was done; empty says nothing.
        show: draws the page with a status and, of a stale save, the conflict.
        back: address or name of the page that follows.
        now: reads the row again; a form without it cannot be stale.
        theirs: where to go when the other's values are taken; `back` if empty.

    Raises:
        StaleVersionError: the form is stale and `now` is None.
    """
    if request.method != "POST":
        return show(200, {})
    if form.data.get("on_conflict") == "theirs":
        return redirect(theirs or back)
    if not form.is_valid():
        return show(UNPROCESSABLE, {})
    try:
        text = save()
    except StaleVersionError:
        if now is None:
            raise
        return show(CONFLICT, both_values(form, now()))
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return show(UNPROCESSABLE, {})
    if text:
        messages.success(request, text)
    return redirect(back)


def page_of(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Show:
    """Return what draws a page of a template."""

    def show(status: int, more: dict[str, Any]) -> HttpResponse:
        return render(request, template, {**context, **more}, status=status)

    return show


def both_values(form: forms.BaseForm, stored: Stored) -> dict[str, Any]:
    """Return what a page needs to show both sides of a stale save."""
    rows = conflict_rows(form, stored.values) if stored.rows is None else stored.rows
    return conflict_context(rows, who=stored.who, version=stored.version)
