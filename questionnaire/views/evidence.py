"""Evidence of answers: add, remove, judge."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from assessment.access import load_run
from assessment.models import AnswerEvidence, Assessment
from assessment.selectors.evidence import evidence_of
from assessment.services import evidence as service
from core.errors import RuleError
from core.forms import new_key
from core.htmx import UNPROCESSABLE, is_htmx
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.forms.evidence import EvidenceForm
from organizations.models import Plant
from questionnaire.selectors.own import shown_version
from questionnaire.views.cards import Page
from questionnaire.views.respondent import respondent_of


def _list(
    request: HttpRequest, plant: Plant, run: int, question: str, error: str = ""
) -> HttpResponse:
    """Return the evidence of a question as a fragment."""
    found = load_run(plant, run)
    proofs = evidence_of(found, [question]).get(question, [])
    page = Page(request, found, respondent_of(request, plant), closed=False)
    context = {
        "stands": page.proofs(question, proofs),
        "question": question,
        "create_url": question.join(page.evidence_url),
        "key": new_key(),
        "error": error,
        "csrf_token": page.csrf,
    }
    status = UNPROCESSABLE if error else 200
    response = HttpResponse(
        render_to_string("questionnaire/_evidence.html", context), status=status
    )
    version = shown_version(found, question, person(request))
    response["X-Answer-Version"] = str(version)
    return response


def _answered(
    request: HttpRequest, plant: Plant, run: int, question: str, error: str = ""
) -> HttpResponse:
    if is_htmx(request):
        return _list(request, plant, run, question, error)
    if error:
        messages.error(request, error)
    return redirect("questionnaire:question-detail", slug=plant.slug, run=run, question=question)


@login_required
@require_POST
def evidence_create(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Add a file or a link to an answer."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    load_run(plant, run)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answered(request, plant, run, question, form.problem())
    try:
        service.add_evidence(
            plant=plant,
            run_id=run,
            question=question,
            by=person(request),
            may_manage=may(request, plant, Permission.ASSESSMENT_MANAGE),
            **form.given(),
        )
    except RuleError as error:
        return _answered(request, plant, run, question, error.message)
    return _answered(request, plant, run, question)


def _find(plant: Plant, key: int) -> AnswerEvidence:
    return get_object_or_404(AnswerEvidence, assessment__plant=plant, pk=key)


@login_required
@require_POST
def evidence_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a piece of evidence away from a question."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    link = _find(plant, pk)
    run, question = link.assessment_id, link.question
    try:
        service.remove_evidence(
            plant=plant,
            run_id=run,
            link_id=pk,
            by=person(request),
            may_manage=may(request, plant, Permission.ASSESSMENT_MANAGE),
        )
    except Assessment.DoesNotExist as error:  # pragma: no cover -- gone in the same instant
        raise Http404 from error
    except RuleError as error:
        return _answered(request, plant, run, question, error.message)
    return _answered(request, plant, run, question)
