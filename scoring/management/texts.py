"""The text of a file that is named on the command line."""

from __future__ import annotations

from pathlib import Path

from core.errors import RuleError
from sheets.pages import CodePageError, decode


def read_text(path: Path, encoding: str | None) -> str:
    """Return the text of a file.

    Args:
        path: of the file.
        encoding: code page, where the file does not tell it.

    Raises: RuleError for no text, and for one that does not tell its code page, with the letters of
        each that is possible; OSError for a file that cannot be read.
    """
    try:
        text, _page = decode(path.read_bytes(), encoding or "")
    except CodePageError as error:
        lines = [f"--encoding {page}: {letters}" for page, letters in error.letters.items()]
        raise RuleError("\n".join([str(error), *lines])) from error
    return text
