"""Agreeing on answers that people gave apart."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import language, load_run
from assessment.models import Assessment
from core.editing import Stored, edited
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from questionnaire.forms import AgreeForm
from questionnaire.selectors.moderating import (
    HearingState,
    ModeratedSection,
    ModerationRow,
    moderated_sections,
)
from questionnaire.services.hearing import agree
from scoring.domain.undefined import Undefined, why

READY = (HearingState.APART, HearingState.STALE)


@login_required
@require_safe
def moderation_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show what people said apart, what lies furthest apart first; `?order=number` as asked."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    return _page(request, plant, load_run(plant, run))


def _page(
    request: HttpRequest,
    plant: Plant,
    run: Assessment,
    *,
    status: int = 200,
    question: str = "",
    form: AgreeForm | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the page; `question` with a form that was refused stands open."""
    by_number = request.GET.get("order") == "number"
    sections = moderated_sections(run, person(request), language(), by_number=by_number)
    rows = [row for part in sections for row in part.rows]
    opened = question or next((row.card.id for row in rows if row.state in READY), "")
    context = {
        "plant": plant,
        "area": "current",
        "run": run,
        "parts": [_shown(part, run, opened, form, more) for part in sections],
        "ready": sum(part.count(*READY) for part in sections),
        "agreed": sum(part.count(HearingState.AGREED, HearingState.NEAR) for part in sections),
        "open": sum(part.count(HearingState.OPEN) for part in sections),
        "orders": _orders(request, by_number=by_number),
        "closed": run.state == Assessment.State.SIGNED_OFF,
    }
    return render(request, "questionnaire/moderation_detail.html", context, status=status)


def _orders(request: HttpRequest, *, by_number: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Disagreement first"), "href": request.path, "current": not by_number},
        {"label": _("By number"), "href": f"{request.path}?order=number", "current": by_number},
    ]


def _shown(
    part: ModeratedSection, run: Assessment, opened: str, form: AgreeForm | None, more: Any
) -> dict[str, Any]:
    reason = why(part.alpha) if isinstance(part.alpha, Undefined) else None
    rows = []
    for row in part.rows:
        is_open = row.card.id == opened
        own = form if is_open and form is not None else _form(row)
        save = reverse("questionnaire:answer-agree", args=[run.plant.slug, run.pk, row.card.id])
        rows.append({"row": row, "is_open": is_open, "form": own, "save": save})
        if is_open:
            rows[-1] |= more
    return {"part": part, "why": reason, "rows": rows}


def _form(row: ModerationRow, data: Any = None) -> AgreeForm:
    reason = row.agreed.reason if row.agreed else ""
    initial = {"version": row.version, "value": row.chosen, "reason": reason}
    return AgreeForm(data, choices=row.choices, initial=initial, auto_id=f"{row.card.id}-%s")


@login_required
@require_POST
def answer_agree(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Store what was agreed on with those who answered."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    row = _find(found, request, question)
    form = _form(row, request.POST)
    by = person(request)

    def save() -> str:
        agree(
            plant=plant,
            run_id=run,
            question=question,
            value=row.values[form.cleaned_data["value"]],
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["version"],
            by=by,
        )
        return _("%(question)s: the agreed answer counts.") % {"question": question}

    def show(status: int, more: dict[str, Any]) -> HttpResponse:
        return _page(request, plant, found, status=status, question=question, form=form, **more)

    def now() -> Stored:
        stored = _find(found, request, question)
        who = stored.agreed.agreed_by if stored.agreed else None
        return Stored(_form(stored).initial, stored.version, who.name if who else "")

    back = reverse("questionnaire:moderation-detail", args=[slug, run])
    return edited(request, form, save=save, show=show, back=f"{back}#m-{question}", now=now)


def _find(run: Assessment, request: HttpRequest, question: str) -> ModerationRow:
    """Return the row of a question.

    Raises:
        Http404: the question is not answered apart, or the reader has yet to answer it.
    """
    for part in moderated_sections(run, person(request), language(), question=question):
        for row in part.rows:
            if row.card.id == question and not row.is_hidden:
                return row
    raise Http404
