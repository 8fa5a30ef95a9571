"""The sheet of a question and what is saved on it, for people who signed in and for those by link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assessment.access import language, load_run
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
from organizations.models import Plant
from questionnaire.domain.way import neighbors
from questionnaire.forms import AnswerForm
from questionnaire.selectors.hearing import as_answer
from questionnaire.selectors.telling import answer_words, differences, misfit
from questionnaire.services.hearing import StaleOwnAnswerError, say
from questionnaire.views.cards import Page
from questionnaire.views.respondent import Respondent
from questionnaire.views.sections import (
    Item,
    find_section,
    items_of,
    nav_context,
    why_closed,
)

PAGE = "questionnaire/question_detail.html"
BY_LINK = "questionnaire/by_link_question.html"


def sheet(
    request: HttpRequest,
    run: Assessment,
    question: str,
    respondent: Respondent,
    *,
    status: int = 200,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a question as an open card with the list of its section.

    Raises:
        Http404: nobody asks it here.
    """
    parts = list(SectionAssignment.objects.filter(assessment=run))
    respondent = respondent.among(parts)
    sections = respondent.seen(run_sections(run))
    section = find_section(sections, question)
    items = items_of(run, sections, section, respondent)
    for item in items:
        item.is_open = item.id == question
    own = [part for part in parts if part.user_id == respondent.person.pk]
    extra = dict(extra or {})
    given: Given | None = extra.pop("given", None)
    if given is not None:
        _put(next(item for item in items if item.is_open), given)
    opened = next(item for item in items if item.is_open)
    closed = why_closed(run, section.id, parts, respondent)
    cards = Page(request, run, respondent, closed=bool(closed))
    return render(
        request,
        BY_LINK if respondent.token else PAGE,
        {
            "respondent": respondent,
            "plant": run.plant,
            "area": "current",
            "run": run,
            "section": section,
            "section_title": items[0].card.section_title,
            "items": items,
            "open_item": opened,
            "open_card": cards.card(opened, **_refusals(opened, extra)),
            **nav_context(run, section.id, respondent, question),
            "closed": closed,
            "kept": respondent.kept(run),
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


def rest(
    request: HttpRequest, run: Assessment, question: str, respondent: Respondent
) -> HttpResponse:
    """Return the cards of a section but one."""
    parts = list(SectionAssignment.objects.filter(assessment=run))
    respondent = respondent.among(parts)
    sections = respondent.seen(run_sections(run))
    section = find_section(sections, question)
    page = Page(
        request, run, respondent, closed=bool(why_closed(run, section.id, parts, respondent))
    )
    items = items_of(run, sections, section, respondent)
    return HttpResponse("\n".join(page.card(item) for item in items if item.id != question))


def save(
    request: HttpRequest, plant: Plant, run: int, question: str, respondent: Respondent
) -> HttpResponse:
    """Save one answer; without a script, go on to the next question.

    Raises:
        Http404: the run is not of this plant.
    """
    if request.POST.get("on_conflict") == "theirs":
        return redirect(respondent.question(load_run(plant, run), question))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        errors = [str(entry) for entries in form.errors.values() for entry in entries]
        return _refused(request, load_run(plant, run), question, respondent, errors, _given(form))
    try:
        saved = record_answer(
            plant=plant,
            run_id=run,
            question=question,
            given=form.given(),
            expected=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
            by=respondent.person,
            may_manage=respondent.manages,
            may_review=respondent.reviews,
        )
    except Assessment.DoesNotExist as error:
        raise Http404 from error
    except AnsweredApartError:
        return _said_apart(request, load_run(plant, run), question, respondent, form)
    except StaleAnswerError as error:
        who = error.stored.answered_by.name if error.stored.answered_by else ""
        return _conflict(request, error.run, respondent, error.stored, form.given(), who)
    except RuleError as error:
        return _refused(
            request,
            load_run(plant, run),
            question,
            respondent,
            [misfit(error, form.cleaned_data["kind"])],
            form.given(),
        )
    return _saved(request, respondent, saved)


def _said_apart(
    request: HttpRequest, run: Assessment, question: str, respondent: Respondent, form: AnswerForm
) -> HttpResponse:
    """Save what the person says on their own."""
    given = form.given()
    try:
        found, row = say(
            plant=run.plant,
            run_id=run.pk,
            question=question,
            given=given,
            expected=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
            by=respondent.person,
            may_review=respondent.reviews,
        )
    except StaleOwnAnswerError as error:
        return _conflict(
            request, error.run, respondent, as_answer(error.stored), given, respondent.person.name
        )
    except RuleError as error:
        return _refused(
            request, run, question, respondent, [misfit(error, form.cleaned_data["kind"])], given
        )
    return _saved(request, respondent, Saved(found, as_answer(row)))


def _saved(request: HttpRequest, respondent: Respondent, saved: Saved) -> HttpResponse:
    run = saved.run
    card = question_cards(run.framework, language())[saved.answer.question]
    mine = SectionAssignment.objects.filter(assessment=run, user=respondent.person)
    respondent = respondent.among(mine)
    if not is_htmx(request):
        sections = respondent.seen(run_sections(run))
        before, after = neighbors(sections, respondent.own, card.id)
        wanted = before if request.POST.get("go") == "previous" else after
        return redirect(respondent.question(run, wanted or card.id))
    item = Item(card=card, answer=saved.answer, href="")
    context = {
        "item": item,
        "run": run,
        "plant": run.plant,
        "saved_at": saved.answer.answered_at or clock.now(),
        **nav_context(run, card.section, respondent, card.id),
    }
    response = HttpResponse(render_to_string("questionnaire/_saved.html", context))
    response["X-Answer-Version"] = str(saved.answer.version)
    if saved.is_replay:
        response["X-Answer-Replay"] = "yes"
    return response


def _conflict(
    request: HttpRequest,
    run: Assessment,
    respondent: Respondent,
    stored: Answer,
    given: Given,
    who: str,
) -> HttpResponse:
    """Show both values; the stored version goes with them so that either can be kept."""
    card = question_cards(run.framework, language())[stored.question]
    context = conflict_context(_both(card, stored, given), who=who, version=stored.version)
    if is_htmx(request):
        context["item"] = Item(card=card, answer=stored, href="")
        text = render_to_string("questionnaire/_conflict.html", context)
        return HttpResponse(text, status=CONFLICT)
    return sheet(
        request, run, card.id, respondent, status=CONFLICT, extra={**context, "given": given}
    )


def _both(card: Card, stored: Answer, given: Given) -> list[dict[str, str]]:
    """Return every field in which the stored and the new answer differ, in words."""
    rows = differences(card, stored, given, language())
    same = answer_words(card, stored, language())
    return rows or [{"label": _("Answer"), "theirs": same, "mine": same}]


def _refused(
    request: HttpRequest,
    run: Assessment,
    question: str,
    respondent: Respondent,
    errors: list[str],
    given: Given,
) -> HttpResponse:
    """Say why the answer is not stored; what was entered stays."""
    if is_htmx(request):
        context = {"question": question, "errors": errors}
        text = render_to_string("questionnaire/_refused.html", context)
        return HttpResponse(text, status=UNPROCESSABLE)
    extra = {"errors": errors, "given": given}
    return sheet(request, run, question, respondent, status=UNPROCESSABLE, extra=extra)
