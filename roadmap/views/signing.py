"""Sign a milestone for business or for IT."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import RuleError, StaleVersionError, StateError
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.models import Plant
from roadmap.models import Milestone, MilestoneSignature
from roadmap.selectors.signing import digest_of, sides_of
from roadmap.services import signing
from roadmap.views.detail import RIGHTS
from roadmap.views.frame import base_context, plan_url
from roadmap.views.lookup import find_milestone
from roadmap.views.regions import changed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_sign(request: HttpRequest, slug: str, pk: int, side: str) -> HttpResponse:
    """Show what is signed and, on the button, sign it."""
    if side not in RIGHTS:
        raise Http404
    plant = get_plant(request, slug, RIGHTS[side])
    row = find_milestone(plant, pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            signing.sign_milestone(
                milestone=row,
                side=side,
                digest=request.POST.get("digest", ""),
                by=person(request),
            )
        except StaleVersionError:
            problem, status = _("Somebody changed it since you opened it. Read it again."), CONFLICT
            row = find_milestone(plant, pk)
        except (RuleError, StateError) as error:
            problem, status = error.message, UNPROCESSABLE
        else:
            text = _("Milestone %(title)s is signed.") % {"title": lt(row.both("title"))}
            return changed(request, plant, text, about=row.initiative, stone=row)
    return _show(request, plant, row, side, problem, status)


def _show(
    request: HttpRequest, plant: Plant, row: Milestone, side: str, problem: str, status: int
) -> HttpResponse:
    view = request.POST.get("view") or request.GET.get("view", "")
    refused = _refusal(request, row, side)
    context = base_context(request, plant) | {
        "stone": row,
        "side": MilestoneSignature.Side(side),
        "sides": sides_of(row),
        "digest": digest_of(row),
        "problem": problem or refused,
        "may_sign_now": not refused,
        "view": view,
        "back": plan_url(plant, view, initiative=row.initiative_id),
    }
    in_drawer = is_htmx(request)
    template = "roadmap/_sign_drawer.html" if in_drawer else "roadmap/sign_page.html"
    response = render(request, template, context, status=status)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _refusal(request: HttpRequest, row: Milestone, side: str) -> str:
    """Say why this person cannot sign; empty where nothing stands in the way."""
    try:
        signing.refuse_signature(row, side, digest_of(row), person(request))
    except (RuleError, StateError) as error:
        return error.message
    return ""
