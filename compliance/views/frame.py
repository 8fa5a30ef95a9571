"""The frame of the area: what every page shows, tabs, filters kept in links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.domain.status import Status
from compliance.selectors.duties import Duty
from core.htmx import is_htmx
from organizations.access import may
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today


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
    entries: list[dict[str, Any]] = [
        {"label": label, "href": reverse(url, args=[plant.slug]), "current": key == current}
        for key, label, url in names
    ]
    if overdue:
        entries[0] |= {"chip": _("%(count)s overdue") % {"count": overdue}, "tone": "bad"}
    return entries


def overdue_count(duties: list[Duty]) -> int:
    """Return how many duties are overdue."""
    return sum(duty.effective is Status.OVERDUE for duty in duties)


def drawer_query(request: HttpRequest) -> str:
    """Return the filters of the list that is on the screen, to be kept by links of a row."""
    address = request.headers.get("HX-Current-URL", "") if is_htmx(request) else ""
    query = QueryDict(urlsplit(address).query if address else request.META["QUERY_STRING"])
    kept = query.copy()
    for name in ("duty", "cancel"):
        kept.pop(name, None)
    text = kept.urlencode()
    return f"{text}&" if text else ""
