"""Pages for refused and failed requests."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language

from core import disk

FULL = 507  # insufficient storage


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the form has expired and that going back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,  # noqa: ARG001 -- the signature of axes
    credentials: dict[str, Any] | None = None,  # noqa: ARG001 -- the signature of axes
) -> HttpResponse:
    """Say how long sign-in is closed after too many wrong passwords."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    response = render(request, "account/locked.html", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that an error is recorded, with the reference under which the logs hold it.

    Rendered without the request, so that nothing is asked of a database that may be the cause. A full
    disk has words of its own: it is no fault of the product, and nothing was stored by halves.
    """
    status = FULL if disk.is_full(sys.exc_info()[1]) else 500
    page = loader.get_template(f"{status}.html").render(
        {
            "request_id": getattr(request, "request_id", ""),
            "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        }
    )
    return HttpResponse(page, status=status)
