"""Pages for refused and failed requests."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the form has expired and that going back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that an error is recorded, with the reference under which the logs hold it.

    Rendered without the request, so that nothing is asked of a database that may be the cause.
    """
    page = loader.get_template("500.html").render(
        {
            "request_id": getattr(request, "request_id", ""),
            "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        }
    )
    return HttpResponse(page, status=500)
