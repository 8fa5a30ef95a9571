"""Handing work to the queue: briefly, or not at all while it does not answer.

A row is every job, and sweeps send again what waits. So nobody has to wait for the queue: one that
is dead or hangs costs one attempt
(`CELERY_BROKER_TRANSPORT_OPTIONS`), and then a while nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

REST = 10.0  # seconds in which it is not asked again after it failed
UNREACHABLE = (OperationalError, ConnectionError, TimeoutError)

log = structlog.get_logger(__name__)


class Rest:
    """Until when this process leaves the queue in peace, in seconds that no clock can turn back."""

    until = 0.0

    @classmethod
    def begin(cls) -> None:
        """Leave it in peace from now on."""
        cls.until = time.monotonic() + REST

    @classmethod
    def end(cls) -> None:
        """Ask it again at once."""
        cls.until = 0.0


@contextmanager
def unasked() -> Iterator[None]:
    """Leave the queue in peace while it is known not to run yet; a sweep sends what waits."""
    Rest.until = math.inf
    try:
        yield
    finally:
        Rest.end()


def send(task: str, *args: Any, expires: float | None = None) -> bool:
    """Hand a task to the queue.

    Args:
        task: its name.
        args: its arguments.
        expires: seconds after which nobody needs it any more.

    Returns:
        Whether the queue took it; if not, what waits is sent by a sweep.
    """
    if time.monotonic() < Rest.until:
        return False
    try:
        current_app.send_task(task, args=args, expires=expires)
    except UNREACHABLE as error:
        Rest.begin()
        log.warning("queue_unreachable", task=task, error=repr(error))
        return False
    Rest.end()
    return True


def answers() -> bool:
    """Say whether the queue answers; asked by health checks only."""
    try:
        with current_app.connection_for_write() as line:
            channel: Any = line.default_channel  # of Redis, as settings say
            channel.client.ping()
    except UNREACHABLE:
        return False
    return True
