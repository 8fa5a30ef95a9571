"""What every request and every answer carries: an id, one log line, security headers."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, bound_contextvars

GetResponse = Callable[[HttpRequest], HttpResponse]
_GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Invitations, share links and password resets carry their secret in the address: a long part with
# capital letters or a long hexadecimal number, which no slug has.
_SECRET = re.compile(r"(?<=/)(?=[^/]*(?:[A-Z]|[0-9a-f]{16}))[A-Za-z0-9_:=-]{20,}(?=/|$)")
_QUIET = ("/healthz", "/readyz", settings.STATIC_URL)
_requests = structlog.get_logger("landfall.request")


def masked_path(path: str) -> str:
    """Return the path of an address with every part that may be a secret left out."""
    return _SECRET.sub("…", path)


class SecretsOut(logging.Filter):
    """Leave secrets out of what Django itself logs about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the address in the arguments of a record; every record is kept."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked_path(value) if isinstance(value, str) else value for value in record.args
            )
        return True


def request_id(get_response: GetResponse) -> GetResponse:
    """Give every request an id, say it in the answer, and log one line when it is answered.

    All that is logged on the way carries the id, the method, the path and the user's number; no
    name, address, query or content. Health checks and static files are logged when they fail.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        header = request.headers.get("X-Request-ID", "")
        name = header if _GIVEN_ID.fullmatch(header) else secrets.token_hex(8)
        request.request_id = name  # type: ignore[attr-defined]
        path = masked_path(request.path)
        began = time.perf_counter()
        with bound_contextvars(request_id=name, method=request.method, path=path, user_id=None):
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            if response.status_code >= 400 or not request.path.startswith(_QUIET):
                spent = (time.perf_counter() - began) * 1000
                _requests.info("request", status=response.status_code, ms=round(spent, 1))
        return response

    return middleware


def request_person(get_response: GetResponse) -> GetResponse:
    """Let the log lines of a request carry the number of the person who is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        bind_contextvars(user_id=request.user.pk)
        return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """Add the content security policy and refuse the device features nobody uses here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response

    return middleware
