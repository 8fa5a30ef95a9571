"""Moving a run to a newer release of its framework: what changes, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import language, load_run, question_url
from assessment.forms.runs import ReleaseForm
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.moving import Move, newer_release, preview
from assessment.services.moving import move_run
from core.errors import RuleError, StaleVersionError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_move(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show what changes under the newer release, and move the run when somebody says so."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    found = load_run(plant, run)
    target = newer_release(found)
    if target is None or found.state == Assessment.State.SIGNED_OFF:
        messages.info(request, _("There is no newer release that this run can move to."))
        return redirect("assessment:assessment-detail", slug=slug, run=run)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        initial={"version": found.version, "release": target.release},
    )
    if request.method == "POST" and form.is_valid():
        try:
            move_run(
                plant=plant,
                run_id=run,
                release=form.cleaned_data["release"],
                expected=form.cleaned_data["version"],
                by=person(request),
            )
        except StaleVersionError:
            messages.error(request, _("Somebody changed the run meanwhile: look again."))
            return redirect("assessment:assessment-move", slug=slug, run=run)
        except RuleError as error:
            add_error(form, error)
        else:
            words = _("The run is answered under framework %(release)s from now on.")
            messages.success(request, words % {"release": target.release})
            return redirect("assessment:assessment-detail", slug=slug, run=run)
    move = preview(found, target, language())
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "form": form,
        "move": move,
        "rules": [text.in_language(language()) for text in move.differences.rules],
        "questions": _questions(found, move),
        "proposals": [(card, question_url(plant, run, card.id)) for card in move.proposals],
        "guards": [(card, question_url(plant, run, card.id)) for card in move.guards],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "assessment/assessment_move.html", context, status=status)


def _questions(run: Assessment, move: Move) -> list[dict[str, Any]]:
    """Return the questions that the newer release changes, by what is changed, with their topics."""
    old, new = (question_cards(release, language()) for release in (run.framework, move.target))
    found = move.differences
    kinds = (
        (_("New questions"), found.added, new),
        (_("No longer asked"), found.removed, old),
        (_("Worded differently"), found.reworded, new),
        (_("Levels described differently"), found.levels, new),
        (_("Weighed differently"), found.reweighed, new),
        (_("Asked of other plants"), found.conditions, new),
    )
    return [
        {"title": title, "cards": [cards[name] for name in names]}
        for title, names, cards in kinds
        if names
    ]
