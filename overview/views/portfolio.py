"""The CIO's home: every plant, capability by plant, what needs attention."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock
from core.htmx import page_or_partial
from organizations.access import grants_of
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import visible_plants
from overview import charts
from overview.forms import PortfolioFilter
from overview.selectors.portfolio import PlantRow, Portfolio, group_attention, load_portfolio
from packs.schema import Framework


@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show every plant the person may see."""
    roles = grants_of(request)
    every = list(visible_plants(roles))
    query = PortfolioFilter(request.GET)
    creators = [
        key for key in roles.organizations if Permission.PLANT_CREATE in roles.in_organization(key)
    ]
    context: dict[str, Any] = {
        "area": "portfolio",
        "may_create": bool(creators),
        "filter": query,
        "countries": sorted({(plant.country, plant.country_name) for plant in every}),
        "chosen": {"country": query.value("country"), "process": query.value("process")},
    }
    if not every:
        return render(request, "overview/portfolio_empty.html", context)
    shown = _filtered(every, query)
    today = clock.today()
    organization = every[0].organization
    page = load_portfolio(organization, shown, today, roles)
    context |= {
        "organization": organization,
        "page": page,
        "rows": [_row(one) for one in page.rows],
        "sees": _names(frozenset().union(*(one.rights for one in page.rows))),
        "heat": _heat(page),
        "view": query.value("view"),
        "attention": group_attention(page.rows, today),
        "today": today,
        "now": clock.now(),
        "legend": _legend(page),
    }
    return page_or_partial(request, "overview/portfolio.html", "plants", context)


def _filtered(plants: list[Plant], query: PortfolioFilter) -> list[Plant]:
    country, process = query.value("country"), query.value("process")
    return [
        plant
        for plant in plants
        if country in {"", plant.country} and process in {"", plant.process_type}
    ]


def _names(rights: frozenset[Permission]) -> dict[str, bool]:
    """Return rights as names for the template."""
    return {right.value.replace(".", "_"): True for right in rights}


def _row(one: PlantRow) -> dict[str, Any]:
    return {
        "it": one,
        "said": one.said,
        "sees": _names(one.rights),
        "strip": charts.strip(one.stage_shares),
        "scale": charts.scale(one.matrix, 190) if one.matrix else "",
    }


def _heat(page: Portfolio) -> list[dict[str, Any]]:
    """Return a row per dimension with a cell per plant, and the totals."""
    parts = [(one, one.parts) for one in page.rows]
    return [
        {
            "title": title,
            "cells": [
                {"plant": one.plant, "said": said.get(key), "key": key} for one, said in parts
            ],
        }
        for key, title in page.dimensions
    ]


def _legend(page: Portfolio) -> list[tuple[int, str]]:
    from_run = next((row.run for row in page.rows if row.run), None)
    if from_run is None:
        return []
    names = from_run.framework.read(Framework).level_names
    language = get_language() or "en"
    return [(level, text.in_language(language)) for level, text in names.items()]


@login_required
def portfolio_export(request: HttpRequest) -> HttpResponse:
    """Hand out the portfolio as CSV, readable by spreadsheet programs."""
    roles = grants_of(request)
    plants = list(visible_plants(roles))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="portfolio.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    head = [_("Plant"), _("Country"), _("People"), _("Stage"), _("Readiness")]
    head += [_("Readiness, lowest"), _("Readiness, highest"), _("Level"), _("State"), _("Target")]
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
    for one in load_portfolio(plants[0].organization, plants, clock.today(), roles).rows:
        overall = one.matrix.overall if one.matrix else None
        writer.writerow(
            [
                _safe(one.plant.shown_name),
                one.plant.country,
                one.plant.headcount,
                one.stage.name.in_language(language),
                *_readiness(one),
                overall.target if overall and overall.has_target else "",
                one.plan.spent if one.plan and one.plan.spent is not None else "",
                one.plan.planned_to_date if one.plan else "",
                one.plant.currency,
                one.duties.met,
                one.duties.applicable,
                one.overdue,
            ]
        )
    return response


def _readiness(one: PlantRow) -> list[Any]:
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
