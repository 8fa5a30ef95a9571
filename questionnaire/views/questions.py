"""The questionnaire: a page per question, one POST per answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from assessment.access import load_run
from assessment.selectors.runs import run_sections
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from questionnaire.domain.way import next_open, own_way
from questionnaire.selectors.own import own_sections, own_settled
from questionnaire.views.respondent import respondent_of
from questionnaire.views.sheet import rest, save, sheet


@login_required
@require_safe
def question_open(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Go to the person's next open question, else to the first of theirs or of the run.

    `?after=` names the question where they are.
    """
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    way = own_way(run_sections(found), own_sections(found, person(request)))
    settled = own_settled(found, person(request))
    first = next_open(way, settled, request.GET.get("after", "")) or next(iter(way), None)
    if first is None:
        raise Http404
    return redirect("questionnaire:question-detail", slug=slug, run=run, question=first)


@login_required
@require_safe
def question_detail(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Show a question as an open card with the list of its section.

    `?part=rest` gives the other cards of the section: the page fetches them once it stands, so
    that going on needs no network.
    """
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    if request.GET.get("part") == "rest":
        return rest(request, found, question, respondent_of(request, plant))
    return sheet(request, found, question, respondent_of(request, plant))


@login_required
@require_POST
def answer_save(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Save one answer; without a script, go on to the next question."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    return save(request, plant, run, question, respondent_of(request, plant))
