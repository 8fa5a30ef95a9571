"""What every request and every answer carries: an id, one log line, security headers."""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable
from functools import cache

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from structlog.contextvars import bind_contextvars, bound_contextvars

from core import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
_GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Invitations, share links and password resets carry their secret in the address: a long part with
# capital letters or a long hexadecimal number, which no slug has.
_SECRET = re.compile(r"(?<=/)(?=[^/]*(?:[A-Z]|[0-9a-f]{16}))[A-Za-z0-9_:=-]{20,}(?=/|$)")
_QUIET = ("/healthz", "/readyz", settings.STATIC_URL)
_requests = structlog.get_logger("landfall.request")
log = structlog.get_logger(__name__)
_FORWARDED = re.compile(r"HTTP_(X_FORWARDED_\w+|X_REAL_IP|FORWARDED)")
_told: set[str] = set()
METHODS = ("GET", "HEAD", "POST")


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


class StrangersDown(logging.Filter):
    """Let what Django calls suspicious be a warning in one line: a stranger sent it, nothing broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lower a record of a refused request; every record is kept."""
        if record.name.startswith("django.security.") and record.levelno > logging.WARNING:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


def is_trusted_proxy(address: str) -> bool:
    """Tell whether an address is one of `TRUSTED_PROXIES`; what is no address is none."""
    try:
        there = ipaddress.ip_address(address)
    except ValueError:
        return False
    there = getattr(there, "ipv4_mapped", None) or there
    return any(there in _network(name) for name in settings.TRUSTED_PROXIES)


_network = cache(ipaddress.ip_network)


def forwarded_headers(get_response: GetResponse) -> GetResponse:
    """Drop what a request says about who sent it, unless a named proxy handed it on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = str(request.META.get("REMOTE_ADDR") or "")
        names = [name for name in request.META if _FORWARDED.fullmatch(name)]
        if names and not is_trusted_proxy(peer):
            for name in names:
                del request.META[name]
            if not _told:  # once a process: an operator who forgot the setting finds it here
                _told.add(peer)
                log.warning("forwarded_headers_ignored", setting="TRUSTED_PROXIES", peer=peer)
        return get_response(request)

    return middleware


def request_id(get_response: GetResponse) -> GetResponse:
    """Give every request an id, say it in the answer, and log one line when it is answered.

    All that is logged on the way carries the id, the method, the path and the user's number; no
    name, address, query or content. Health checks and static files are logged when they fail.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        header = request.headers.get("X-Request-ID", "")
        name = header if _GIVEN_ID.fullmatch(header) else secrets.token_hex(8)
        request.request_id = name  # type: ignore[attr-defined]
        request.began_at = clock.now()  # type: ignore[attr-defined]
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


def served_methods(get_response: GetResponse) -> GetResponse:
    """Answer 405 to what no page serves: browsers send GET, HEAD and POST only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            return get_response(request)
        return HttpResponseNotAllowed(METHODS)

    return middleware


def request_person(get_response: GetResponse) -> GetResponse:
    """Let log lines carry the number of the person signed in, and no cache keep their pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        bind_contextvars(user_id=request.user.pk)
        response = get_response(request)
        if request.user.pk is not None and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

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
