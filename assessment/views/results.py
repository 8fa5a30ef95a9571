"""Review, sign-off and score of a run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.forms.runs import ReturnForm, SignOffForm, WithdrawForm
from assessment.models import Assessment, Evidence
from assessment.selectors.appendix import answer_lines
from assessment.selectors.cards import question_cards
from assessment.selectors.explaining import Why, why_node
from assessment.selectors.result import result
from assessment.selectors.runs import coverage_of, framework_of, section_progress
from assessment.services import sections, signing
from assessment.views.address import language, load_run, question_url
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE, is_htmx
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from scoring.domain.coverage import is_below


def _lines(run: Assessment) -> list[dict[str, Any]]:
    """Return the answers by section with what an assessor has to look at."""
    proofs: dict[str, list[Evidence]] = {}
    rows = Evidence.objects.filter(answer__assessment=run).select_related("answer", "added_by")
    for row in rows:
        proofs.setdefault(row.answer.question, []).append(row)
    cards = question_cards(run.framework, language())
    signed = result(run) if run.state == Assessment.State.SIGNED_OFF else None
    groups: dict[str, dict[str, Any]] = {}
    for line in answer_lines(run, language(), signed):
        group = groups.setdefault(
            line.section, {"id": line.section, "title": line.section_title, "lines": []}
        )
        wants = cards[line.question].wants_evidence(line.level) and not line.evidence
        group["lines"].append(
            {
                "line": line,
                "proofs": proofs.get(line.question, []),
                "wants_proof": wants,
                "href": question_url(run.plant, run.pk, line.question),
            }
        )
    return list(groups.values())


@login_required
def review_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show all answers with their evidence to the assessor."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "groups": _lines(found),
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
@require_http_methods(["GET", "POST"])
def assessment_sign_off(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Lock the result."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method == "GET" and found.state == Assessment.State.SIGNED_OFF:
        return redirect("assessment:score-detail", slug=slug, run=run)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    lacks = signing.missing_for_sign_off(found)
    if request.method == "POST" and form.is_valid():
        try:
            signing.sign_off(
                plant=plant, run_id=run, by=person(request), note=form.cleaned_data["note"]
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Signed off. The result is locked."))
            return redirect("assessment:score-detail", slug=slug, run=run)
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "form": form,
        "lacks": lacks,
        "parts": section_progress(found, language()),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessment/assessment_sign_off.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def assessment_withdraw(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take the signature of a run back, with a reason."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method == "GET" and found.state != Assessment.State.SIGNED_OFF:
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
        "close_url": request.path,
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


def _explain(run: Assessment, name: str) -> Why:
    """Return every contribution to a node's score down to the answers."""
    if name not in framework_of(run.framework).nodes:
        raise Http404
    return why_node(result(run), name, language())
