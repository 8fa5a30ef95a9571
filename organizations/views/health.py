"""Health of this process and of what it needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from organizations.services import delivery

READING = require_http_methods(["GET", "HEAD"])


def remembered(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Look at most once in `READYZ_SECONDS` in each process, however often somebody asks."""
    kept: dict[str, Any] = {}

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        now = time.monotonic()
        if not kept or now - kept["at"] >= settings.READYZ_SECONDS:
            seen = view(request)
            kept.update(at=now, content=seen.content, status=seen.status_code)
        kind = "application/json"
        return HttpResponse(kept["content"], status=kept["status"], content_type=kind)

    return answer


@READING
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer as soon as the process runs."""
    return HttpResponse("ok", content_type="text/plain")


@READING
@remembered
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 200 when the database is there and migrated, else 503 with what is missing.

    `lagging` names reactions that fail or wait too long for a worker, with the number of
    organizations concerned; the pages work all the same.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "missing": "database"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "missing": "migrations"}, status=503)
    return JsonResponse({"ready": True, "lagging": delivery.late()})
