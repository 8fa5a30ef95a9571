"""What several pages of the area need: the duty of an address, tabs, conflicts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.domain.status import Status
from compliance.models import ObligationStatus
from compliance.selectors import Duty, get_duty
from core.forms import VersionedForm, conflict_context, conflict_rows
from core.htmx import is_htmx
from organizations.access import get_plant, may
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors import last_editor, plant_today


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


def row_context(plant: Plant) -> dict[str, Any]:
    """Return what is the same in every row of the checklist, drawn once for all of them."""
    return {
        "list_url": reverse("compliance:obligation-list", args=[plant.slug]),
        "columns": {
            "law": _("Law and article"),
            "status": _("Status"),
            "owner": _("Owner"),
            "due": _("Due"),
            "evidence": _("Evidence"),
            "jurisdiction": _("Jurisdiction"),
        },
        "chips": {
            status: render_to_string("compliance/_status.html", {"status": status})
            for status in Status
        },
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


def stale(form: VersionedForm, row: ObligationStatus) -> dict[str, Any]:
    """Return what the conflict card shows; the form sends the stored version from now on."""
    who = last_editor(row, "obligation.updated")
    return conflict_context(conflict_rows(form, row), who=who, version=row.version)


def overdue_count(duties: list[Duty]) -> int:
    """Return how many duties are overdue."""
    return sum(duty.effective is Status.OVERDUE for duty in duties)
