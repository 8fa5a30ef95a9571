"""Which files count as evidence: told by their content, never by what the browser claims."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from core.errors import RuleError

HEAD = 4096
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TEXT_ENDINGS = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/plain", ".log": "text/plain"}
OFFICE = {
    "word/": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".heic", ".docx", ".xlsx", ".pptx")
ACCEPTED = (*ENDINGS, *TEXT_ENDINGS)


class EvidenceError(RuleError):
    """The file is not accepted; `message` is one of the codes below.

    `type`: a kind of file that is not accepted. `mismatch`: the name says something else than
    the content. `macros`: an Office file with programs. `empty`, `large`: by size.
    """


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is."""

    content_type: str
    endings: tuple[str, ...]


def _by_marks(head: bytes) -> FileType | None:
    if head.startswith(b"%PDF-"):
        return FileType("application/pdf", (".pdf",))
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType("image/png", (".png",))
    if head.startswith(b"\xff\xd8\xff"):
        return FileType("image/jpeg", (".jpg", ".jpeg"))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileType("image/webp", (".webp",))
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc"):
        return FileType("image/heic", (".heic",))
    return None


def _office(data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise EvidenceError("type", field="file") from error
    if any("vbaproject" in name.lower() for name in names):
        raise EvidenceError("macros", field="file")
    if "[Content_Types].xml" in names:
        for folder, (ending, content_type) in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return FileType(content_type, (ending,))
    raise EvidenceError("type", field="file")


def _text(data: bytes, ending: str) -> FileType:
    """Return a plain text file; anything a browser could run as a page is refused."""
    if ending not in TEXT_ENDINGS:
        raise EvidenceError("type", field="file")
    start = data[:HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    marks = (b"<html", b"<!doctype", b"<svg", b"<script", b"<?xml", b"<iframe", b"<body")
    if start.startswith(b"<") or any(mark in start for mark in marks):
        raise EvidenceError("type", field="file")
    for encoding in ("utf-8", "utf-16" if data.startswith(UTF_16) else "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(char < " " and char not in "\t\n\r\f" for char in text):
            return FileType(TEXT_ENDINGS[ending], (ending,))
    raise EvidenceError("type", field="file")


def identify(data: bytes, name: str, *, limit: int) -> FileType:
    """Return what a file is.

    Args:
        data: the whole content.
        name: its name; the ending must fit the content.
        limit: largest accepted size [bytes].

    Raises:
        EvidenceError: a file that is not accepted, with a code as message.
    """
    if not data:
        raise EvidenceError("empty", field="file")
    if len(data) > limit:
        raise EvidenceError("large", field="file")
    ending = PurePath(name).suffix.lower()
    if ending not in ACCEPTED:
        raise EvidenceError("type", field="file")
    found = _by_marks(data[:HEAD])
    if found is None:
        found = _office(data) if data.startswith(b"PK\x03\x04") else _text(data, ending)
    if ending not in found.endings:
        raise EvidenceError("mismatch", field="file")
    return found
