"""What a device keeps of a run, so that questions open without a network: the questions, no answers."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.access import language, load_run
from assessment.models import Answer, Assessment, SectionAssignment
from assessment.selectors.cards import question_cards
from assessment.selectors.runs import run_sections
from organizations.access import get_plant
from organizations.domain.roles import Permission
from questionnaire.selectors.own import own_settled
from questionnaire.views.cards import Page
from questionnaire.views.opening import Door, by_link
from questionnaire.views.respondent import Respondent, respondent_of
from questionnaire.views.sections import Item, nav_context, why_closed
from scoring.domain.sections import Section

NOTHING = 410  # there is nothing to keep: the device forgets what it had


@cache
def _worker() -> bytes:
    return (settings.BASE_DIR / "static" / "js" / "assessment" / "worker.js").read_bytes()


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the signature of a view
    """Return the script that answers for the questionnaire while the network is away.

    It stands at the root, because a browser lets it speak for what lies below its own address only.
    """
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@login_required
@require_safe
def kept_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Return the questions that whoever is signed in may answer in a run."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    return _kept(request, load_run(plant, run), respondent_of(request, plant))


@require_safe
@by_link()
def kept_by_link(request: HttpRequest, door: Door) -> HttpResponse:
    """Return the questions to which a link is bound."""
    return _kept(request, door.run, door.respondent)


def _kept(request: HttpRequest, run: Assessment, respondent: Respondent) -> HttpResponse:
    parts = list(SectionAssignment.objects.filter(assessment=run))
    respondent = respondent.among(parts)
    sections = [
        part
        for part in respondent.seen(run_sections(run))
        if part.questions and not why_closed(run, part.id, parts, respondent)
    ]
    mine = [part for part in sections if part.id in respondent.own] or sections
    if not mine:
        return HttpResponse(status=NOTHING)
    items, ids = _items(run, mine, respondent), {part.id for part in mine}
    items[0].is_open = True
    page = Page(request, run, respondent, closed=False)
    context: dict[str, Any] = {
        "respondent": respondent,
        "plant": run.plant,
        "run": run,
        "section_title": run.title,
        "items": items,
        "open_item": items[0],
        "cards": [page.card(item) for item in items],
        **nav_context(run, mine[0].id, respondent),
        "next_open": "",  # which of them is open nobody knows without a network
    }
    context["sections"] = [one for one in context["sections"] if one["part"].id in ids]
    return render(request, "questionnaire/kept.html", context)


def _items(run: Assessment, sections: list[Section], respondent: Respondent) -> list[Item]:
    """Return the questions without what was answered: that stays on the server.

    The version is that of no answer: where there is one, the server shows both instead of writing over it.
    """
    cards, settled = question_cards(run.framework, language()), own_settled(run, respondent.person)
    way = [(part, one) for part in sections for one in part.questions]
    every = [one for _part, one in way]
    return [
        Item(
            card=cards[question],
            answer=Answer(question=question, version=Answer.UNANSWERED),
            href=respondent.question(run, question),
            previous=respondent.question(run, every[at - 1]) if at else "",
            following=respondent.question(run, every[at + 1]) if at + 1 < len(every) else "",
            place=part.questions.index(question) + 1,
            count=len(part.questions),
            was_settled=question in settled,
        )
        for at, (part, question) in enumerate(way)
    ]
