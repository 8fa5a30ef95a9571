"""The answers that were drawn by chance: drawing them, and saying whether each stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import language, load_run, question_url
from assessment.models import Assessment
from assessment.selectors.appendix import answer_lines, in_words
from assessment.selectors.cards import question_cards
from assessment.selectors.evidence import evidence_of
from core.editing import Stored, edited
from core.errors import RuleError
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.evidence import shown_evidence
from signoff.forms import VerdictForm
from signoff.models import ChallengedAnswer
from signoff.selectors.answering import givers, reviewers
from signoff.selectors.challenge import DrawnSample, drawables, drawn_sample, earlier_draws
from signoff.selectors.policy import policy_of
from signoff.services.challenge import draw_answers, verify_answer

IN_REVIEW = (Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW)


@login_required
@require_safe
def challenge_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show the drawn answers, or the button that draws them."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    return _page(request, plant, load_run(plant, run))


def _page(
    request: HttpRequest,
    plant: Plant,
    run: Assessment,
    *,
    status: int = 200,
    question: str = "",
    form: VerdictForm | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the page; `question` with a form that was refused stands in its place."""
    sample = drawn_sample(run)
    wanted = policy_of(plant.organization_id).challenged
    is_open = run.state in IN_REVIEW
    rows = _rows(run, sample, person(request)) if sample else []
    for row in rows:
        if is_open and not row["is_own"]:
            row["form"] = _form(row["row"])
        if form is not None and row["row"].question == question:
            row |= {"form": form, **more}
    context = {
        "plant": plant,
        "area": "current",
        "run": run,
        "sample": sample,
        "rows": rows,
        "wanted": wanted,
        "is_open": is_open,
        "count": min(wanted, len(drawables(run))) if is_open and not sample else 0,
        "earlier": earlier_draws(run),
        "may_sign": may(request, plant, Permission.ASSESSMENT_SIGN),
    }
    return render(request, "signoff/challenge_detail.html", context, status=status)


def _rows(run: Assessment, sample: DrawnSample, by: User) -> list[dict[str, Any]]:
    """Return the drawn answers as they stand, with their evidence and what was found."""
    cards = question_cards(run.framework, language())
    lines = {line.question: line for line in answer_lines(run, language())}
    proofs, people, judges = evidence_of(run), givers(run), reviewers(run)
    found = []
    for row, told in zip(sample.rows, sample.answers, strict=True):
        gave = people.get(row.question, set())
        is_own = by.pk in gave
        found.append(
            {
                "row": row,
                "told": told,
                "card": cards[row.question],
                "line": lines.get(row.question),
                "words": in_words(cards[row.question], row.value, language()),
                "proofs": [
                    shown_evidence(link, run.plant) for link in proofs.get(row.question, ())
                ],
                "is_own": is_own,
                "others": [one.name for one in judges if one.pk not in gave] if is_own else [],
                "href": question_url(run.plant, run.pk, row.question),
            }
        )
    return found


def _form(row: ChallengedAnswer, data: Any = None) -> VerdictForm:
    return VerdictForm(data, initial=_values(row), auto_id=f"{row.question}-%s")


def _values(row: ChallengedAnswer) -> dict[str, Any]:
    verdict = "" if row.stands is None else VerdictForm.STANDS if row.stands else "falls"
    return {"version": row.version, "verdict": verdict, "reason": row.reason}


@login_required
@require_POST
def challenge_draw(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Draw the answers."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    try:
        draw_answers(plant=plant, run_id=found.pk, by=person(request))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The answers are drawn. Look at each of them."))
    return redirect("signoff:challenge-detail", slug=slug, run=run)


@login_required
@require_POST
def answer_verify(request: HttpRequest, slug: str, run: int, question: str) -> HttpResponse:
    """Say whether a drawn answer stands."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_REVIEW)
    found = load_run(plant, run)
    form = _form(_find(found, question), request.POST)
    by = person(request)

    def save() -> str:
        verify_answer(
            plant=plant,
            run_id=run,
            question=question,
            stands=form.cleaned_data["verdict"] == VerdictForm.STANDS,
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["version"],
            by=by,
        )
        return _("%(question)s: what you found is stored.") % {"question": question}

    def show(status: int, more: dict[str, Any]) -> HttpResponse:
        return _page(request, plant, found, status=status, question=question, form=form, **more)

    def now() -> Stored:
        stored = _find(found, question)
        who = stored.checked_by.name if stored.checked_by else ""
        return Stored(_values(stored), stored.version, who)

    back = reverse("signoff:challenge-detail", args=[slug, run])
    return edited(request, form, save=save, show=show, back=f"{back}#c-{question}", now=now)


def _find(run: Assessment, question: str) -> ChallengedAnswer:
    """Return a drawn answer.

    Raises:
        Http404: it was not drawn.
    """
    sample = drawn_sample(run)
    row = sample.row(question) if sample else None
    if row is None:
        raise Http404
    return row
