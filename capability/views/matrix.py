"""The capability matrix with its drawer, drawings and export."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessment.models import Assessment
from assessment.selectors.explaining import coverage_words
from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import compared_with, newest_signed
from capability import charts
from capability.domain.cells import cell_mark, cell_words, is_single
from capability.forms import MatrixQuery
from capability.selectors import (
    matrices,
    plant_runs,
)
from capability.views.explaining import explain
from capability.views.sureness import dimension_bands, sure_words
from capability.views.table import matrix_table
from charts import plotly, svg
from core.htmx import is_htmx
from core.wording.texts import comma
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.exports import note_export
from packs.schema.questions import PLANT_WIDE
from questionnaire.selectors.sureness import RunSureness, run_sureness
from scoring.domain.cells import adds_up, columns
from scoring.domain.gaps import find_open_gaps
from scoring.domain.matrix import Matrix
from scoring.domain.sections import title_of
from scoring.domain.types import CellScore
from scoring.domain.widest import beside_gaps


def titles(run: RunResult) -> dict[str, str]:
    """Return the names of the dimensions in the reader's language."""
    nodes = run.framework.nodes
    language = get_language() or "en"
    return {
        name: title.in_language(language) if (title := nodes[name].title) else name
        for name in run.dimensions
    }


def column_titles(run: RunResult) -> dict[str, str]:
    """Return the names of the columns in the reader's language."""
    language = get_language() or "en"
    return {name: title.in_language(language) for name, title in columns(run.framework).items()}


def chosen_run(runs: list[Assessment], query: MatrixQuery) -> Assessment:
    """Return the run named in the address, else the newest signed one, else the newest.

    Raises:
        Http404: the address names a run that is not this plant's.
    """
    wanted = query.value("run", "")
    if wanted:
        found = next((run for run in runs if str(run.pk) == wanted), None)
        if found is None:
            raise Http404
        return found
    return newest_signed(runs) or runs[0]


@login_required
@require_safe
def matrix_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show dimensions by processes with current, target, gap and change."""
    plant = get_plant(request, slug, Permission.CAPABILITY_VIEW)
    query = MatrixQuery(request.GET)
    context: dict[str, Any] = {"plant": plant, "area": "capability"}
    runs = plant_runs(plant)
    if not runs:
        return render(request, "capability/matrix_empty.html", context)
    run = result(chosen_run(runs, query))
    (matrix,) = matrices([run])
    why, sure = query.value("why", ""), run_sureness(run)
    if why:
        context |= explain(run, matrix, why, sure)
        context["close_url"] = _without_drawer(request)
        if is_htmx(request) and request.headers.get("HX-Target") == "drawer":
            return render(request, "capability/_why.html", {**context, "run": run})
    context |= _page(run, beside_gaps(matrix), query, runs, sure)
    template = "capability/matrix_detail.html"
    if is_htmx(request):
        template += "#matrix"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _without_drawer(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("why", None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _page(
    run: RunResult,
    matrix: Matrix,
    query: MatrixQuery,
    runs: list[Assessment],
    sure: RunSureness,
) -> dict[str, Any]:
    names, processes = titles(run), column_titles(run)
    view = query.value("view", "matrix")
    has_previous = any(row.whole.previous is not None for row in matrix.rows)
    bands = dimension_bands(sure, matrix)
    context = {
        "run": run,
        "runs": runs,
        "matrix": matrix,
        "rows": _rows(run, matrix, names, processes, query),
        "titles": names,
        "processes": processes,
        "plant_wide": PLANT_WIDE,
        "adds_up": adds_up(run.framework),
        "totals": {name: matrix.processes[name] for name in processes if name in matrix.processes},
        "covered": coverage_words(run),
        "view": view,
        "views": MatrixQuery.VIEWS,
        "compare": query.value("compare", "target"),
        "comparisons": MatrixQuery.COMPARISONS,
        "gaps": _top_gaps(run),
        "open_gaps": _open_gaps(run),
        "radar": svg.draw(charts.profile(matrix, names, kind="radar", bands=bands), 380, 320),
        "whole_sure": sure_words(sure.of_node(run.framework.root.id)),
        "has_bands": bool(bands),
        "finding": charts.finding(matrix, names),
        "compared": compared_with(run.assessment) if has_previous else None,
        "has_previous": has_previous,
        "levels": _level_names(run),
    }
    if view == "charts":
        context["bars"] = svg.draw(charts.profile(matrix, names, kind="bar", bands=bands), 860, 320)
    return context


def _rows(
    run: RunResult,
    matrix: Matrix,
    names: dict[str, str],
    processes: dict[str, str],
    query: MatrixQuery,
) -> list[dict[str, Any]]:
    why, language = query.value("why", ""), get_language() or "en"
    dimensions = {dimension.id: dimension for dimension in run.framework.dimensions}
    scored = {(cell.dimension, cell.process): cell for cell in run.current.cells}
    rows = []
    for row in matrix.rows:
        known = dimensions.get(row.dimension)
        cells = [
            {
                "key": f"{row.dimension}:{name}",
                "name": f"{names[row.dimension]}{comma()}{processes[name]}",
                "level": row.cells.get(name),
                "is_current": why == f"{row.dimension}:{name}",
                "is_plant_wide": name == PLANT_WIDE,
                **_rests_on(run, scored.get((row.dimension, name))),
            }
            for name in processes
        ]
        rows.append(
            {
                "id": row.dimension,
                "title": names[row.dimension],
                "cells": cells,
                "whole": row.whole,
                "total": {
                    "key": row.dimension,
                    "name": names[row.dimension],
                    "level": row.whole,
                    "is_current": why == row.dimension,
                },
                "words": {
                    "key_question": known.key_question.in_language(language),
                    "difficulty": known.difficulty.in_language(language),
                    "strategy": known.strategy.in_language(language),
                }
                if known
                else None,
            }
        )
    return rows


def _rests_on(run: RunResult, cell: CellScore | None) -> dict[str, Any]:
    """Return what a cell rests on, where cells add up; a blended one does not say."""
    if cell is None or not cell.contributions or not adds_up(run.framework):
        return {}
    language = get_language() or "en"
    return {
        "mark": cell_mark(cell).in_language(language),
        "rests_on": cell_words(cell).in_language(language),
        "is_single": is_single(cell),
    }


def _top_gaps(run: RunResult, limit: int = 8) -> list[dict[str, Any]]:
    language = get_language() or "en"
    return [
        {"gap": gap, "title": title_of(run.framework.nodes[gap.question]).in_language(language)}
        for gap in run.gaps[:limit]
    ]


def _open_gaps(run: RunResult) -> list[dict[str, Any]]:
    language = get_language() or "en"
    return [
        {"gap": gap, "title": title_of(run.framework.nodes[gap.question]).in_language(language)}
        for gap in find_open_gaps(run.framework, run.current, run.targets)
    ]


def _level_names(run: RunResult) -> list[tuple[int, str]]:
    language = get_language() or "en"
    return [
        (level, text.in_language(language)) for level, text in run.framework.level_names.items()
    ]


def _requested(request: HttpRequest, slug: str) -> tuple[Plant, RunResult, Matrix]:
    plant = get_plant(request, slug, Permission.CAPABILITY_VIEW)
    runs = plant_runs(plant)
    if not runs:
        raise Http404
    run = result(chosen_run(runs, MatrixQuery(request.GET)))
    (matrix,) = matrices([run])
    return plant, run, beside_gaps(matrix)


@login_required
@require_safe
def matrix_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the matrix as CSV with ten places, readable by spreadsheet programs."""
    plant, run, matrix = _requested(request, slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"capability-{plant.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    csv.writer(response).writerows(matrix_table(run, matrix, titles(run), column_titles(run)))
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


@login_required
@require_safe
def chart_detail(request: HttpRequest, slug: str) -> JsonResponse:
    """Describe the bars for exploring in the browser."""
    _plant, run, matrix = _requested(request, slug)
    bands = dimension_bands(run_sureness(run), matrix)
    return JsonResponse(plotly.figure(charts.profile(matrix, titles(run), kind="bar", bands=bands)))
