"""A plant's indicators: the list, choosing the set, and how each is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from charts import svg
from core.editing import edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE, page_or_partial
from indicators.domain.series import IndicatorSeries, Reading, summarize
from indicators.domain.targets import Standing
from indicators.forms.plant_set import ChoiceForm, UseForm
from indicators.selectors.series import rows_of, series_of
from indicators.selectors.wording import question_text, question_tone, state_chips, summary_line
from indicators.services import plant_set as service
from indicators.views.frame import find_row, page
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.editors import by_now
from organizations.selectors.places import plant_people, plant_today
from readings.models import Indicator, PlantIndicator
from readings.selectors.catalog import catalog, catalog_items
from steps.views.turning import turn_context

SPARK = 24
VIEWS = {
    "all": gettext_lazy("All"),
    "behind": gettext_lazy("Behind the path"),
    "questions": gettext_lazy("To explain"),
    "stale": gettext_lazy("Without a recent reading"),
}
AREAS = {
    "ISO": gettext_lazy("Manufacturing"),
    "SC": gettext_lazy("Supply chain"),
    "FIN": gettext_lazy("Finance"),
    "HR": gettext_lazy("People and safety"),
    "DIG": gettext_lazy("Digital and IT"),
    "DQ": gettext_lazy("Data quality"),
    "OWN": gettext_lazy("Own definitions"),
}


def area_of(indicator: Indicator | None, code: str) -> str:
    """Return the area under which an indicator stands."""
    prefix = code.partition("-")[0]
    is_own = indicator is not None and indicator.is_own
    return "OWN" if is_own or prefix not in AREAS else prefix


def _place(indicator: Indicator) -> tuple[int, str]:
    return list(AREAS).index(area_of(indicator, indicator.code)), indicator.code


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    row: PlantIndicator
    series: IndicatorSeries
    newest: Reading | None
    left_out: Reading | None
    chips: list[tuple[str, str, str]]
    spark: str


def _line(row: PlantIndicator, series: IndicatorSeries) -> ListRow:
    newest = series.newest_counted
    left_out = series.latest if series.latest is not newest else None
    values = [float(reading.value) for reading in series.readings[-SPARK:]]
    spark = svg.sparkline(values) if len(values) > 1 else ""
    return ListRow(row, series, newest, left_out, state_chips(series), spark)


def _shown(series: IndicatorSeries, view: str) -> bool:
    if view == "behind":
        return series.standing is Standing.BEHIND
    if view == "questions":
        return series.open_question is not None
    return view != "stale" or series.is_stale


@login_required
@require_safe
def indicator_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the plant measures and how it stands."""
    plant = get_plant(request, slug, Permission.INDICATORS_VIEW)
    today = plant_today(plant)
    rows = sorted(rows_of(plant), key=lambda row: _place(row.indicator))
    pairs = list(zip(rows, series_of(rows, today, brief=True), strict=True))
    view = request.GET.get("show", "all")
    view = view if view in VIEWS else "all"
    lines = [_line(row, series) for row, series in pairs if _shown(series, view)]
    summary = summarize([series for _row, series in pairs])
    open_ = [series for _row, series in pairs if series.open_question]
    open_.sort(key=lambda series: question_tone(series) != "bad")  # alarms first
    context = page(plant) | {
        "lines": lines,
        # Before and after the number: an address is made once, not for each row.
        "detail_url": reverse("indicators:indicator-detail", args=[slug, 0]).rpartition("0"),
        "summary": summary,
        "summary_line": summary_line(summary),
        "view": view,
        "views": [
            {"label": label, "href": f"?show={key}", "current": key == view}
            for key, label in VIEWS.items()
        ],
        "question": open_[0] if open_ else None,
        "question_text": question_text(open_[0]) if open_ else "",
        "question_tone": question_tone(open_[0]) if open_ else "",
        "more_questions": len(open_) - 1,
        "has_catalog": catalog() is not None,
        **turn_context(request, plant, "indicators:indicator-list"),
    }
    return page_or_partial(request, "indicators/indicator_list.html", "indicators", context)


@dataclass(frozen=True, slots=True)
class IndicatorChoice:
    """One indicator that can be followed."""

    code: str
    title: Any
    definition: Any
    unit: Any
    is_chosen: bool


def choices(plant: Plant, chosen: set[str]) -> list[tuple[str, str, list[IndicatorChoice]]]:
    """Return everything a plant can follow, by area: code, title, indicators."""
    groups: dict[str, list[IndicatorChoice]] = {key: [] for key in AREAS}
    known: dict[str, Any] = dict(catalog_items())
    rows = Indicator.objects.filter(organization=plant.organization)
    known |= {row.code: row for row in rows}
    for code, item in known.items():
        key = area_of(item if isinstance(item, Indicator) else None, code)
        groups[key].append(
            IndicatorChoice(code, item.title, item.definition, item.unit, code in chosen)
        )
    return [(key, str(AREAS[key]), items) for key, items in groups.items() if items]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the set a plant follows."""
    plant = get_plant(request, slug, Permission.INDICATORS_EDIT)
    followed = PlantIndicator.objects.filter(plant=plant, is_active=True)
    chosen = set(followed.values_list("indicator__code", flat=True))
    content = catalog()
    starter = list(content.kpi_set.get("starter", ())) if content else []
    if request.GET.get("set") == "starter" or (not chosen and request.method != "POST"):
        chosen |= set(starter)
    groups = choices(plant, chosen)
    codes = [item.code for _key, _title, items in groups for item in items]
    form = ChoiceForm(request.POST or None, codes=codes)
    context = page(plant) | {"groups": groups, "starter": starter, "form": form}
    if request.method != "POST":
        return render(request, "indicators/indicator_choose.html", context)
    if form.is_valid():
        try:
            adopted = service.choose_indicators(
                plant=plant, codes=form.cleaned_data["codes"], by=person(request)
            )
        except RuleError as error:
            add_error(form, error)
        else:
            text = ngettext(
                "The plant follows %(n)s indicator.",
                "The plant follows %(n)s indicators.",
                len(adopted),
            )
            messages.success(request, text % {"n": len(adopted)})
            return redirect("indicators:indicator-list", slug=slug)
    return render(request, "indicators/indicator_choose.html", context, status=UNPROCESSABLE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change owner, source and local deviation."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    template = "indicators/indicator_edit.html"
    form = UseForm(
        request.POST or None,
        people=plant_people(row.plant),
        initial={**UseForm.start(row), "version": row.version},
    )
    context = page(row.plant, row) | {"form": form}

    def save() -> str:
        version, values = form.cleaned_data["version"], form.values()
        service.edit_use(row=row, expected=version, values=values, by=person(request))
        return _("Owner and source are saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, template, context),
        back=reverse("indicators:indicator-detail", args=[slug, pk]),
        now=lambda: by_now(row, UseForm.start),
        theirs=request.path,
    )
