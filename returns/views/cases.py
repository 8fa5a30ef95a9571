"""The page of the business case: what the plan costs, what it brings, when it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charts import svg
from charts.plotly import figure
from charts.spec import ChartSpec
from core.downloads import CSV_TYPE, as_file
from core.wording.money import page_scale
from core.wording.texts import lt
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.exports import note_export
from planning.domain.estimates import Percentile
from planning.domain.simulations import as_day
from returns.domain.appraisal import CaseValue
from returns.domain.cases import by_years
from returns.domain.drawings import CashWords, cash_chart
from returns.domain.ranges import CaseRanges
from returns.exporters import flows_csv
from returns.forms import CaseQuery
from returns.selectors.cases import BusinessCase, business_case, points, swing_currency
from returns.selectors.paybacks import plan_payback
from returns.selectors.promises import ledger
from returns.selectors.rows import CaseRow
from returns.views.frame import PAGE, SIGN
from roadmap.selectors.plan import plan
from roadmap.selectors.returns import plan_returns

WIDE, HIGH = 860, 320


@dataclass(frozen=True, slots=True)
class Shown:
    """The case that is shown, of the plan, a goal or an initiative; the title of the latter two."""

    case: BusinessCase
    title: str = ""
    row: CaseRow | None = None


def shown(request: HttpRequest, plant: Plant) -> Shown | None:
    """Return the case that the address names; None without a plan.

    Raises:
        Http404: it names an initiative or a goal of another plant, or none.
    """
    drawn = plan(plant, today=plant_today(plant))
    if drawn is None or not drawn.initiatives:
        return None
    case, query = business_case(drawn), CaseQuery(request.GET)
    if wanted := query.value("initiative"):
        for row in case.rows:
            if row.initiative.pk == wanted:
                return Shown(case.of({wanted}), lt(row.initiative.title), row)
        raise Http404
    if wanted := query.value("goal"):
        for goal, keys in case.served.items():
            if goal.pk == wanted:
                return Shown(case.of(keys), lt(goal.both("title")))
        raise Http404
    return Shown(case)


@login_required
@require_safe
def case_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a business case with all that it rests on, and what it lacks."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    context, found = PAGE.context(request, plant), shown(request, plant)
    if found is None:
        return render(request, "returns/case_empty.html", context)
    case = found.case
    if found.row:
        context |= _promised(request, plant, found.row)
    context |= {
        "found": found,
        "case": case,
        "currency": case.currency,
        "group": case.plan.group,
        "value": case.value,
        "years": by_years(case.money),
        "drawing": svg.draw(_chart(case), WIDE, HIGH),
        "title": finding(case.value),
        "swings": case.swings,
        "swing_currency": swing_currency(case),
        "ranges": case.ranges,
        "ends": ends_of(case.ranges),
        "lines": case.lines(),
        "goal_lines": [] if found.title else case.goal_lines(),
        "flows_url": reverse("returns:case-export", args=[plant.slug]) + _query(request),
        "chart_url": reverse("returns:case-chart", args=[plant.slug]) + _query(request),
    }
    return render(request, "returns/case_detail.html", context)


@login_required
@require_safe
def payback_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what the plan brings and when it has paid, as a part of the roadmap's page that comes after it."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    drawn = plan(plant, today=plant_today(plant))
    if drawn is None or not drawn.initiatives:
        raise Http404
    told = plan_returns(drawn)
    found = plan_payback(business_case(drawn), told)
    context = {"found": found, "returns": told, "plan": drawn, "plant": plant}
    return render(request, "returns/_found_payback.html", context)


def _promised(request: HttpRequest, plant: Plant, row: CaseRow) -> dict[str, Any]:
    """Return the effects of an initiative, each with the promise that stands of it."""
    kept = ledger(plant)
    standing = {one.promise.effect_key: one for one in kept.standing}
    own = {effect.pk for effect in row.effects}
    return {
        "altered": [one for one in kept.altered if one.effect_key in own],
        "effects": [(effect, standing.get(effect.pk)) for effect in row.effects],
        "may_sign": may(request, plant, SIGN),
    }


def ends_of(ranges: CaseRanges | None) -> list[tuple[Percentile, list[date]]]:
    """Return the last days of a plan with the days between which each lies."""
    return [
        (part, [as_day(number - 1) for number in (part.value, part.low, part.high)])
        for part in (ranges.end if ranges else ())
    ]


def _query(request: HttpRequest) -> str:
    """Return the part of the address that names whose case it is."""
    query = CaseQuery(request.GET)
    known = ((name, query.value(name)) for name in ("initiative", "goal"))
    return next((f"?{name}={key}" for name, key in known if key), "")


def finding(value: CaseValue | None) -> str:
    """Return what the drawing shows, in one line."""
    if value is None:
        return _("What has come in all, by quarter")
    if value.pays_in is None:
        return _("What was paid has not come back by the end")
    return _("What was paid has come back in %(year)s") % {"year": value.pays_in}


@login_required
@require_safe
def case_chart(request: HttpRequest, slug: str) -> JsonResponse:
    """Hand out what has come in by quarter, for exploring in the browser."""
    found = shown(request, get_plant(request, slug, Permission.ROADMAP_VIEW))
    if found is None:
        raise Http404
    return JsonResponse(figure(_chart(found.case)))


def _chart(case: BusinessCase) -> ChartSpec:
    drawn = points(case)
    scale = page_scale(_heights([point.net for point in drawn]), case.currency)
    unit = lt(scale.unit)
    words = CashWords(
        title=finding(case.value),
        description=_("The sum of all flows since the beginning, at the end of each quarter."),
        sum=_("Sum of the flows, %(unit)s") % {"unit": unit},
        present=_("Sum of their present values"),
        unit=unit,
    )
    return cash_chart(drawn, scale, words)


def _heights(amounts: Sequence[Decimal]) -> list[Decimal]:
    total, found = Decimal(0), []
    for amount in amounts:
        total += amount
        found.append(total)
    return found


@login_required
@require_safe
def case_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the flows of a case as the file that the command `business-case` takes."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    found = shown(request, plant)
    if found is None:
        raise Http404
    name = f"landfall-flows-{plant.slug}.csv"
    response = as_file(flows_csv(found.case.money), name, CSV_TYPE)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response
