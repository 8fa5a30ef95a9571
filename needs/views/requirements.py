"""What the plant needs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activity.selectors.comments import comment_counts
from assessment.selectors.result import result
from assessment.selectors.runs import last_signed
from needs.domain.requirements import holding, rank
from needs.models import Requirement
from needs.selectors.requirements import requirements
from organizations.access import get_plant
from organizations.domain.roles import Permission

WANTED = (Requirement.State.OPEN, Requirement.State.PLANNED)


@login_required
@require_safe
def requirement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List what follows from the gaps of signed runs."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    rows, needs = [], list(requirements(plant))
    counts = comment_counts(plant, "requirement") if needs else {}
    run = last_signed(plant) if needs else None
    vetoes = holding(result(run).reading) if run else frozenset()
    wanted = [need for need in needs if need.state in WANTED]
    first = {need.pk for need in wanted if need.question in vetoes}
    ranked = rank([(need.pk, need.priority) for need in wanted], first)
    needs.sort(key=lambda need: need.pk not in first)
    for need in needs:
        found = sorted(need.findings.all(), key=lambda finding: -finding.pk)
        finding = found[0] if found else None
        href = ""
        if finding and finding.assessment_id:
            place = [plant.slug, finding.assessment_id, finding.question]
            href = reverse("questionnaire:question-detail", args=place)
        row = {"need": need, "finding": finding, "href": href, "rank": ranked.get(need.pk)}
        comments = counts.get(str(need.pk), 0)
        rows.append(row | {"holds": need.pk in first, "comments": comments})
    context = {
        "plant": plant,
        "area": "current",
        "rows": rows,
    }
    return render(request, "needs/requirement_list.html", context)
