"""Files named on the command line."""

from __future__ import annotations

from pathlib import Path

from core.errors import RuleError
from sheets.archive import DEFAULT_LIMITS


def read_bytes(path: Path) -> bytes:
    """Return a file of at most 5 MB; of a larger one no more is read.

    Raises:
        RuleError: it is larger.
        OSError: it cannot be read.
    """
    most = DEFAULT_LIMITS.file_bytes
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise RuleError(f"{path.name}: the file is larger than {most // 1024**2} MB")
    return data
