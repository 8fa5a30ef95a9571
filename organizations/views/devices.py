"""Which devices somebody signed in with before: a signed cookie, one mark for each person.

A mark counts as long as the password is the one it was given under: whoever sets another closes the
devices they have no more, and an account that was closed knows none.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from organizations.models import User

COOKIE = "landfall_device"
SALT = "landfall.device"
DAYS = 400  # the longest that browsers keep a cookie
PEOPLE = 8  # who share a browser; the one who signed in longest ago is forgotten


def mark_of(request: HttpRequest, person: User | None) -> str:
    """Return the mark of this browser for a person, "" if they never signed in with it.

    Neither counts a browser in which they signed in under an earlier password.
    """
    mark, _, seal = _marks(request).get(str(person.pk), "").partition(":") if person else ("",) * 3
    return mark if person and constant_time_compare(seal, _seal(person)) else ""


def _seal(person: User) -> str:
    """Return what changes with the password, and tells nothing of it."""
    return salted_hmac(SALT, person.password, algorithm="sha256").hexdigest()[:16]


def remember(request: HttpRequest, person: User) -> None:
    """Let the answer to this request tell the browser that the person signed in with it."""
    request.signed_in_person = person  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Write the cookie if somebody signed in with this very request."""
    person: User | None = getattr(request, "signed_in_person", None)
    if person is None:
        return
    marks = _marks(request)
    mark = marks.pop(str(person.pk), "").partition(":")[0] or secrets.token_hex(16)
    newest = dict([*marks.items(), (str(person.pk), f"{mark}:{_seal(person)}")][-PEOPLE:])
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
