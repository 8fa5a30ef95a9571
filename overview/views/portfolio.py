"""The CIO's home: every plant, capability by plant, what needs attention."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.htmx import page_or_partial
from organizations.access import grants_of, person
from organizations.domain.roles import Permission
from organizations.models import Organization, Plant
from organizations.selectors.places import plant_outlines
from organizations.services.exports import note_export
from overview.domain.folding import folded
from overview.forms import ORDERS, PortfolioFilter
from overview.selectors.portfolio import (
    PlantRow,
    ShownRow,
    dimensions,
    framework_of_group,
    group_attention,
    load_portfolio,
    show,
)
from overview.views.drawing import draw

ORDER_RIGHTS = {
    "readiness": "capability_view",
    "overdue": "compliance_view",
    "milestone": "roadmap_view",
}
PER_PAGE = 40  # above it rows come in pages; a reader compares no more at once


@login_required
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show every plant the person may see: totals over all that are chosen, a page of rows."""
    roles = grants_of(request)
    every = list(plant_outlines(roles))
    query = PortfolioFilter(request.GET)
    creators = [
        key for key in roles.organizations if Permission.PLANT_CREATE in roles.in_organization(key)
    ]
    context: dict[str, Any] = {
        "area": "portfolio",
        "may_create": bool(creators),
        "filter": query,
        "countries": _countries(every),
        "chosen": {name: query.value(name) for name in ("country", "process", "q", "sort")},
    }
    if not every:
        return render(request, "overview/portfolio_empty.html", context)
    today, language = clock.today(), get_language() or "en"
    organization = Organization.objects.get(pk=every[0].organization_id)
    page = load_portfolio(organization, _filtered(every, query), today, roles)
    pages = Paginator(_sorted(page.rows, query.value("sort")), PER_PAGE)
    part = pages.get_page(request.GET.get("page"))
    sees = _names(frozenset().union(*(one.rights for one in page.rows)))
    framework = framework_of_group(page.rows)
    columns = dimensions(framework, language)
    drawn = draw(list(part), columns, sees, language)
    context |= {
        "organization": organization,
        "page": page,
        "part": part,
        "drawn": drawn,
        "sees": sees,
        "orders": [(key, ORDERS[key]) for key, right in ORDER_RIGHTS.items() if sees.get(right)],
        "heat": [
            (title, [one.cells[at] for one in drawn]) for at, (_key, title) in enumerate(columns)
        ],
        "view": query.value("view"),
        "attention": group_attention(page.rows, today, language),
        "today": today,
        "now": clock.now(),
        "legend": [
            (level, text.in_language(language))
            for level, text in (framework.level_names if framework else {}).items()
        ],
    }
    return page_or_partial(request, "overview/portfolio.html", "plants", context)


def _countries(plants: list[Plant]) -> list[tuple[str, str]]:
    """Return code and name of each country there is a plant in."""
    known = {plant.country: plant for plant in plants}
    return sorted((code, plant.country_name) for code, plant in known.items())


def _filtered(plants: list[Plant], query: PortfolioFilter) -> list[Plant]:
    country, process = query.value("country"), query.value("process")
    words = folded(query.value("q"))
    if words:
        plants = [one for one in plants if words in folded(f"{one.name} {one.local_name}")]
    return [
        plant
        for plant in plants
        if country in {"", plant.country} and process in {"", plant.process_type}
    ]


def _sorted(rows: list[PlantRow], key: str) -> list[PlantRow]:
    """Return rows in the order asked for; what has no figure comes last."""
    orders: dict[str, Callable[[PlantRow], Any]] = {
        "readiness": lambda row: (row.score is None, row.score or 0),
        "overdue": lambda row: -row.overdue,
        "milestone": lambda row: (
            row.plan.next_milestone.due_on if row.plan and row.plan.next_milestone else date.max
        ),
    }
    return sorted(rows, key=orders[key]) if key in orders else rows


def _names(rights: frozenset[Permission]) -> dict[str, bool]:
    """Return rights as names for the template."""
    return {right.value.replace(".", "_"): True for right in rights}


@login_required
@require_safe
def portfolio_export(request: HttpRequest) -> HttpResponse:
    """Hand out the portfolio as CSV, readable by spreadsheet programs."""
    roles = grants_of(request)
    plants = list(plant_outlines(roles))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = "portfolio.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    head = [_("Plant"), _("Country"), _("People"), _("Stage"), _("Readiness")]
    head += [_("Readiness, lowest"), _("Readiness, highest"), _("Level"), _("State")]
    head.append(pgettext("score", "Target"))
    head += [
        _("Spent"),
        _("Planned to date"),
        _("Currency"),
        _("Duties met"),
        _("Duties"),
        _("Overdue"),
    ]
    writer.writerow(head)
    if not plants:
        return response
    language = get_language() or "en"
    organization = Organization.objects.get(pk=plants[0].organization_id)
    page = load_portfolio(organization, plants, clock.today(), roles)
    for one in show(page.rows, language):
        writer.writerow(_cells(one, language))
    if request.method == "GET":
        note_export(by=person(request), file=name, organization=organization)
    return response


def _cells(one: ShownRow, language: str) -> list[Any]:
    row = one.it
    return [
        _safe(row.plant.shown_name),
        row.plant.country,
        row.plant.headcount,
        one.stage.name.in_language(language),
        *_readiness(one),
        "" if row.target is None else row.target,
        row.plan.spent if row.plan and row.plan.spent is not None else "",
        row.plan.planned_to_date if row.plan else "",
        row.plant.currency,
        row.duties.met,
        row.duties.applicable,
        row.overdue,
    ]


def _readiness(one: ShownRow) -> list[Any]:
    """Return score, range, level and state; a range has no single figure."""
    said = one.said
    if said is None or one.run is None:
        return [""] * 5
    score = "" if said.is_range or said.score is None else said.score
    ends = [said.low, said.high] if said.is_range else ["", ""]
    level = "" if said.level is None else said.level
    return [score, *ends, level, one.run.get_state_display()]


def _safe(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r\n＝＋－＠" else text


@login_required
@require_safe
def plant_menu(request: HttpRequest) -> HttpResponse:
    """List the person's plants for the switcher, which fetches them when it is opened."""
    context = {"plants": plant_outlines(grants_of(request)), "at": request.GET.get("at", "")}
    return render(request, "overview/_plant_menu.html", context)
