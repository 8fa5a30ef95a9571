"""What an assessor looks at: answers, evidence, proposals; giving a section back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import language, load_run, question_url
from assessment.forms.exclusions import ExclusionForm
from assessment.forms.runs import ReturnForm
from assessment.models import Answer, AnswerEvidence, Assessment
from assessment.selectors.appendix import answer_lines
from assessment.selectors.cards import question_cards
from assessment.selectors.evidence import evidence_of
from assessment.selectors.exclusions import Exclusion
from assessment.selectors.exclusions import exclusions as exclusions_of
from assessment.selectors.result import result
from assessment.services import evidence, exclusions, sections
from core.errors import RuleError
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.forms.evidence import EvidenceReviewForm
from organizations.models import User
from organizations.selectors.evidence import shown_evidence


def _lines(run: Assessment, by: User) -> list[dict[str, Any]]:
    """Return the answers by section with what an assessor has to look at."""
    proofs = evidence_of(run)
    cards = question_cards(run.framework, language())
    signed = result(run) if run.state == Assessment.State.SIGNED_OFF else None
    said = exclusions_of(run, language())
    groups: dict[str, dict[str, Any]] = {}
    for line in answer_lines(run, language(), signed):
        group = groups.setdefault(
            line.section, {"id": line.section, "title": line.section_title, "lines": []}
        )
        wants = cards[line.question].wants_evidence(line.level) and not line.evidence
        group["lines"].append(
            {
                "line": line,
                "exclusion": said.get(line.question),
                "others": _others(run, said.get(line.question), by),
                "proofs": [
                    shown_evidence(link, run.plant) for link in proofs.get(line.question, ())
                ],
                "is_guarded": cards[line.question].is_guarded,
                "wants_proof": wants and not line.is_excluded,
                "href": question_url(run.plant, run.pk, line.question),
            }
        )
    return list(groups.values())


def _others(run: Assessment, said: Exclusion | None, by: User) -> list[str]:
    """Return who has to decide instead of the person that proposed it; usually nobody has to."""
    if said is None or said.state != Answer.NaState.PROPOSED or said.proposed_by != by.pk:
        return []
    return exclusions.second_people(run, said.card.id, by)


@login_required
@require_safe
def review_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show all answers with their evidence to the assessor."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    groups = _lines(found, person(request))
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "groups": groups,
        "waiting": [
            row["exclusion"]
            for group in groups
            for row in group["lines"]
            if row["line"].is_proposed and row["exclusion"]
        ],
        "return_form": ReturnForm(),
        "may_return": found.state != Assessment.State.SIGNED_OFF,
        "may_sign": may(request, plant, Permission.ASSESSMENT_SIGN),
    }
    return render(request, "assessment/review_detail.html", context)


@login_required
@require_POST
def section_return(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Give a section back with a note."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what has to change."))
        return redirect("assessment:review-detail", slug=slug, run=run)
    try:
        sections.return_section(
            plant=plant,
            run_id=found.pk,
            section=form.cleaned_data["section"],
            note=form.cleaned_data["note"],
            by=person(request),
        )
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The section is open again; the note stands on its page."))
    return redirect("assessment:review-detail", slug=slug, run=run)


@login_required
@require_POST
def exclusion_review(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Accept or refuse that a question does not apply."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    load_run(plant, run)
    form = ExclusionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose accept or refuse."))
        return redirect("assessment:review-detail", slug=slug, run=run)
    try:
        exclusions.decide_exclusion(
            plant=plant,
            run_id=run,
            question=question,
            accepted=form.cleaned_data["verdict"] == "accept",
            note=form.cleaned_data["note"],
            expected=form.cleaned_data["version"],
            by=person(request),
        )
    except Answer.DoesNotExist as error:
        raise Http404 from error
    except RuleError as error:
        messages.error(request, f"{question}: {error.message}")
    back = reverse("assessment:review-detail", args=[slug, run])
    return redirect(f"{back}#answer-{question}")


@login_required
@require_POST
def evidence_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept or refuse a piece of evidence."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    run = get_object_or_404(AnswerEvidence, assessment__plant=plant, pk=pk).assessment_id
    form = EvidenceReviewForm(request.POST)
    if form.is_valid():
        try:
            evidence.review_evidence(
                plant=plant,
                run_id=run,
                link_id=pk,
                accepted=form.verdict_given(),
                note=form.cleaned_data["note"],
                by=person(request),
            )
        except RuleError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose accept or refuse."))
    return redirect("assessment:review-detail", slug=slug, run=run)
