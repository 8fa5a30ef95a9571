"""Pages for refused and failed requests."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language

from core import disk
from core.uploads import FileIsGoneError

FAILED, BUSY = 500, 503
FULL = 507  # insufficient storage


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the form has expired and that going back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is not here, or that the file of a document or proof is gone."""
    context = {"file_is_gone": isinstance(exception, FileIsGoneError)}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that an error is recorded, with the reference under which the logs hold it.

    Where too many people write at once nothing is broken: 503 asks to send it again. A full disk has
    words of its own: it is no fault of the product, and nothing was stored by halves. Rendered
    without the request, so that nothing is asked of a database that may be the cause.
    """
    error = sys.exception()
    status = FULL if disk.is_full(error) else BUSY if is_busy(error) else FAILED
    page = loader.get_template(f"{status}.html").render(
        {
            "request_id": getattr(request, "request_id", ""),
            "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        }
    )
    response = HttpResponse(page, status=status)
    if status == BUSY:
        response.headers["Retry-After"] = "5"
    return response


def is_busy(error: BaseException | None) -> bool:
    """Tell whether a write failed only because its turn did not come in time."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)
