"""Which devices somebody signed in with before: a signed cookie, one mark for each person."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from organizations.models import User

COOKIE = "landfall_device"
SALT = "landfall.device"
DAYS = 400  # the longest that browsers keep a cookie
PEOPLE = 8  # who share a browser; the one who signed in longest ago is forgotten


def mark_of(request: HttpRequest, person: User | None) -> str:
    """Return the mark of this browser for a person, "" if they never signed in with it."""
    return _marks(request).get(str(person.pk), "") if person else ""


def remember(request: HttpRequest, person: User) -> None:
    """Let the answer to this request tell the browser that the person signed in with it."""
    request.signed_in_person = person  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Write the cookie if somebody signed in with this very request."""
    person: User | None = getattr(request, "signed_in_person", None)
    if person is None:
        return
    marks = _marks(request)
    mark = marks.pop(str(person.pk), "") or secrets.token_hex(16)
    newest = dict([*marks.items(), (str(person.pk), mark)][-PEOPLE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT),
        max_age=DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    """Return person -> mark as this browser was told; nothing if somebody else wrote it."""
    try:
        marks: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 3600
        )
    except signing.BadSignature:
        return {}
    return marks
