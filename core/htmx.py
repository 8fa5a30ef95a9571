"""Small helpers for answers to htmx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html

UNPROCESSABLE = 422
CONFLICT = 409
STOP_POLLING = 286


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asked for a fragment; a restored history entry wants the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
    )


def page_or_partial(
    request: HttpRequest,
    template: str,
    partial: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page, or one named part of the same template if htmx asked.

    Args:
        request: The request.
        template: Template of the whole page.
        partial: Name of a `partialdef` in it.
        context: Values for both renderings.
        status: Status code; 422 for an invalid form, 409 for a stale version.

    Returns:
        The answer, which caches keep apart by the `HX-Request` header.
    """
    name = f"{template}#{partial}" if is_htmx(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def announce(response: HttpResponse, text: str) -> HttpResponse:
    """Add an out-of-band line for screen readers to a fragment."""
    line = format_html('<div id="live" hx-swap-oob="innerHTML">{}</div>', text)
    response.write(line)
    return response
