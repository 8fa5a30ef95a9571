"""Opening a personal link on a device: by a button the first, by a code every other one."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import load_run
from assessment.models import Assessment
from core import clock
from core.base import tenant
from core.htmx import UNPROCESSABLE, is_htmx
from organizations.services import audit
from organizations.services.guessing import ClosedToGuessesError
from questionnaire.domain.links import LIVE, LinkState, device_hash
from questionnaire.forms import CodeForm
from questionnaire.models import AnswerLink
from questionnaire.selectors.links import code_until, is_mailed, link_of, state_of
from questionnaire.selectors.own import own_sections
from questionnaire.services import devices
from questionnaire.services.devices import CodeResult
from questionnaire.views.respondent import Respondent

COOKIE, SALT = "landfall_answers", "landfall.answers"
GONE, FORBIDDEN = 410, 403


@dataclass(frozen=True, slots=True)
class Door:
    """A live link that somebody stands before.

    Attributes:
        link: the row.
        run: its run.
        respondent: the link’s person.
        is_bound: whether the link was opened on this device.
    """

    link: AnswerLink
    run: Assessment
    respondent: Respondent
    is_bound: bool

    @property
    def token(self) -> str:
        """The secret part of the address."""
        return self.respondent.token


def by_link(*, bound: bool = True) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Let a view answer whoever has the address of a link, and nobody by anything else.

    It is given the door instead of a token. No session is read or made for it; whoever is signed in
    as somebody else acts as the link's person here, and only here.

    Args:
        bound: whether it opens only on a device that is bound; others are led to the start.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @functools.wraps(view)
        def answer(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
            link = link_of(token)
            if link is None:
                raise Http404
            plant = link.assessment.plant
            with (
                tenant(plant.organization_id),
                translation.override(_language(request, link)),
                timezone.override(zoneinfo.ZoneInfo(plant.time_zone)),
                audit.by_link(),
            ):
                request.LANGUAGE_CODE = translation.get_language() or "en"
                return _marked(_pass(request, token, link, bound, view, named))

        return answer

    return decorate


def _pass(
    request: HttpRequest,
    token: str,
    link: AnswerLink,
    bound: bool,  # noqa: FBT001 -- of the decorator
    view: Callable[..., HttpResponse],
    named: dict[str, Any],
) -> HttpResponse:
    run = load_run(link.assessment.plant, link.assessment_id)
    link.assessment = run
    held = own_sections(run, link.person)
    is_open = run.state == Assessment.State.OPEN
    state = state_of(link, is_run_open=is_open, has_sections=bool(held))
    if state not in LIVE:
        return _gone(request, link, state)
    respondent = Respondent(person=link.person, answers=True, token=token, own=frozenset(held))
    door = Door(link, run, respondent, is_bound=_is_bound(request, link))
    if bound and not door.is_bound:
        return _strange(request, token)
    return view(request, door, **named)


def _language(request: HttpRequest, link: AnswerLink) -> str:
    """Return the language of the person, unless another one was chosen in this browser."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else link.person.language


def _marked(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is a secret: no request tells it on. "no-referrer" would take the origin from forms,
    # by which they are known to be ours.
    response["Referrer-Policy"] = "strict-origin"
    response["Content-Language"] = translation.get_language() or "en"
    return response


def _gone(request: HttpRequest, link: AnswerLink, state: LinkState) -> HttpResponse:
    if is_htmx(request):
        return _unsaved(request, _("This link does not take answers any more."), GONE)
    context = {"link": link, "plant": link.assessment.plant, "state": state.value}
    return render(request, "questionnaire/by_link_gone.html", context, status=GONE)


def _strange(request: HttpRequest, token: str) -> HttpResponse:
    """Lead a device that is not bound to the start; an answer on its way says why it is not saved."""
    if is_htmx(request):
        words = _("This device is not connected to the link any more. Open the link again.")
        return _unsaved(request, words, FORBIDDEN)
    return redirect("questionnaire:by-link", token)


def _unsaved(request: HttpRequest, words: str, status: int) -> HttpResponse:
    question = request.resolver_match.kwargs.get("question", "") if request.resolver_match else ""
    context = {"question": question, "errors": [words]}
    text = render_to_string("questionnaire/_refused.html", context)
    return HttpResponse(text, status=status)


def _is_bound(request: HttpRequest, link: AnswerLink) -> bool:
    mark = request.get_signed_cookie(COOKIE, default="", salt=f"{SALT}.{link.pk}")
    return bool(mark) and device_hash(str(mark)) in link.devices


def _enter(door: Door, mark: str) -> HttpResponse:
    """Go to the start with the mark of the device, which goes to no page but the link's."""
    start = reverse("questionnaire:by-link", args=[door.token])
    response = redirect(start)
    response.set_signed_cookie(
        COOKIE,
        mark,
        salt=f"{SALT}.{door.link.pk}",
        max_age=max(int((door.link.expires_at - clock.now()).total_seconds()), 0),
        path=start,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
@by_link(bound=False)
def device_bind(request: HttpRequest, door: Door) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Bind the first device to the link; another one needs a code."""
    mark = devices.new_mark()
    if not door.is_bound and devices.bind(link=door.link, mark=mark):
        return _enter(door, mark)
    return redirect("questionnaire:by-link", door.token)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(bound=False)
def code_enter(request: HttpRequest, door: Door) -> HttpResponse:
    """Bind another device by a code."""
    if door.is_bound or not door.link.devices:
        return redirect("questionnaire:by-link", door.token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        mark = devices.new_mark()
        try:
            result = devices.enter_code(link=door.link, code=form.cleaned_data["code"], mark=mark)
        except ClosedToGuessesError as closed:
            request.closed_to_guesses = closed  # type: ignore[attr-defined]
            form.add_error("code", _wait_words(closed))
        else:
            if result is CodeResult.RIGHT:
                return _enter(door, mark)
            door.link.refresh_from_db()
            form.add_error("code", _result_words(door.link, result))
    return _code_page(request, door, form)


def _result_words(link: AnswerLink, result: CodeResult) -> str:
    if result is CodeResult.WRONG and code_until(link):
        return _("This code is wrong.")
    return _("No code holds now: it is too old or was tried five times. Ask for another one.")


def _wait_words(closed: ClosedToGuessesError) -> str:
    return ngettext(
        "That was tried too often. Try again in %(n)s minute.",
        "That was tried too often. Try again in %(n)s minutes.",
        closed.minutes,
    ) % {"n": closed.minutes}


@require_POST
@by_link(bound=False)
def code_ask(request: HttpRequest, door: Door) -> HttpResponse:
    """Have a code sent, or the inviter told that one is asked for."""
    if not door.is_bound and door.link.devices:
        try:
            devices.ask_code(link=door.link)
        except ClosedToGuessesError as closed:
            request.closed_to_guesses = closed  # type: ignore[attr-defined]
            return _code_page(request, door, CodeForm(), wait=_wait_words(closed))
    return redirect("questionnaire:by-link-code", door.token)


def _code_page(request: HttpRequest, door: Door, form: CodeForm, *, wait: str = "") -> HttpResponse:
    link = door.link
    name, _at, domain = link.mail.partition("@")
    context = {
        "link": link,
        "plant": door.run.plant,
        "token": door.token,
        "form": form,
        "wait": wait,
        "mail": f"{name[:1]}…@{domain}" if is_mailed(link) else "",
        "until": code_until(link),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "questionnaire/by_link_code.html", context, status=status)
