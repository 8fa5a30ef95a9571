"""Letting people without an account answer by link: who was invited, addresses, codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import language, load_run
from assessment.models import Assessment
from assessment.selectors.runs import section_progress
from core.errors import RuleError
from core.forms import KeyedForm, add_error, new_key
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.mailing import is_mail_on
from organizations.selectors.places import plant_today
from organizations.services.once import once, token_of
from questionnaire.domain.links import CODE_HOLDS, USUAL_DAYS
from questionnaire.forms import InviteForm
from questionnaire.models import AnswerLink
from questionnaire.selectors.functions import function_names
from questionnaire.selectors.links import LinkRow, link_rows
from questionnaire.services import devices, links

TOKEN = 40  # hexadecimal digits: 160 bits


def _found(request: HttpRequest, slug: str, run: int) -> tuple[Plant, Assessment]:
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    return plant, load_run(plant, run)


@login_required
@require_safe
def link_list(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show who answers a run by link and how far they are."""
    plant, found = _found(request, slug, run)
    context = {
        **_about(plant, found),
        "rows": link_rows(found, language()),
        "key": new_key(),
        "is_open": found.state == Assessment.State.OPEN,
    }
    return render(request, "questionnaire/link_list.html", context)


def _about(plant: Plant, run: Assessment) -> dict[str, Any]:
    return {"plant": plant, "area": "current", "run": run}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_create(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Invite somebody to answer by link; its address is shown once."""
    plant, found = _found(request, slug, run)
    today = plant_today(plant)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        sections=[(part.id, part.title) for part in section_progress(found, language())],
        functions=function_names(plant).items(),
        today=today,
        initial={
            "expires_on": today + timedelta(USUAL_DAYS),
            "language": language(),
            "sections": [request.GET.get("section", "")],
        },
    )
    if request.method == "POST" and form.is_valid():
        link = _made_once(plant, run, form, person(request))
        if link is not None:
            return _shown_once(request, link, form.cleaned_data["key"])
    status = UNPROCESSABLE if form.is_bound else 200
    context = {**_about(plant, found), "form": form}
    return render(request, "questionnaire/link_create.html", context, status=status)


def _made_once(plant: Plant, run: int, form: InviteForm, by: User) -> AnswerLink | None:
    """Make the link of a form once and mail its address; an error is put into the form."""
    values = form.cleaned_data
    new: list[AnswerLink] = []

    def make() -> AnswerLink:
        link = links.invite(
            plant=plant,
            run_id=run,
            name=values["name"],
            mail=values["mail"],
            language=values["language"],
            wanted=values["sections"],
            functions=values["functions"],
            last_day=values["expires_on"],
            token=_token(by, values["key"]),
            by=by,
        )
        new.append(link)
        return link

    try:
        link = once(by=by, key=values["key"], make=make, model=AnswerLink)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return None
    if new:
        devices.mail_address(link=link, address=_address(_token(by, values["key"])))
    return link


def _token(by: User, key: str) -> str:
    return token_of(by, key)[:TOKEN]


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("questionnaire:by-link", args=[token])


def _shown_once(request: HttpRequest, link: AnswerLink, key: str) -> HttpResponse:
    """Show the address, which is stored as a hash only."""
    link.refresh_from_db()
    run = link.assessment
    context = {
        **_about(run.plant, run),
        "link": link,
        "address": _address(_token(person(request), key)),
        "is_mail_on": is_mail_on(),
    }
    return _unkept(render(request, "questionnaire/link_detail.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _link_of(request: HttpRequest, slug: str, run: int, pk: int) -> AnswerLink:
    """Return a link of a run that the person may change.

    Raises:
        Http404: it is another run's, or gone.
    """
    plant, found = _found(request, slug, run)
    rows = AnswerLink.objects.select_related("person", "invited_by")
    link = get_object_or_404(rows, assessment=found, pk=pk)
    found.plant = plant
    link.assessment = found
    return link


@login_required
@require_POST
def link_renew(request: HttpRequest, slug: str, run: int, pk: int) -> HttpResponse:
    """Give a link another address, which is shown once; the one before stops working."""
    link, by = _link_of(request, slug, run, pk), person(request)
    form = KeyedForm(request.POST)
    if not form.is_valid():
        raise Http404
    token = _token(by, form.cleaned_data["key"])
    try:
        row = links.renew(link=link, token=token, by=by)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("questionnaire:link-list", slug=slug, run=run)
    row.assessment = link.assessment
    if row.mailed_at is None:
        devices.mail_address(link=row, address=_address(token))
    return _shown_once(request, row, form.cleaned_data["key"])


@login_required
@require_POST
def code_make(request: HttpRequest, slug: str, run: int, pk: int) -> HttpResponse:
    """Make a code for another device, which is shown once."""
    link = _link_of(request, slug, run, pk)
    if not _row(link).is_live:
        messages.error(request, _("This link does not open any more."))
        return redirect("questionnaire:link-list", slug=slug, run=run)
    code = devices.make_code(link=link, by=person(request))
    minutes = int(CODE_HOLDS.total_seconds()) // 60
    context = {**_about(link.assessment.plant, link.assessment), "link": link, "minutes": minutes}
    response = render(request, "questionnaire/code_detail.html", {**context, "code": code})
    return _unkept(response)


def _row(link: AnswerLink) -> LinkRow:
    rows = link_rows(link.assessment, language())
    return next(row for row in rows if row.link.pk == link.pk)


@login_required
@require_POST
def link_revoke(request: HttpRequest, slug: str, run: int, pk: int) -> HttpResponse:
    """Withdraw a link; what was answered by it stays."""
    link = _link_of(request, slug, run, pk)
    links.revoke(link=link, by=person(request))
    words = _("The link of %(name)s does not open any more.")
    messages.success(request, words % {"name": link.person.name})
    return redirect("questionnaire:link-list", slug=slug, run=run)
