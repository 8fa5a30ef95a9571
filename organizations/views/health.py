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

from core import disk, queue
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
    """Answer 200 when what every page needs is there, else 503 with what is missing.

    That is the database (there, migrated, taking writes) and room on the disk. A queue that does not
    answer is named under `queue`, and reactions that fail or wait too long for a worker under
    `lagging`, with the number of organizations concerned; the pages work all the same.
    """
    missing = _missing()
    if missing:
        return JsonResponse({"ready": False, "missing": missing}, status=503)
    state = "ok" if queue.answers() else "away"
    return JsonResponse({"ready": True, "queue": state, "lagging": delivery.late()})


def _missing() -> str:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations"
        if not _takes_writes():
            return "database is read-only"
    except DatabaseError:
        return _disk() or "database"
    return _disk()


def _disk() -> str:
    """Say what is wrong with the disk of the data folder; a database in it fails of the same."""
    trouble = disk.trouble(settings.VAR_DIR)
    return f"disk is {trouble}" if trouble else ""


def _takes_writes() -> bool:
    """Say whether the database is no standby; a file of SQLite shares the fate of its folder."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only')")
        return bool(cursor.fetchone()[0] == "off")
