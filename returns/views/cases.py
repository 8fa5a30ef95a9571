"""The page of the business case: what the plan costs, what it brings, when it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.charts import svg
from core.wording.money import page_scale
from core.wording.texts import lt
from organizations.access import get_plant, person
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
from returns.selectors.rows import CaseRow
from returns.views.frame import PAGE
from roadmap.selectors.plan import plan

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
    context |= {
        "found": found,
        "case": case,
        "currency": case.currency,
        "group": case.plan.group,
        "value": case.value,
        "years": by_years(case.money),
        "drawing": _drawing(case),
        "title": finding(case.value),
        "swings": case.swings,
        "swing_currency": swing_currency(case),
        "ranges": case.ranges,
        "ends": ends_of(case.ranges),
        "lines": case.lines(),
        "goal_lines": [] if found.title else case.goal_lines(),
        "flows_url": reverse("returns:case-export", args=[plant.slug]) + _query(request),
    }
    return render(request, "returns/case_detail.html", context)


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


def _drawing(case: BusinessCase) -> str:
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
    return svg.draw(cash_chart(drawn, scale, words), WIDE, HIGH)


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
    response = HttpResponse(flows_csv(found.case.money), content_type="text/csv; charset=utf-8")
    name = f"landfall-flows-{plant.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response
