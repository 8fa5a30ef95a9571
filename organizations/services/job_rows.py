"""Rows that are jobs: taken once, given back when a worker is silent, failed when tried too often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import F, Q

from core import clock

Job = TypeVar("Job", bound=models.Model)
QUEUED, RUNNING, FAILED = "queued", "running", "failed"
MAX_ATTEMPTS = 3
UNSENT_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class JobRows(Generic[Job]):
    """A table of jobs: with state, attempts, heartbeat_at, finished_at, file.

    Attributes:
        model: the table; its states hold queued, running and failed.
        silent_after: how long a worker may say nothing.
    """

    model: type[Job]
    silent_after: timedelta

    def claim(self, key: int, *related: str, **changes: Any) -> Job | None:
        """Take a job for this worker; None when it is finished or another worker is alive on it.

        Args:
            key: of the job.
            related: rows to load with it.
            changes: what else begins anew.
        """
        free = Q(state=QUEUED) | self._silent
        rows = self._rows.filter(free, pk=key, attempts__lt=MAX_ATTEMPTS)
        taken = rows.update(
            state=RUNNING, attempts=F("attempts") + 1, heartbeat_at=clock.now(), **changes
        )
        return self._rows.select_related(*related).get(pk=key) if taken else None

    def held(self, job: Any) -> models.QuerySet[Job]:
        """Return the row while this worker holds it."""
        return self._rows.filter(pk=job.pk, state=RUNNING, attempts=job.attempts)

    def finish(self, job: Any, *, state: str, **changes: Any) -> bool:
        """End a job; False where this worker holds it no more."""
        return bool(self.held(job).update(state=state, finished_at=clock.now(), **changes))

    def stuck(self) -> list[int]:
        """Return the jobs to send again: never taken up, or their worker is silent.

        A job that was tried too often is failed here.
        """
        now = clock.now()
        worn = self._rows.filter(self._silent, attempts__gte=MAX_ATTEMPTS)
        worn.update(state=FAILED, finished_at=now)
        unsent = Q(state=QUEUED, heartbeat_at__lt=now - UNSENT_AFTER)
        waiting = list(self._rows.filter(self._silent | unsent).values_list("pk", flat=True))
        self._rows.filter(pk__in=waiting, state=QUEUED).update(heartbeat_at=now)
        return waiting

    @property
    def _rows(self) -> models.QuerySet[Job]:
        rows: models.QuerySet[Job] = self.model._default_manager.all()  # noqa: SLF001 -- Django's public name
        return rows

    @property
    def _silent(self) -> Q:
        return Q(state=RUNNING, heartbeat_at__lt=clock.now() - self.silent_after)


def remove_with_files(jobs: Iterable[Any]) -> int:
    """Remove jobs and, with the transaction, their files; return how many."""
    count = 0
    for job in list(jobs):
        storage, name = job.file.storage, job.file.name
        job.delete()
        if name:
            transaction.on_commit(partial(storage.delete, name))
        count += 1
    return count
