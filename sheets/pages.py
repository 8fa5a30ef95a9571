"""The code page of a text file: told where a file tells it, else asked, with its letters shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sheets.archive import WorkbookError

# Code page -> where such files come from; the names are those of Python.
CODE_PAGES = {
    "gb18030": "GB18030",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1258": "Windows-1258",
    "cp1251": "Windows-1251",
    "big5": "Big5",
}
SHOWN_LINES, SHOWN_LETTERS = 3, 70


class CodePageError(WorkbookError):
    """The file does not tell its code page; `letters` has a sample by code page that is possible."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self.letters = letters
        words = _("The file does not say its code page. Save it as UTF-8; it could be %(names)s.")
        super().__init__(words % {"names": ", ".join(CODE_PAGES[key] for key in letters)})


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text of a file saved by Excel or an editor, and its code page.

    UTF-8 and UTF-16 are told from the bytes. Other code pages give letters for nearly any bytes, so
    that a person says which letters are right.

    Args:
        data: the whole file.
        encoding: a key of CODE_PAGES that a person chose; it counts where the file does not tell.

    Raises:
        CodePageError: several are possible and none was chosen.
        WorkbookError: it is no text.
    """
    for known in (*_wide(data), "utf-8-sig", encoding):
        text = _text(data, known) if known else None
        if text is not None:
            bare = known.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
            return text.rstrip("\x1a"), CODE_PAGES.get(
                bare, bare.upper()
            )  # the end, as DOS marked it
    letters: dict[str, str] = {}
    texts: list[str] = []
    for page in CODE_PAGES:
        text = _text(data, page)
        # Bytes that are no text give controls among their letters.
        if text is None or text in texts or any(map(_is_control, text[:4096])):
            continue
        texts.append(text)
        letters[page] = _sample(data, page)
    if not letters:
        raise WorkbookError(_("Unknown file type. Send an Excel workbook (.xlsx) or a CSV file."))
    raise CodePageError(letters)


def _wide(data: bytes) -> tuple[str, ...]:
    """Return the code page of a text whose letters take two bytes, by its mark or its zeros."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data[1:64:2].count(0) > len(data[:64]) // 4:
        return ("utf-16-le",)
    if data[0:64:2].count(0) > len(data[:64]) // 4:
        return ("utf-16-be",)
    return ()


def _text(data: bytes, encoding: str) -> str | None:
    """Return the text in a code page; None where the bytes are none there."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _is_control(letter: str) -> bool:
    return (letter < " " and letter not in "\t\r\n\f\v\x1a") or "\x7f" <= letter < "\xa0"


def _sample(data: bytes, encoding: str) -> str:
    """Return the places where code pages differ, as they read in one."""
    shown = []
    for line in data.splitlines():
        first = next((place for place, byte in enumerate(line) if byte >= 0x80), None)
        if first is None:
            continue
        # Letters of two bytes are not cut: the line is read from its start.
        text = line.decode(encoding, errors="replace")
        start = max(len(line[:first].decode(encoding, errors="replace")) - 12, 0)
        shown.append(text[start : start + SHOWN_LETTERS].strip())
        if len(shown) == SHOWN_LINES:
            break
    return " · ".join(shown)
