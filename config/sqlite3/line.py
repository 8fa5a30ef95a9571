"""A line of writers before the one write lock of SQLite, across threads and processes.

SQLite lets waiters poll, so that the newest may win again and again while the oldest starves. Here
each writer draws a number and waits until every number before it is free. A number is a byte of a
file beside the database, locked by its holder: the system frees it when the holder dies.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from pathlib import Path

# struct flock of Linux: type, whence, start, length, process (0 for locks of an open file).
_FLOCK = struct.Struct("hhqqi4x")
_NUMBER = struct.Struct("=q")
_DRAW = 1 << 62  # the byte held while a number is drawn; no number comes so far
_NEXT, _SERVED = 0, 8  # where the file keeps the next number and the one that writes now
_FIRST = 16  # bytes before it hold the two
_PAUSE = 0.001  # seconds between two looks of the writer that is next
_LONGEST_PAUSE = 0.02


class LineError(TimeoutError):
    """The writer's turn did not come in time."""


class WritersLine:
    """One writer's place in the line of a database; used by one thread at a time.

    Args:
        file: beside the database; made when the first writer comes.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: int | None = None

    def enter(self, seconds: float) -> None:
        """Draw a number and wait for its turn.

        Args:
            seconds: the longest wait.

        Raises:
            LineError: the turn did not come; the place is given up.
        """
        if self._handle is not None:
            return
        # A file description of its own: its locks end with it, in whatever thread or process.
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._wait(handle, time.monotonic() + seconds)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def leave(self) -> None:
        """Let the next writer in; without a place nothing happens."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def _wait(self, handle: int, until: float) -> None:
        number = _draw(handle)
        # Whoever dies or gives up frees its byte, and so do all that had their turn.
        while not _try_lock(handle, fcntl.F_RDLCK, _FIRST, number - _FIRST):
            ahead = number - _read(handle, _SERVED)
            if time.monotonic() > until:
                message = "database is locked: the line of writers did not move in time"
                raise LineError(message)
            time.sleep(min(_PAUSE * max(ahead, 1), _LONGEST_PAUSE))
        _try_lock(handle, fcntl.F_UNLCK, _FIRST, number - _FIRST)
        _write(handle, _SERVED, number)


def _draw(handle: int) -> int:
    """Return the next number, its byte locked."""
    fcntl.fcntl(handle, fcntl.F_OFD_SETLKW, _FLOCK.pack(fcntl.F_WRLCK, 0, _DRAW, 1, 0))
    number = max(_read(handle, _NEXT), _FIRST + 1)
    _write(handle, _NEXT, number + 1)
    _try_lock(handle, fcntl.F_WRLCK, number, 1)
    _try_lock(handle, fcntl.F_UNLCK, _DRAW, 1)
    return number


def _try_lock(handle: int, kind: int, start: int, length: int) -> bool:
    try:
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, _FLOCK.pack(kind, 0, start, length, 0))
    except BlockingIOError:
        return False
    return True


def _read(handle: int, place: int) -> int:
    stored = os.pread(handle, _NUMBER.size, place)
    return int(_NUMBER.unpack(stored)[0]) if len(stored) == _NUMBER.size else 0


def _write(handle: int, place: int, number: int) -> None:
    os.pwrite(handle, _NUMBER.pack(number), place)
