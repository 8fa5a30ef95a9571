"""How far a long request has come, told to the page that waits for its answer.

What a transaction writes nobody else sees before its end. A small file in the data folder can be read
meanwhile, by another process, too; where web processes share no folder the page waits without figures.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from core import clock
from core.disk import write_whole

T = TypeVar("T")
TOKEN = re.compile("[0-9a-f]{32}")
EVERY = 0.2  # seconds between two notes
KEPT = 3600  # seconds after which a note that a killed process left behind goes
_note: ContextVar[Path | None] = ContextVar("progress", default=None)


@contextmanager
def followed(token: str) -> Iterator[None]:
    """Let a page follow what `each` walks through until the end of the block.

    Args:
        token: what the page made up; without one, or with anything else, nothing is noted.
    """
    if not TOKEN.fullmatch(token):
        yield
        return
    before = _note.set(_place(token))
    try:
        yield
    finally:
        _note.reset(before)
        _place(token).unlink(missing_ok=True)


def each(items: Sequence[T]) -> Iterator[T]:
    """Yield items, and note now and then how many of them are done."""
    file, last = _note.get(), 0.0
    for done, item in enumerate(items):
        now = time.monotonic()
        if file is not None and now - last >= EVERY:
            _write(file, done, len(items))
            last = now
        yield item


def come(token: str) -> tuple[int, int] | None:
    """Return how many of how many are done; None where nothing is known of a token."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        done, of = _place(token).read_text().split()
    except (OSError, ValueError):
        return None
    return int(done), int(of)


def _place(token: str) -> Path:
    return Path(settings.VAR_DIR) / "progress" / token


def _write(file: Path, done: int, of: int) -> None:
    """Write a note; where there is no room for it, the page waits without figures."""
    with suppress(OSError):
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            _tidy(file.parent)
        write_whole(file, f"{done} {of}".encode())


def _tidy(folder: Path) -> None:
    oldest = clock.now().timestamp() - KEPT
    for old in folder.iterdir():
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
