"""Pages for refused and failed requests."""

from __future__ import annotations

import sys
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language

from core import disk
from core.uploads import FileIsGoneError

FAILED, BUSY = 500, 503
FULL = 507  # insufficient storage
TOO_LARGE = 413
PIECE, MOST_DROPPED = 64 * 1024, 64 * 1024 * 1024  # bytes


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the form has expired and that going back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is not here, or that the file of a document or proof is gone."""
    context = {"file_is_gone": isinstance(exception, FileIsGoneError)}
    return render(request, "404.html", context, status=404)


def needs_button(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Say that an address is reached by a button only, as after signing in anew on the way there."""
    page = render(request, "405.html", status=refusal.status_code)
    page.headers["Allow"] = refusal.headers["Allow"]
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request was not understood, or that it was larger than anything taken here.

    What is still on its way is read and dropped: a browser that sends sees no answer before.
    """
    limits: dict[type[Exception], dict[str, int | None]] = {
        RequestDataTooBig: {"mb": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2},
        TooManyFieldsSent: {"fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS},
        TooManyFilesSent: {"files": settings.DATA_UPLOAD_MAX_NUMBER_FILES},
    }
    limit = limits.get(type(exception))
    if limit is None:
        return render(request, "400.html", status=400)
    with suppress(OSError):
        for _piece in range(MOST_DROPPED // PIECE):
            if not request.read(PIECE):
                break
    return render(request, "413.html", limit, status=TOO_LARGE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that an error is recorded, with the reference under which the logs hold it.

    Where too many people write at once nothing is broken: 503 asks to send it again. A full disk has
    words of its own: it is no fault of the product, and nothing was stored by halves. A
    data folder that became read-only is such a case too. Rendered
    without the request, so that nothing is asked of a database that may be the cause.
    """
    error = sys.exception()
    is_read_only = cannot_write(error)
    status = FULL if disk.is_full(error) or is_read_only else BUSY if is_busy(error) else FAILED
    page = loader.get_template(f"{status}.html").render(
        {
            "is_read_only": is_read_only,
            "request_id": getattr(request, "request_id", ""),
            "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        }
    )
    response = HttpResponse(page, status=status)
    if status == BUSY:
        response.headers["Retry-After"] = "5"
    return response


def cannot_write(error: BaseException | None) -> bool:
    """Tell whether a request failed because the data folder is read-only."""
    if not isinstance(error, OSError | DatabaseError):
        return False
    return disk.trouble(settings.VAR_DIR) == disk.READ_ONLY


def is_busy(error: BaseException | None) -> bool:
    """Tell whether a write failed only because its turn did not come in time."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)
