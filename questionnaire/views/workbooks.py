"""A person's own questions as a workbook: handed out, checked when it comes back, taken over.

A file of at most 1 MB is read within the request; see docs/method.md#answer-workbook.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import language, load_run
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from core import clock
from core.downloads import as_file
from core.errors import RuleError
from core.fields import language_names, unsealed
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.dates import moment_short
from organizations.access import get_plant, grants_of, person
from organizations.domain.roles import Permission
from organizations.services.exports import note_export
from questionnaire.domain.filling import FillEffect
from questionnaire.exporters.book import answer_workbook
from questionnaire.forms import AnswerFileForm, BookLanguageForm, ChoicesForm
from questionnaire.importers.answers import CheckedQuestion, FileCheck
from questionnaire.importers.taking import check_file, take_over
from questionnaire.selectors.closing import Answerer, run_closed
from questionnaire.selectors.filling import filling
from questionnaire.selectors.telling import answer_words, differences
from sheets.writing import XLSX_TYPE

SALT = "questionnaire.workbook.import"
VALID_SECONDS = 3600
SHOWN_ROWS, SHOWN_PROBLEMS = 100, 200
PAGE = "questionnaire/workbook_import.html"
HOME = "questionnaire:workbook-import"


def _run_of(request: HttpRequest, slug: str, run: int) -> Assessment:
    """Return the run for somebody who answers questions at its plant."""
    return load_run(get_plant(request, slug, Permission.ASSESSMENT_ANSWER), run)


def answerer(request: HttpRequest, run: Assessment) -> Answerer:
    """Return who asks, with what their roles at the plant of a run allow."""
    return Answerer.of(person(request), grants_of(request).at_plant(run.plant))


@login_required
@require_safe
def workbook_export(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Hand out the workbook with the questions that the person may answer."""
    found = _run_of(request, slug, run)
    form = BookLanguageForm(request.GET)
    chosen = form.cleaned_data["language"] if form.is_valid() else ""
    mine = filling(found, answerer(request, found), chosen or language())
    if not mine.sections:
        messages.error(request, _nothing(found, request))
        return redirect(HOME, slug, run)
    name = f"landfall-answers-{found.plant.slug}-{found.pk}.xlsx"
    response = as_file(answer_workbook(mine, at=clock.now()), name, XLSX_TYPE)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=found.plant)
    return response


def _nothing(run: Assessment, request: HttpRequest) -> str:
    """Say why there is nothing to fill in."""
    closed = run_closed(run, answerer(request, run))
    return closed or _("No section of this run is open to you.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_import(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take a workbook and show what it would do."""
    found = _run_of(request, slug, run)
    if request.method != "POST":
        return _page(request, found, AnswerFileForm())
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    data = form.cleaned_data["file"].read()
    try:
        check = check_file(data, run=found, who=answerer(request, found))
    except RuleError as error:
        form.add_error("file", error.message)
        return _page(request, found, form)
    return _page(request, found, form, check, data)


@login_required
@require_POST
def workbook_import_marked(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Hand a checked file back, with what is wrong marked in its cells."""
    found = _run_of(request, slug, run)
    try:
        data, _before = _open(request, found)
        check = check_file(data, run=found, who=answerer(request, found))
    except (ValidationError, RuleError) as error:
        return _again(request, found, error.message)
    words = _("Answered since the export. Stored: %(words)s")
    cards = question_cards(found.framework, language())
    told = {
        one.id: words % {"words": answer_words(cards[one.id], one.question.answer, language())}
        for one in check.conflicts
    }
    book = answer_workbook(check.filling, at=clock.now(), back=check.sent_back(told))
    return as_file(book, f"landfall-answers-{found.plant.slug}-{run}-marked.xlsx", XLSX_TYPE)


@login_required
@require_POST
def workbook_import_confirm(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take a checked file over: what is good, and what was chosen."""
    found = _run_of(request, slug, run)
    try:
        data, before = _open(request, found)
        check = check_file(data, run=found, who=answerer(request, found))
        form = ChoicesForm(request.POST, conflicts=(one.id for one in check.conflicts))
        if check.before != before or not form.is_valid():
            messages.error(request, _("Answers changed since the check. Look at what is new."))
            return _page(request, found, AnswerFileForm(), check, data, status=CONFLICT)
        taken = take_over(check, form.taken)
    except (ValidationError, RuleError) as error:
        return _again(request, found, error.message)
    words = ngettext("%(n)s answer is stored.", "%(n)s answers are stored.", len(taken))
    messages.success(request, words % {"n": len(taken)})
    return redirect("assessment:assessment-detail", slug, run)


def _again(request: HttpRequest, run: Assessment, words: Any) -> HttpResponse:
    messages.error(request, words)
    return redirect(HOME, run.plant.slug, run.pk)


def _page(
    request: HttpRequest,
    run: Assessment,
    form: AnswerFileForm,
    check: FileCheck | None = None,
    data: bytes = b"",
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page, with what a checked file would do."""
    who = answerer(request, run)
    mine = filling(run, who, language())
    context: dict[str, Any] = {
        "plant": run.plant,
        "area": "current",
        "run": run,
        "form": form,
        "sections": mine.sections,
        "question_count": len(list(mine.questions)),
        "closed": "" if mine.sections else _nothing(run, request),
        "languages": [pair for pair in language_names() if pair[0] != language()],
    }
    if check:
        context |= _context(run, check) | {"payload": _seal(run, who.person.pk, data, check)}
    is_bad = bool(form.errors or (check and check.every_problem))
    return render(request, PAGE, context, status=UNPROCESSABLE if is_bad else status)


def _context(run: Assessment, check: FileCheck) -> dict[str, Any]:
    cards = question_cards(run.framework, language())

    def told(rows: Iterable[CheckedQuestion]) -> list[dict[str, Any]]:
        return [_words(one, cards[one.id]) for one in rows]

    problems = check.every_problem
    choices = ChoicesForm(conflicts=(one.id for one in check.conflicts))
    conflicts = told(check.conflicts)
    for one in conflicts:
        one["field"] = choices[choices.names[one["id"]]]
    return {
        "check": check,
        "problems": problems[:SHOWN_PROBLEMS],
        "problem_count": len(problems),
        "formulas": [one.place for one in check.formulas.values()],
        "conflicts": conflicts,
        "rows": told(check.made[:SHOWN_ROWS]),
        "row_count": len(check.made),
        "added": check.count(FillEffect.NEW),
        "changed": check.count(FillEffect.CHANGED),
        "same": check.count(FillEffect.SAME),
    }


def _words(one: CheckedQuestion, card: Any) -> dict[str, Any]:
    """Return a question of the check in words: what it is, what happens, every value old and new."""
    answer = one.question.answer
    rows = differences(card, answer, one.given, language())
    who = answer.answered_by.name if answer.answered_by and not one.question.is_apart else ""
    return {
        "id": one.id,
        "name": f"{one.id} {card.topic}",
        "effect": str(one.effect),
        "values": [
            {"title": row["label"], "old": row["theirs"], "new": row["mine"]} for row in rows
        ],
        "who": who,
        "at": moment_short(answer.answered_at),
    }


def _seal(run: Assessment, user: int, data: bytes, check: FileCheck) -> str:
    """Return a checked file with what was found, signed, so that confirming needs no second upload."""
    kept = {"run": run.pk, "user": user, "before": check.before}
    kept["file"] = base64.b85encode(data).decode()
    return signing.dumps(kept, salt=SALT)


def _open(request: HttpRequest, run: Assessment) -> tuple[bytes, list[str]]:
    """Return the file that a page carries, and what its check found.

    Raises:
        ValidationError: it is older than an hour, another run's or person's, or none at all.
    """
    kept = unsealed(request.POST.get("payload", ""), salt=SALT, seconds=VALID_SECONDS)
    if (kept["run"], kept["user"]) != (run.pk, person(request).pk):
        raise ValidationError(_("This check is of another run or person. Send the file again."))
    return base64.b85decode(kept["file"]), kept["before"]
