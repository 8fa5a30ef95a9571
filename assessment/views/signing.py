"""Signing a run off, and taking the signature back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import language, load_run, question_url
from assessment.forms.runs import SignOffForm, WithdrawForm
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.conditions import wanted_for_level
from assessment.selectors.exclusions import exclusion_context
from assessment.selectors.headline import headline, part_headlines
from assessment.selectors.inspection import Inspection, inspect
from assessment.services import signing
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_sign_off(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Lock the result."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method != "POST" and found.state == Assessment.State.SIGNED_OFF:
        return redirect("assessment:score-detail", slug=slug, run=run)
    inspection = inspect(found)
    form = SignOffForm(
        request.POST if request.method == "POST" else None,
        has_points=bool(inspection.points.count),
        initial={"seen": inspection.fingerprint},
    )
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign_off(
                plant=plant,
                run_id=run,
                by=person(request),
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
            )
        except RuleError as error:
            form.add_error(None, error.message)
            form.data = {
                **form.data,
                "note": form.cleaned_data["note"],
                "seen": inspection.fingerprint,
            }
        else:
            messages.success(request, _("Signed off. The result is locked."))
            return redirect("assessment:score-detail", slug=slug, run=run)
    parts, whole = part_headlines(found, language()), headline(found, language())
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "form": form,
        "lacks": signing.missing_for_sign_off(found),
        "questions": _questions(found, inspection),
        "points": _points(found, inspection),
        "has_unanswered": bool(inspection.points.unanswered),
        "parts": parts,
        "whole": whole,
        **exclusion_context(found, language()),
        "wanted": () if found.is_express else wanted_for_level(found, parts),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessment/assessment_sign_off.html", context, status=status)


def _questions(run: Assessment, inspection: Inspection) -> list[dict[str, str]]:
    """Return the questions that forbid the signature, each with the page where that is mended."""
    review = reverse("assessment:review-detail", args=[run.plant.slug, run.pk])
    return [
        {
            "text": lack.text.in_language(language()),
            "href": f"{review}#answer-{lack.subject}"
            if lack.code == "na_waits"
            else question_url(run.plant, run.pk, lack.subject),
        }
        for lack in inspection.lacks
    ]


def _points(run: Assessment, inspection: Inspection) -> list[dict[str, Any]]:
    """Return the open points with their questions, each leading to its place."""
    cards = question_cards(run.framework, language())
    review = reverse("assessment:review-detail", args=[run.plant.slug, run.pk])
    kinds = (
        (_("Questions without an answer"), inspection.points.unanswered, ""),
        (
            _("Marked “evidence is due” without accepted evidence"),
            inspection.points.unproven,
            review,
        ),
        (_("Evidence that nobody has looked at"), inspection.points.unreviewed, review),
        (_("Targets below their level"), inspection.points.aimed_low, ""),
    )
    return [
        {
            "title": title,
            "items": [
                (
                    cards[item],
                    f"{page}#answer-{item}" if page else question_url(run.plant, run.pk, item),
                )
                for item in items
            ],
        }
        for title, items, page in kinds
        if items
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_withdraw(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take the signature of a run back, with a reason."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method != "POST" and found.state != Assessment.State.SIGNED_OFF:
        return redirect("assessment:assessment-detail", slug=slug, run=run)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            signing.withdraw(plant=plant, run_id=run, by=person(request), reason=reason)
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, _("The signature is withdrawn. The run is open again."))
            return redirect("assessment:assessment-detail", slug=slug, run=run)
    context = {"plant": plant, "area": "current", "run": found, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessment/assessment_withdraw.html", context, status=status)
