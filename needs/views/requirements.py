"""What the plant needs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from needs.domain.requirements import rank
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
    ranked = rank([(need.pk, need.priority) for need in needs if need.state in WANTED])
    for need in needs:
        found = sorted(need.findings.all(), key=lambda finding: -finding.pk)
        finding = found[0] if found else None
        href = ""
        if finding and finding.assessment_id:
            place = [plant.slug, finding.assessment_id, finding.question]
            href = reverse("assessment:question-detail", args=place)
        rows.append({"need": need, "finding": finding, "href": href, "rank": ranked.get(need.pk)})
    context = {
        "plant": plant,
        "area": "current",
        "rows": rows,
    }
    return render(request, "needs/requirement_list.html", context)
