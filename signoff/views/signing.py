"""Signing a run off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import language, load_run, question_url
from assessment.models import Assessment
from assessment.selectors.cards import question_cards
from assessment.selectors.conditions import wanted_for_level
from assessment.selectors.exclusions import exclusion_context
from assessment.selectors.headline import headline, part_headlines
from assessment.services.signing import missing_for_sign_off
from core.errors import RuleError
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import User
from signoff.forms import SignOffForm
from signoff.selectors.challenge import challenge_lacks
from signoff.selectors.examining import Examination, Signing, examine, signing_of
from signoff.services import signing

NAMED = 6  # people whom the page names


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run_sign_off(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Lock the result, or keep a signature that waits for another one."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    if request.method != "POST" and found.state == Assessment.State.SIGNED_OFF:
        return redirect("assessment:score-detail", slug=slug, run=run)
    examination = examine(found)
    form = SignOffForm(
        request.POST if request.method == "POST" else None,
        has_points=bool(_count(examination)),
        initial={"seen": examination.fingerprint},
    )
    if request.method == "POST" and form.is_valid():
        try:
            seal = signing.sign(plant=plant, run_id=run, by=person(request), **form.cleaned())
        except RuleError as error:
            form.add_error(None, error.message)
            form.data = {
                **form.data,
                "note": form.cleaned_data["note"],
                "seen": examination.fingerprint,
            }
        else:
            if seal is None:
                messages.success(request, _("Your signature is kept; another one is needed."))
                return redirect("signoff:run-sign-off", slug=slug, run=run)
            messages.success(request, _("Signed off. The result is locked."))
            return redirect("assessment:score-detail", slug=slug, run=run)
    context = {"form": form, **_context(request, found, examination)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "signoff/run_sign_off.html", context, status=status)


def _count(found: Examination) -> int:
    """Return how many points are confirmed by whoever signs."""
    return found.inspection.points.count + (len(found.sample.fallen) if found.sample else 0)


def _context(request: HttpRequest, run: Assessment, found: Examination) -> dict[str, Any]:
    parts, whole = part_headlines(run, language()), headline(run, language())
    return {
        "plant": run.plant,
        "area": "current",
        "run": run,
        "lacks": missing_for_sign_off(run),
        "questions": _questions(run, found),
        "challenge_lacks": challenge_lacks(run, found.sample),
        "sample": found.sample,
        "points": _points(run, found),
        "has_unanswered": bool(found.inspection.points.unanswered),
        "parts": parts,
        "whole": whole,
        **exclusion_context(run, language()),
        "wanted": () if run.is_express else wanted_for_level(run, parts),
        **_signatures(signing_of(run, found.fingerprint), person(request)),
        "may_invite": may(request, run.plant, Permission.MEMBERS_MANAGE),
        "may_review": may(request, run.plant, Permission.ASSESSMENT_REVIEW),
    }


def _signatures(known: Signing, by: User) -> dict[str, Any]:
    """Return who signed, whether the reader did or answered, and who else could sign."""
    after = known.needed if by.pk in known.signed else known.needed_after(by.pk)
    others = [one.name for one in known.asked([by.pk])]
    apart = [one.name for one in known.apart if one.pk != by.pk]
    return {
        "lines": known.lines,
        "people": known.people,
        "has_signed": by.pk in known.signed,
        "has_answered": by.pk in known.answered,
        "is_last": not after.count,
        "needed": after,
        "others": (apart if after.is_apart else others)[:NAMED],
    }


def _questions(run: Assessment, found: Examination) -> list[dict[str, str]]:
    """Return the questions that forbid the signature, each with the page where that is mended."""
    review = reverse("assessment:review-detail", args=[run.plant.slug, run.pk])
    moderation = reverse("questionnaire:moderation-detail", args=[run.plant.slug, run.pk])
    cards = question_cards(run.framework, language())
    open_ones = [
        {
            "text": lack.text.in_language(language()),
            "href": f"{review}#answer-{lack.subject}"
            if lack.code == "na_waits"
            else question_url(run.plant, run.pk, lack.subject),
        }
        for lack in found.inspection.lacks
    ]
    words = _("%(question)s: the answers lie far apart, and nobody has agreed on one")
    return open_ones + [
        {
            "text": words % {"question": f"{item} {cards[item].topic}"},
            "href": f"{moderation}#m-{item}",
        }
        for item in found.apart
    ]


def _points(run: Assessment, found: Examination) -> list[dict[str, Any]]:
    """Return the open points with their questions, each leading to its place."""
    cards, points = question_cards(run.framework, language()), found.inspection.points
    review = reverse("assessment:review-detail", args=[run.plant.slug, run.pk]) + "#answer-"
    drawn = reverse("signoff:challenge-detail", args=[run.plant.slug, run.pk]) + "#c-"
    fallen = found.sample.fallen if found.sample else ()
    kinds = (
        (_("Questions without an answer"), points.unanswered, ""),
        (_("Marked “evidence is due” without accepted evidence"), points.unproven, review),
        (_("Evidence that nobody has looked at"), points.unreviewed, review),
        (_("Targets below their level"), points.aimed_low, ""),
        (_("Drawn answers that did not stand"), fallen, drawn),
    )
    return [
        {
            "title": title,
            "items": [
                (cards[item], f"{page}{item}" if page else question_url(run.plant, run.pk, item))
                for item in items
            ],
        }
        for title, items, page in kinds
        if items
    ]


@login_required
@require_POST
def signature_take_back(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take the own signature back while another one is missing."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_SIGN)
    found = load_run(plant, run)
    try:
        signing.take_back(plant=plant, run_id=found.pk, by=person(request))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your signature is taken back."))
    return redirect("signoff:run-sign-off", slug=slug, run=run)
