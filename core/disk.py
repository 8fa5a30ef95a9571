"""Whether there is room to write, whether an error says that there was none, and whole files."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from pathlib import Path

NO_FILE = "this is no ordinary file"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL_WORDS = ("disk is full", "no space left")  # SQLite; PostgreSQL and what it reports of its host
FULL_STATE = "53100"  # disk_full of PostgreSQL
READ_ONLY = "read-only"
LEAST_FREE = 64 * 1024 * 1024  # bytes: room for the largest upload and the database's own log


def is_full(error: BaseException | None) -> bool:
    """Say whether an error, or what it came from, is that the disk or a quota is full."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if getattr(error, "sqlstate", "") == FULL_STATE:
            return True
        if any(words in str(error).lower() for words in FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def write_whole(file: Path, data: bytes, *, mode: int = 0o644, is_first: bool = False) -> bool:
    """Write a file so that nobody, and no start after a kill, ever sees half of it.

    It is written beside under a name of its own, brought to the disk, then renamed.

    Args:
        file: where it goes; its folder is there.
        data: all of it.
        mode: who may read it.
        is_first: whether a file that is there already stays.

    Returns:
        Whether it was written; False where another process was first.

    Raises:
        OSError: it cannot be written, or something that is no ordinary file has the name.
    """
    if not file.name or (file.exists() and not file.is_file()):
        raise OSError(errno.EINVAL, NO_FILE, str(file))
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if is_first:
            with contextlib.suppress(FileExistsError):
                os.link(beside, file)
                return True
            return False
        beside.replace(file)
        return True
    finally:
        beside.unlink(missing_ok=True)


def trouble(folder: Path) -> str:
    """Return what keeps the product from writing into a folder: "full", "read-only" or nothing."""
    try:
        if shutil.disk_usage(folder).free < LEAST_FREE:
            return "full"
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
    except OSError as error:
        return "full" if is_full(error) else READ_ONLY
    return ""
