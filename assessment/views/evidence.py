"""Evidence of answers: add, hand out, remove, judge."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.forms.answers import EvidenceForm, EvidenceReviewForm
from assessment.models import Answer, Assessment, Evidence
from assessment.services import proof as service
from assessment.views.address import load_run
from assessment.views.cards import Page
from core.errors import RuleError
from core.forms import new_key
from core.htmx import UNPROCESSABLE, is_htmx
from core.uploads import as_attachment
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant


def _list(
    request: HttpRequest, plant: Plant, run: int, question: str, error: str = ""
) -> HttpResponse:
    """Return the evidence of a question as a fragment."""
    rows = Evidence.objects.filter(answer__assessment_id=run, answer__question=question)
    proofs = list(rows.filter(answer__assessment__plant=plant))
    page = Page(request, Assessment(pk=run, plant=plant), closed=False, may_review=False)
    context = {
        "stands": page.proofs(question, proofs),
        "question": question,
        "create_url": question.join(page.evidence_url),
        "key": new_key(),
        "error": error,
        "csrf_token": page.csrf,
    }
    status = UNPROCESSABLE if error else 200
    response = HttpResponse(render_to_string("assessment/_evidence.html", context), status=status)
    stored = Answer.objects.filter(assessment_id=run, question=question).first()
    response["X-Answer-Version"] = str(stored.version if stored else Answer.UNANSWERED)
    return response


def _answered(
    request: HttpRequest, plant: Plant, run: int, question: str, error: str = ""
) -> HttpResponse:
    if is_htmx(request):
        return _list(request, plant, run, question, error)
    if error:
        messages.error(request, error)
    return redirect("assessment:question-detail", slug=plant.slug, run=run, question=question)


@login_required
@require_POST
def evidence_create(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Add a file or a link to an answer."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    load_run(plant, run)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        first = next(str(entry) for entries in form.errors.values() for entry in entries)
        return _answered(request, plant, run, question, first)
    file = form.cleaned_data["file"]
    try:
        service.add_evidence(
            plant=plant,
            run_id=run,
            question=question,
            by=person(request),
            key=form.cleaned_data["key"],
            file=file,
            title=form.cleaned_data["title"],
            url=form.cleaned_data["url"],
            may_manage=may(request, plant, Permission.ASSESSMENT_MANAGE),
        )
    except RuleError as error:
        return _answered(request, plant, run, question, error.message)
    return _answered(request, plant, run, question)


def _find(plant: Plant, key: int) -> Evidence:
    rows = Evidence.objects.select_related("answer")
    return get_object_or_404(rows, answer__assessment__plant=plant, pk=key)


@login_required
@require_safe
def evidence_download(request: HttpRequest, slug: str, pk: int) -> HttpResponse | FileResponse:
    """Hand out a file as an attachment, after the access check; never shown inside the product."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    proof = _find(plant, pk)
    if proof.kind != Evidence.Kind.FILE:
        raise Http404
    return as_attachment(proof.file, title=proof.title, content_type=proof.content_type)


@login_required
@require_POST
def evidence_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a piece of evidence."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    proof = _find(plant, pk)
    run, question = proof.answer.assessment_id, proof.answer.question
    try:
        service.remove_evidence(
            plant=plant,
            run_id=run,
            evidence_id=pk,
            by=person(request),
            may_manage=may(request, plant, Permission.ASSESSMENT_MANAGE),
        )
    except Assessment.DoesNotExist as error:  # pragma: no cover -- gone in the same instant
        raise Http404 from error
    except RuleError as error:
        return _answered(request, plant, run, question, error.message)
    return _answered(request, plant, run, question)


@login_required
@require_POST
def evidence_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept or refuse a piece of evidence."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    proof = _find(plant, pk)
    run = proof.answer.assessment_id
    form = EvidenceReviewForm(request.POST)
    if form.is_valid():
        verdict = {"accept": True, "refuse": False, "open": None}[form.cleaned_data["verdict"]]
        try:
            service.review_evidence(
                plant=plant,
                run_id=run,
                evidence_id=pk,
                accepted=verdict,
                note=form.cleaned_data["note"],
                by=person(request),
            )
        except RuleError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose accept or refuse."))
    return redirect("assessment:review-detail", slug=slug, run=run)
