"""How far the reading or storing of a file has come."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.progress import come


@login_required
@never_cache
@require_safe
def progress_detail(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say how many rows of how many are done; nothing where nothing is known yet."""
    known = come(token)
    if known is None:
        return HttpResponse(status=204)
    done, of = known
    return JsonResponse({"done": done, "of": of})
