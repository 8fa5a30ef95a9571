"""Per request: language, time zone, tenant scope, and what the page frame shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from core.base import tenant
from core.middleware import is_trusted_proxy
from organizations.access import grants_of
from organizations.domain.zones import zone
from organizations.models import Organization, User
from organizations.selectors.places import visible_plants
from organizations.services.audit import current_address
from organizations.services.guessing import ClosedToGuessesError
from organizations.views import devices, errors, health

GROUP = ("organization", "organization__name", "organization__local_name")
TOO_MANY, NOT_ALLOWED = 429, 405
HEALTH = {"/healthz": health.healthz, "/readyz": health.readyz}
GetResponse = Callable[[HttpRequest], HttpResponse]


def client_address(request: HttpRequest) -> str | None:
    """Return the address the request came from, behind proxies the one the outermost saw.

    X-Forwarded-For is read from its end, as long as named proxies wrote it: the client may have
    written what stands before.
    """
    address = str(request.META.get("REMOTE_ADDR") or "")
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while hops and is_trusted_proxy(address):
        address = hops.pop().strip() or address
    try:
        validate_ipv46_address(address)
    except ValidationError:
        return None
    return address


def health_checks(get_response: GetResponse) -> GetResponse:
    """Answer questions after health whatever host they name: a probe knows an address only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        view = HEALTH.get(request.path)
        return view(request) if view else get_response(request)

    return middleware


def person_settings(get_response: GetResponse) -> GetResponse:
    """Show every page in the person's language and time zone; strangers get the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            language, place = user.language, user.time_zone
        else:
            language, place = translation.get_language_from_request(request), "UTC"
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(zone(place)):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def tenant_scope(get_response: GetResponse) -> GetResponse:
    """Open the scope of the person's organizations; without one every tenant query raises."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = current_address.set(client_address(request))
        try:
            if not isinstance(request.user, User):
                return get_response(request)
            with tenant(*grants_of(request).organizations):
                response = get_response(request)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response = response.render()
                return response
        finally:
            current_address.reset(token)

    return middleware


def devices_and_guesses(get_response: GetResponse) -> GetResponse:
    """Let a browser know that somebody signed in with it; say by the status that guesses wait."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        closed: ClosedToGuessesError | None = getattr(request, "closed_to_guesses", None)
        if closed is not None:
            response.status_code = TOO_MANY
            response.headers["Retry-After"] = str(closed.minutes * 60)
        devices.keep(request, response)
        return response

    return middleware


def explained_refusals(get_response: GetResponse) -> GetResponse:
    """Answer in words who opens an address that only a button reaches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == NOT_ALLOWED and request.method == "GET":
            return errors.needs_button(request, response)
        return response

    return middleware


def frame_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page frame shows: the plant, the person's rights, and lazily the group.

    The list of plants is fetched when the switcher is opened (`overview:plant-menu`).
    """
    if not isinstance(getattr(request, "user", None), User):
        return {}
    roles = grants_of(request)

    @cache
    def groups() -> list[tuple[int, str, str]]:
        """Return the organization of every plant that the person may see, by name of the plant."""
        if not roles.organizations:
            return []
        # Somebody who signs in with this very request has no scope from the middleware yet.
        with tenant(*roles.organizations):
            return list(visible_plants(roles).select_related(None).values_list(*GROUP))

    def first() -> Organization | None:
        found = (Organization(pk=pk, name=name, local_name=local) for pk, name, local in groups())
        return next(found, None)

    return {
        "plant": getattr(request, "plant", None),
        "organization": first,
        "rights": {right.value.replace(".", "_"): True for right in getattr(request, "rights", ())},
        "plant_count": lambda: len(groups()),
    }
