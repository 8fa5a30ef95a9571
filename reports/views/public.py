"""A shared document, for somebody without an account: passphrase, then one file, nothing else."""

from __future__ import annotations

import secrets
import zoneinfo

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.base import tenant
from core.htmx import UNPROCESSABLE
from organizations.services.guessing import ClosedToGuessesError
from reports.domain.fingerprint import short
from reports.forms import PassphraseForm
from reports.models import ShareLink
from reports.selectors.documents import shared_link
from reports.services import links
from reports.views.files import file_of

PAGE = "reports/share_detail.html"
SESSION_KEY = "opened_links"
# Tells one reader's wrong tries from another's. A cookie and no session: whoever has given nothing
# right leaves no row.
READER, READER_SALT, READER_SECONDS = "landfall_reader", "landfall.reader", 24 * 3600
GONE = 410


@sensitive_post_parameters("passphrase")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the passphrase; then name the document and offer it."""
    link = shared_link(token)
    if link is None:
        raise Http404
    if not link.is_open:
        return _page(request, {"is_closed": True}, GONE)
    if _is_unlocked(request, link):
        shown = {"link": link, "report": link.report, "hash": short(link.report.fingerprint)}
        # The reader's zone is unknown; the document names the plant's, and so does this page.
        with timezone.override(zoneinfo.ZoneInfo(link.report.plant.time_zone)):
            return _page(request, {**shown, "token": token}, 200)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_right(request, link, form):
        opened = request.session.get(SESSION_KEY, [])
        request.session[SESSION_KEY] = [*opened, link.seen_as]
        return redirect("reports:share-detail", token)
    return _page(request, {"form": form}, UNPROCESSABLE if form.is_bound else 200)


def _is_right(request: HttpRequest, link: ShareLink, form: PassphraseForm) -> bool:
    """Compare the passphrase; say beside the field that it is wrong or has to wait."""
    reader = _reader(request)
    try:
        with tenant(link.report.plant.organization_id):
            if links.unlock(link=link, passphrase=form.cleaned_data["passphrase"], reader=reader):
                return True
    except ClosedToGuessesError as closed:
        request.closed_to_guesses = closed  # type: ignore[attr-defined]
        form.add_error("passphrase", _wait_words(closed))
    else:
        form.add_error("passphrase", _("This passphrase is wrong."))
    return False


def _reader(request: HttpRequest) -> str:
    """Return the mark of this browser; a new one goes out with the answer."""
    mark = str(
        request.get_signed_cookie(READER, default="", salt=READER_SALT, max_age=READER_SECONDS)
    )
    request.reader = mark or secrets.token_hex(16)  # type: ignore[attr-defined]
    return request.reader  # type: ignore[attr-defined, no-any-return]


def _wait_words(closed: ClosedToGuessesError) -> str:
    return ngettext(
        "Too many wrong passphrases. Try again in %(n)s minute.",
        "Too many wrong passphrases. Try again in %(n)s minutes.",
        closed.minutes,
    ) % {"n": closed.minutes}


@never_cache
@require_safe
def share_download(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """Hand out the file to whoever has given the passphrase in this browser."""
    link = shared_link(token)
    if link is None:
        raise Http404
    if not link.is_open or not _is_unlocked(request, link):
        return redirect("reports:share-detail", token)
    with tenant(link.report.plant.organization_id):
        response = file_of(link.report)
        if request.method == "GET":
            links.count_download(link=link)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    return link.seen_as in request.session.get(SESSION_KEY, [])


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, PAGE, context, status=status)
    mark = getattr(request, "reader", "")
    if mark:
        response.set_signed_cookie(
            READER,
            mark,
            salt=READER_SALT,
            max_age=READER_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
