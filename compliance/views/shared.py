"""What several pages of the area need: the duty of an address, tabs, conflicts."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.domain.status import Status
from compliance.models import ObligationStatus
from compliance.selectors import Duty, get_duty, history, plant_today
from core.htmx import is_htmx
from core.templatetags.ui import day
from organizations.access import get_plant, may
from organizations.domain.roles import Permission
from organizations.models import Plant, User


def duty_for(
    request: HttpRequest, slug: str, pk: int, permission: Permission
) -> tuple[Plant, Duty]:
    """Return the plant and one of its duties.

    Raises:
        Http404: the plant is foreign, or the duty is not this plant's.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, permission)
    duty = get_duty(plant, pk, plant_today(plant))
    if duty is None:
        raise Http404
    return plant, duty


def page_context(request: HttpRequest, plant: Plant, tab: str) -> dict[str, Any]:
    """Return what every page of the area shows."""
    return {
        "plant": plant,
        "area": "compliance",
        "tab": tab,
        "may_edit": may(request, plant, Permission.COMPLIANCE_EDIT),
        "today": plant_today(plant),
    }


def tabs(plant: Plant, current: str, overdue: int = 0) -> list[dict[str, Any]]:
    """Return the tabs of the area."""
    names = (
        ("list", _("Checklist"), "compliance:obligation-list"),
        ("due", _("Due in 90 days"), "compliance:due-list"),
        ("facts", _("Plant facts"), "compliance:fact-list"),
    )
    found: list[dict[str, Any]] = [
        {"label": label, "href": reverse(url, args=[plant.slug]), "current": key == current}
        for key, label, url in names
    ]
    if overdue:
        found[0] |= {"chip": _("%(count)s overdue") % {"count": overdue}, "tone": "bad"}
    return found


def drawer_query(request: HttpRequest) -> str:
    """Return the filters of the list that is on the screen, to be kept by links of a row."""
    address = request.headers.get("HX-Current-URL", "") if is_htmx(request) else ""
    query = QueryDict(urlsplit(address).query if address else request.META["QUERY_STRING"])
    kept = query.copy()
    for name in ("duty", "cancel"):
        kept.pop(name, None)
    text = kept.urlencode()
    return f"{text}&" if text else ""


def shown(value: Any) -> str:
    """Return a value of a duty for people."""
    if value is None or value == "":
        return "–"
    if isinstance(value, dt.date):
        return day(value)
    return value.name if isinstance(value, User) else str(value)


def differences(form: forms.Form, row: ObligationStatus) -> list[dict[str, str]]:
    """Return the fields in which a refused form and the stored row differ, both in words."""
    found = []
    for name, mine in form.cleaned_data.items():
        if name == "version":
            continue
        theirs = getattr(row, name)
        if mine != theirs:
            field = form.fields[name]
            found.append(
                {
                    "label": str(field.label),
                    "theirs": _choice(field, theirs),
                    "mine": _choice(field, mine),
                }
            )
    return found


def _choice(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(choices.get(value, value) or "–")
    return shown(value)


def last_editor(row: ObligationStatus) -> str:
    """Return who changed a duty last."""
    event = history(row).first()
    return event.actor_label if event else _("Somebody")


def conflict_context(form: forms.Form, row: ObligationStatus) -> dict[str, Any]:
    """Return what the conflict card shows; the form sends the stored version from now on."""
    who = last_editor(row)
    return {
        "conflict": {
            "title": _("%(name)s changed this duty in the meantime") % {"name": who},
            "who": who,
            "rows": differences(form, row),
            "version": row.version,
        }
    }


def overdue_count(duties: list[Duty]) -> int:
    """Return how many duties are overdue."""
    return sum(duty.effective is Status.OVERDUE for duty in duties)
