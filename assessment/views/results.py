"""The score of a run: figures, levels, and why they are what they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.result import result
from assessment.selectors.runs import coverage_of, framework_of, section_progress
from assessment.views.address import language, load_run, question_url
from core.htmx import is_htmx
from organizations.access import get_plant, may
from organizations.domain.roles import Permission
from scoring.domain.coverage import is_below
from scoring.domain.sections import title_of
from scoring.domain.summary import unmet_data


@login_required
def score_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show scores and levels with both readings; `?why=` explains one of them."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    wanted = request.GET.get("why", "")
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "scores": found.scores,
        "parts": section_progress(found, language()),
        "unmet": _say_unmet(found, found.scores.get("unmet", [])),
        "gates": _gates(found),
        "names": _level_names(found),
        "is_provisional": found.state != Assessment.State.SIGNED_OFF,
        "is_below": is_below(framework_of(found.framework), coverage_of(found)),
        "root": framework_of(found.framework).root.id,
        "why": _explain(found, wanted) if wanted else None,
        "may_sign": may(request, plant, Permission.ASSESSMENT_SIGN),
    }
    if wanted and is_htmx(request):
        return render(request, "assessment/_why.html", context)
    return render(request, "assessment/score_detail.html", context)


def _level_names(run: Assessment) -> dict[int, str]:
    names = framework_of(run.framework).level_names
    return {level: text.in_language(language()) for level, text in names.items()}


def _gates(run: Assessment) -> list[dict[str, Any]]:
    stored = run.scores.get("gates", {})
    return [
        {
            "title": gate.title.in_language(language()) if gate.title else gate.id,
            "is_open": stored[gate.id]["is_open"],
            "unmet": _say_unmet(run, stored[gate.id]["unmet"]),
        }
        for gate in framework_of(run.framework).gates
        if gate.id in stored
    ]


def _say_unmet(run: Assessment, lacks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return unmet conditions in words, each with links to the questions it names."""
    cards = question_cards(run.framework, language())
    code = "zh-hans" if language().startswith("zh") else "en"
    return [
        {
            "text": lack["text"][code],
            "items": [
                {"card": cards[item], "href": question_url(run.plant, run.pk, item)}
                for item in lack["items"]
                if item in cards
            ],
        }
        for lack in lacks
    ]


def _explain(run: Assessment, name: str) -> dict[str, Any]:
    """Return every contribution to a node's score down to the answers."""
    framework = framework_of(run.framework)
    if name not in framework.nodes:
        raise Http404
    found = result(run)
    node = found.current.nodes[name]
    cards = question_cards(run.framework, language())
    lines = [
        {
            "item": line.item,
            "answer": line.answer,
            "weight": line.weight,
            "product": line.product,
            "card": cards[line.item],
            "href": question_url(run.plant, run.pk, line.item),
            "level": int(line.value) if cards[line.item].kind == "levels" else None,
            "bar": round(100 * line.product / (node.maximum or 1), 2),
        }
        for line in sorted(node.contributions, key=lambda line: -line.weight)
    ]
    return {
        "id": name,
        "title": title_of(framework.nodes[name]).in_language(language()),
        "node": node,
        "lines": lines,
        "weight_sum": sum((line.weight for line in node.contributions), Decimal(0)),
        "engine": found.engine_version,
        "reading": node.level,
        "unmet": _say_unmet(run, unmet_data(node.level.unmet)) if node.level else [],
    }
