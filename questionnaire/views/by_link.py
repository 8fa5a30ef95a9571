"""The questionnaire of somebody without an account: the start, questions, handing in."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import OpenQuestion, language
from assessment.selectors.cards import question_cards
from assessment.selectors.runs import proposed_questions, run_sections
from core.errors import RuleError
from questionnaire.selectors.own import own_settled
from questionnaire.services import links
from questionnaire.views.opening import Door, by_link
from questionnaire.views.sections import nav_context
from questionnaire.views.sheet import rest, save, sheet


@require_safe
@by_link(bound=False)
def start(request: HttpRequest, door: Door) -> HttpResponse:
    """Say who asks whom for what and who will see it; on a bound device, lead to the questions."""
    if not door.is_bound and door.link.devices:
        return redirect("questionnaire:by-link-code", door.token)
    context = {
        "link": door.link,
        "plant": door.run.plant,
        "run": door.run,
        "token": door.token,
        "respondent": door.respondent,
        "is_bound": door.is_bound,
        "has_apart": bool(door.respondent.own & set(door.run.apart)),
        "has_joint": bool(door.respondent.own - set(door.run.apart)),
        **nav_context(door.run, "", door.respondent),
    }
    if door.is_bound:
        missing = _missing(door)
        context |= {"missing": missing, "next": missing[0].href if missing else ""}
    return render(request, "questionnaire/by_link_start.html", context)


def _missing(door: Door) -> list[OpenQuestion]:
    """Return the questions that still need work of the person, in reading order."""
    run, settled = door.run, own_settled(door.run, door.respondent.person)
    cards, proposed = question_cards(run.framework, language()), proposed_questions(run)
    return [
        OpenQuestion(cards[one], door.respondent.question(run, one), one in proposed)
        for part in door.respondent.seen(run_sections(run))
        for one in part.questions
        if one not in settled
    ]


def _require_asked(door: Door, question: str) -> None:
    """Answer 404 to a question that the link is not bound to."""
    if not any(question in part.questions for part in door.respondent.seen(run_sections(door.run))):
        raise Http404


@require_safe
@by_link()
def question(request: HttpRequest, door: Door, question: str) -> HttpResponse:
    """Show a question of the person's sections; `?part=rest` gives the other cards."""
    _require_asked(door, question)
    if request.GET.get("part") == "rest":
        return rest(request, door.run, question, door.respondent)
    return sheet(request, door.run, question, door.respondent)


@require_POST
@by_link()
def answer(request: HttpRequest, door: Door, question: str) -> HttpResponse:
    """Save one answer under the name of the link's person."""
    _require_asked(door, question)
    return save(request, door.run.plant, door.run.pk, question, door.respondent)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link()
def hand_in(request: HttpRequest, door: Door) -> HttpResponse:
    """Hand in, which closes the link; what is missing is listed first."""
    if request.method == "POST":
        with suppress(RuleError):  # closed in the same instant: the start says so
            links.hand_in(link=door.link)
        return redirect("questionnaire:by-link", door.token)
    context = {
        "link": door.link,
        "plant": door.run.plant,
        "token": door.token,
        "respondent": door.respondent,
        "missing": _missing(door),
    }
    return render(request, "questionnaire/by_link_hand_in.html", context)
