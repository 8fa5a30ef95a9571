"""The ledger of promises: of a plant, of one promise, and one line for each plant."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charts import svg
from charts.plotly import figure
from charts.spec import ChartSpec
from core.wording.figures import decimal
from core.wording.texts import lt
from organizations.access import get_plant, grants_of, may
from organizations.domain.roles import Permission
from organizations.selectors.places import rates, visible_plants
from readings.domain.periods import PeriodStep
from readings.selectors.wording import period_text
from returns.domain.drawings import PromisePicture, PromiseWords, promise_chart
from returns.domain.promises import Pledge
from returns.selectors.pictures import picture_of
from returns.selectors.promises import Ledger, LedgerRow, ledger, ledgers
from returns.views.frame import PAGE, SIGN

WIDE, HIGH = 860, 320


@login_required
@require_safe
def promise_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the promises of a plant with what came of them."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    context = {**PAGE.context(request, plant), "ledger": ledger(plant)}
    return render(request, "returns/promise_list.html", context)


@login_required
@require_safe
def promise_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one promise: its words, who signed them, and the readings before and after."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    found = ledger(plant)
    row = _row(found, pk)
    if row is None:
        return _altered(request, found, pk)
    picture = picture_of(row)
    context: dict[str, Any] = {
        **PAGE.context(request, plant),
        "ledger": found,
        "row": row,
        "pledge": row.pledge,
        "picture": picture,
        "drawing": "",
        "may_sign": may(request, plant, SIGN) and row.is_standing,
    }
    if picture is not None:
        chart = _chart(row, picture)
        context |= {"title": chart.title, "drawing": svg.draw(chart, WIDE, HIGH)}
    return render(request, "returns/promise_detail.html", context)


@login_required
@require_safe
def promise_chart_detail(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """Hand out the readings before and after, for exploring in the browser."""
    row = _row(ledger(get_plant(request, slug, Permission.ROADMAP_VIEW)), pk)
    picture = picture_of(row) if row else None
    if row is None or picture is None:
        raise Http404
    return JsonResponse(figure(_chart(row, picture)))


def _row(found: Ledger, pk: int) -> LedgerRow | None:
    return next((one for one in found.rows if one.promise.pk == pk), None)


def _chart(row: LedgerRow, picture: PromisePicture) -> ChartSpec:
    step = row.series.step if row.series else PeriodStep.MONTH
    return promise_chart(picture, _words(row.pledge, step))


def _altered(request: HttpRequest, found: Ledger, pk: int) -> HttpResponse:
    """Say that a record was changed outside the product, and who signed what it was.

    Raises:
        Http404: there is no such promise.
    """
    row = next((one for one in found.altered if one.pk == pk), None)
    if row is None:
        raise Http404
    context = {**PAGE.context(request, found.plant), "altered": [row]}
    return render(request, "returns/promise_altered.html", context)


def _words(pledge: Pledge, step: PeriodStep) -> PromiseWords:
    names = {"code": pledge.code, "title": lt(pledge.indicator), "unit": lt(pledge.unit) or "–"}
    return PromiseWords(
        title=_("%(code)s %(title)s before and after, %(unit)s") % names,
        description=_(
            "Readings by period; center and natural limits of each phase, and the promised level."
        ),
        readings=_("Readings"),
        unit=lt(pledge.unit),
        center=_("mean {}"),
        upper=_("upper limit {}"),
        lower=_("lower limit {}"),
        promised=_("promised {}"),
        work=_("work under way"),
        number=decimal,
        period=lambda day: period_text(day, is_quarter=step is PeriodStep.QUARTER),
    )


@login_required
@require_safe
def plant_list(request: HttpRequest) -> HttpResponse:
    """Show what was promised and delivered, a line for each plant that the person may see."""
    roles = grants_of(request)
    plants = [
        plant
        for plant in visible_plants(roles).select_related("organization")
        if Permission.ROADMAP_VIEW in roles.at_plant(plant)
    ]
    context: dict[str, Any] = {"area": "portfolio", "ledgers": [], "currency": ""}
    if plants:
        table = rates(plants[0].organization)
        found = ledgers(plants, table, table.reporting_currency)
        context |= {
            "ledgers": [one for one in found if one.rows or one.altered],
            "silent": [one.plant for one in found if not (one.rows or one.altered)],
            "currency": table.reporting_currency,
        }
    return render(request, "returns/plant_list.html", context)
