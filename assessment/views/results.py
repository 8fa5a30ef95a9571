"""The score of a run: figures, levels, and why they are what they are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.access import language, load_run, question_url
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.conditions import missing_count, with_indicator_names
from assessment.selectors.exclusions import exclusion_context
from assessment.selectors.explaining import Why, why_node
from assessment.selectors.headline import Headline, headline, part_headlines
from assessment.selectors.result import RunResult, result
from assessment.selectors.runs import coverage_of, framework_of
from core.htmx import is_htmx
from core.text import LocalizedText
from organizations.access import get_plant
from organizations.domain.roles import Permission
from scoring.domain.coverage import is_below
from scoring.domain.matrix import Level, Matrix


@login_required
@require_safe
def score_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show scores and levels with both readings; `?why=` explains one of them."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    wanted = request.GET.get("why", "")
    whole, said = headline(found, language()), result(found)
    parts = part_headlines(found, language())
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "whole": whole,
        "parts": _with_changes(parts, said.matrix),
        "change": said.matrix.overall,
        "restated_from": said.matrix.restated_from,
        "unmet": _say_unmet(found, found.scores.get("unmet", [])),
        "next_level": found.scores.get("next_level"),
        "gates": _gates(found),
        "level_name": _level_name(found, whole),
        "is_below": is_below(framework_of(found.framework), coverage_of(found)),
        **exclusion_context(found, language()),
        "root": whole.id,
        "why": _explain(said, wanted) if wanted else None,
        "close_url": request.path,
    }
    if wanted and is_htmx(request):
        return render(request, "assessment/_why.html", context)
    return render(request, "assessment/score_detail.html", context)


def _with_changes(parts: list[Headline], matrix: Matrix) -> list[tuple[Headline, Level | None]]:
    """Return each section with its level beside the run before."""
    levels = {row.dimension: row.whole for row in matrix.rows}
    return [(part, levels.get(part.id)) for part in parts]


def _level_name(run: Assessment, whole: Headline) -> str:
    """Return the name of the level; a level that something holds down has none of its own."""
    if whole.level is None or whole.because:
        return ""
    text = framework_of(run.framework).level_names.get(whole.level)
    return text.in_language(language()) if text else ""


def _gates(run: Assessment) -> list[dict[str, Any]]:
    stored = run.scores.get("gates", {})
    return [
        {
            "title": gate.title.in_language(language()) if gate.title else gate.id,
            "is_open": stored[gate.id]["is_open"],
            "unmet": _say_unmet(run, stored[gate.id]["unmet"]),
            "missing": missing_count(stored[gate.id]["unmet"]),
        }
        for gate in framework_of(run.framework).gates
        if gate.id in stored
    ]


def _say_unmet(run: Assessment, lacks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return unmet conditions in words, each with links to the questions it names."""
    cards = question_cards(run.framework, language())
    framework = framework_of(run.framework)
    texts = (LocalizedText.of(lack["text"]["en"], lack["text"]["zh-hans"]) for lack in lacks)
    told = [text.in_language(language()) for text in with_indicator_names(framework, texts)]
    return [
        {
            "text": text,
            "items": [
                {
                    "card": cards[item],
                    "is_named": cards[item].topic in text,
                    "href": question_url(run.plant, run.pk, item),
                }
                for item in lack["items"]
                if item in cards
            ],
        }
        for text, lack in zip(told, lacks, strict=True)
    ]


def _explain(found: RunResult, name: str) -> Why:
    """Return every contribution to a node's score down to the answers."""
    if name not in found.framework.nodes:
        raise Http404
    return why_node(found, name, language())
