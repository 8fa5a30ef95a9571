"""Switching the mail of the day off by the link in it, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from activity.services import digests


@csrf_exempt  # mail programs send it by themselves (RFC 8058); the signed link says who asks
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digest_off(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether mails shall stop; only the button, or a mail program's own, stops them."""
    reader = digests.person_of(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        digests.switch_off(reader)
    is_off = reader.digest == reader.Digest.NONE
    with translation.override(reader.language):
        response = render(request, "activity/digest_off.html", {"is_off": is_off})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
