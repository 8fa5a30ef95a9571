"""The questionnaire: a page per question, one POST per answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import language, load_run, question_url
from assessment.models import Answer, Assessment, SectionAssignment
from assessment.selectors.cards import Card, question_cards
from assessment.selectors.runs import run_sections
from assessment.services.answering import (
    AnsweredApartError,
    Given,
    Saved,
    StaleAnswerError,
    record_answer,
)
from core import clock
from core.errors import RuleError
from core.forms import conflict_context
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from questionnaire.forms import AnswerForm
from questionnaire.selectors.closing import why_closed
from questionnaire.selectors.hearing import as_answer
from questionnaire.selectors.own import own_sections, own_settled
from questionnaire.selectors.telling import answer_words, differences, misfit
from questionnaire.services.hearing import StaleOwnAnswerError, say
from questionnaire.views.cards import Page
from questionnaire.views.sections import (
    Item,
    answerer,
    find_section,
    items_of,
    nav_context,
    neighbors,
)

PAGE = "questionnaire/question_detail.html"


@login_required
@require_safe
def question_open(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Go to the person's first open question, else to the first question of the run."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    sections = run_sections(found)
    own = own_sections(found, person(request))
    order = sorted(sections, key=lambda section: section.id not in own)
    every = [item for section in order for item in section.questions]
    settled = own_settled(found, person(request))
    first = next((item for item in every if item not in settled), every[0] if every else None)
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
        return _rest(request, found, question)
    return _page(request, found, question)


def _rest(request: HttpRequest, run: Assessment, question: str) -> HttpResponse:
    """Return the cards of a section but one."""
    sections = run_sections(run)
    section = find_section(sections, question)
    parts = list(SectionAssignment.objects.filter(assessment=run))
    closed = bool(why_closed(run, section.id, parts, answerer(request, run)))
    page = Page(request, run, closed=closed, may_review=_may_review(request, run))
    items = items_of(run, sections, section, person(request))
    return HttpResponse("\n".join(page.card(item) for item in items if item.id != question))


def _may_review(request: HttpRequest, run: Assessment) -> bool:
    return may(request, run.plant, Permission.ASSESSMENT_REVIEW)


def _page(
    request: HttpRequest,
    run: Assessment,
    question: str,
    *,
    status: int = 200,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    sections = run_sections(run)
    section = find_section(sections, question)
    items = items_of(run, sections, section, person(request))
    for item in items:
        item.is_open = item.id == question
    parts = list(SectionAssignment.objects.filter(assessment=run))
    own = [part for part in parts if part.user_id == person(request).pk]
    extra = dict(extra or {})
    given: Given | None = extra.pop("given", None)
    if given is not None:
        _put(next(item for item in items if item.is_open), given)
    opened = next(item for item in items if item.is_open)
    closed = why_closed(run, section.id, parts, answerer(request, run))
    cards = Page(request, run, closed=bool(closed), may_review=_may_review(request, run))
    return render(
        request,
        PAGE,
        {
            "plant": run.plant,
            "area": "current",
            "run": run,
            "section": section,
            "section_title": items[0].card.section_title,
            "items": items,
            "open_item": opened,
            "open_card": cards.card(opened, **_refusals(opened, extra)),
            **nav_context(run, section.id, person(request)),
            "closed": closed,
            "returned": [part for part in parts if part.section == section.id and part.returned_at],
            "own_open": any(part.submitted_at is None for part in own),
            "return_title": _("Returned by the assessor."),
        },
        status=status,
    )


def _refusals(item: Item, extra: Mapping[str, Any]) -> dict[str, str]:
    """Return in HTML why what was sent is not stored."""
    shown: dict[str, str] = {}
    if "errors" in extra:
        shown["errors"] = render_to_string("questionnaire/_errors.html", extra)
    if "conflict" in extra:
        context = {"conflict": extra["conflict"], "form_id": f"answer-{item.id}"}
        shown["conflict"] = render_to_string("_components/conflict.html", context)
    return shown


def _put(item: Item, given: Given) -> None:
    """Show what the person entered instead of what is stored; nothing typed is dropped."""
    for name in ("value", "target", "not_applicable", "reason", "note"):
        setattr(item.answer, name, getattr(given, name))


def _given(form: AnswerForm) -> Given:
    """Return what was entered as far as it can be read."""
    data = getattr(form, "cleaned_data", {})
    return Given(
        value=data.get("value"),
        target=data.get("target"),
        not_applicable=bool(data.get("not_applicable")),
        reason=str(form.data.get("reason", ""))[:1000],
        note=str(form.data.get("note", ""))[:4000],
    )


@login_required
@require_POST
def answer_save(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Save one answer; without a script, go on to the next question."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_ANSWER)
    if request.POST.get("on_conflict") == "theirs":
        return redirect("questionnaire:question-detail", slug=slug, run=run, question=question)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        errors = [str(entry) for entries in form.errors.values() for entry in entries]
        return _refused(request, plant, run, question, errors, _given(form))
    try:
        saved = record_answer(
            plant=plant,
            run_id=run,
            question=question,
            given=form.given(),
            expected=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
            by=person(request),
            may_manage=may(request, plant, Permission.ASSESSMENT_MANAGE),
            may_review=may(request, plant, Permission.ASSESSMENT_REVIEW),
        )
    except Assessment.DoesNotExist as error:
        raise Http404 from error
    except AnsweredApartError:
        return _said_apart(request, plant, run, question, form)
    except StaleAnswerError as error:
        who = error.stored.answered_by.name if error.stored.answered_by else ""
        return _conflict(request, error.run, error.stored, form.given(), who)
    except RuleError as error:
        words = misfit(error, form.cleaned_data["kind"])
        return _refused(request, plant, run, question, [words], form.given())
    return _saved(request, saved)


def _said_apart(
    request: HttpRequest, plant: Plant, run: int, question: str, form: AnswerForm
) -> HttpResponse:
    """Save what the person says on their own."""
    given = form.given()
    try:
        found, row = say(
            plant=plant,
            run_id=run,
            question=question,
            given=given,
            expected=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
            by=person(request),
            may_review=may(request, plant, Permission.ASSESSMENT_REVIEW),
        )
    except StaleOwnAnswerError as error:
        return _conflict(request, error.run, as_answer(error.stored), given, person(request).name)
    except RuleError as error:
        words = misfit(error, form.cleaned_data["kind"])
        return _refused(request, plant, run, question, [words], given)
    return _saved(request, Saved(found, as_answer(row)))


def _saved(request: HttpRequest, saved: Saved) -> HttpResponse:
    run = saved.run
    card = question_cards(run.framework, language())[saved.answer.question]
    if not is_htmx(request):
        every = [item for part in run_sections(run) for item in part.questions]
        before, after = neighbors(every, card.id)
        wanted = before if request.POST.get("go") == "previous" else after
        return redirect(question_url(run.plant, run.pk, wanted or card.id))
    item = Item(card=card, answer=saved.answer, href="")
    context = {
        "item": item,
        "run": run,
        "plant": run.plant,
        "saved_at": saved.answer.answered_at or clock.now(),
        **nav_context(run, card.section, person(request)),
    }
    response = HttpResponse(render_to_string("questionnaire/_saved.html", context))
    response["X-Answer-Version"] = str(saved.answer.version)
    if saved.is_replay:
        response["X-Answer-Replay"] = "yes"
    return response


def _conflict(
    request: HttpRequest, run: Assessment, stored: Answer, given: Given, who: str
) -> HttpResponse:
    """Show both values; the stored version goes with them so that either can be kept."""
    card = question_cards(run.framework, language())[stored.question]
    context = conflict_context(_both(card, stored, given), who=who, version=stored.version)
    if is_htmx(request):
        context["item"] = Item(card=card, answer=stored, href="")
        text = render_to_string("questionnaire/_conflict.html", context)
        return HttpResponse(text, status=CONFLICT)
    return _page(request, run, card.id, status=CONFLICT, extra={**context, "given": given})


def _both(card: Card, stored: Answer, given: Given) -> list[dict[str, str]]:
    """Return every field in which the stored and the new answer differ, in words."""
    rows = differences(card, stored, given, language())
    same = answer_words(card, stored, language())
    return rows or [{"label": _("Answer"), "theirs": same, "mine": same}]


def _refused(
    request: HttpRequest, plant: Plant, run: int, question: str, errors: list[str], given: Given
) -> HttpResponse:
    """Say why the answer is not stored; what was entered stays.

    Raises:
        Http404: the run is not of this plant.
    """
    found = load_run(plant, run)
    if is_htmx(request):
        context = {"question": question, "errors": errors}
        text = render_to_string("questionnaire/_refused.html", context)
        return HttpResponse(text, status=UNPROCESSABLE)
    extra = {"errors": errors, "given": given}
    return _page(request, found, question, status=UNPROCESSABLE, extra=extra)
