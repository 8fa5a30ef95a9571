"""Files that people hand in: checked by content, stored under random names, handed out safely."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from core.errors import RuleError
from core.text import readable

MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_NAME = 200
_OFFICE = "application/vnd.openxmlformats-officedocument."
# Extension -> type; the content must be of the kind that the extension names.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "tsv": "text/tab-separated-values",
    "md": "text/plain",
    "log": "text/plain",
    "eml": "message/rfc822",
}
TABLES = ("xlsx", "csv", "tsv", "txt")
ACCEPT = ",".join(f".{extension}" for extension in TYPES)
_MAIN_PART = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_TEXT_ENCODINGS = ("utf-8-sig", "gb18030", "cp1252", "cp1250", "cp1258")
_TEXT_HEAD = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# A page by any other name. A log may begin with "<189>" and quote a script in a line: files are
# handed out as attachments, sandboxed, under the type found here, so that no browser runs them.
_MARKUP = re.compile(
    r"\A[\ufeff\s]*<(?:html|!doctype|!--|svg|script|\?xml|iframe|head|body)", re.IGNORECASE
)
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis", b"hevc")
_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda head: head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    "heic": lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS,
}


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """What is known about a file after its content was looked at."""

    title: str
    extension: str
    content_type: str
    size: int
    sha256: str


def check_upload(
    file: UploadedFile[Any], *, max_bytes: int, kinds: Iterable[str] = tuple(TYPES)
) -> CheckedUpload:
    """Return what a handed-in file is.

    Args:
        file: as uploaded; read from its start, and left at its start.
        max_bytes: largest size allowed.
        kinds: extensions that are taken here.

    Returns:
        Its title (the name without folders and control characters), type by content, size and
        SHA-256. What the browser says about the type is not looked at.

    Raises:
        RuleError: empty, too large, of a kind that is not taken, not what its name says, an
            archive that unpacks to too much, or an office file with macros. `field` is "file".
    """
    title = _clean_name(file.name or "")
    extension = title.rpartition(".")[2].lower() if "." in title else ""
    size = file.size or 0
    if size <= 0:
        raise _refused(_("The file is empty."))
    if size > max_bytes:
        raise _refused(
            _("The file is larger than %(limit)s MB.") % {"limit": max_bytes // (1024 * 1024)}
        )
    taken = sorted(kinds)
    if extension not in taken:
        raise _refused(
            _("Files of this kind are not taken. Use one of: %(kinds)s.")
            % {"kinds": ", ".join(taken)}
        )
    if not _content_fits(file, extension):
        raise _refused(_("The content of the file is not what its name says."))
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return CheckedUpload(title, extension, TYPES[extension], size, digest.hexdigest())


def random_name(extension: str) -> str:
    """Return a name for the store that says nothing about its content and cannot be guessed."""
    return f"{secrets.token_hex(16)}.{extension}"


class FileIsGoneError(Http404):
    """The store no longer has the file of a row."""


def open_stored(stored: FieldFile) -> File[bytes]:
    """Open a stored file to hand it out.

    Raises:
        FileIsGoneError: the store no longer has it.
    """
    try:
        opened: File[bytes] = stored.open("rb")
    except FileNotFoundError as error:
        raise FileIsGoneError from error
    return opened


@contextlib.contextmanager
def kept_with_rows() -> Iterator[list[FieldFile]]:
    """Open a transaction that stores files: when it fails, they are removed again.

    Yields:
        A list to which each file is added before it is stored.
    """
    files: list[FieldFile] = []
    try:
        with transaction.atomic():
            yield files
    except BaseException:
        for file in files:
            if file.name:
                file.storage.delete(file.name)
        raise


def as_attachment(stored: FieldFile, *, title: str, content_type: str) -> FileResponse:
    """Return a stored file as a download; the caller has checked the access.

    Args:
        stored: the file field.
        title: what it is called; its name where that ends as the stored file does.
        content_type: as found when the file was taken.

    Returns:
        An answer that no browser shows or runs inside the product.

    Raises:
        FileIsGoneError: the store no longer has it.
    """
    end = f".{(stored.name or '').rpartition('.')[2]}"
    name = title if title.lower().endswith(end) else f"{title}{end}"
    response = FileResponse(
        open_stored(stored), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(message: str) -> RuleError:
    return RuleError(message, field="file")


def _clean_name(name: str) -> str:
    last = re.split(r"[\\/]", name)[-1]
    cleaned = re.sub(r"[\n\t]", "", readable(last)).strip()
    if len(cleaned) <= MAX_NAME:
        return cleaned
    stem, dot, extension = cleaned.rpartition(".")
    return f"{stem[: MAX_NAME - len(extension) - 1]}{dot}{extension}"[:MAX_NAME]


def _content_fits(file: UploadedFile[Any], extension: str) -> bool:
    """Return whether the content is of the kind its extension names."""
    if extension in _MAIN_PART:
        return _is_office(file, extension)
    if extension in _SIGNATURES:
        file.seek(0)
        return _SIGNATURES[extension](file.read(1024))
    return _is_text(file)


def _is_office(file: UploadedFile[Any], extension: str) -> bool:
    """Measure an office file by its directory, without unpacking it."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":  # a page with an archive behind it opens as both
        return False
    try:
        with zipfile.ZipFile(cast("IO[bytes]", file)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    if len(entries) > MAX_ENTRIES or sum(part.file_size for part in entries) > MAX_UNPACKED_BYTES:
        raise _refused(_("The file unpacks to more than is allowed."))
    names = [part.filename for part in entries]
    if any("vbaproject" in name.lower() for name in names):
        raise _refused(_("The file contains macros. Save it without them."))
    start = _MAIN_PART[extension]
    return "[Content_Types].xml" in names and any(name.startswith(start) for name in names)


def _is_text(file: UploadedFile[Any]) -> bool:
    """Return whether the bytes read as plain text in an encoding that spreadsheets write."""
    file.seek(0)
    content = file.read()
    has_mark = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if has_mark else _TEXT_ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _check_controls(text.rstrip("\x1a"))  # the end, as DOS marked it
        return "\x00" not in text and not _MARKUP.search(text[:_TEXT_HEAD])
    return False


def _check_controls(text: str) -> None:
    """Refuse control characters by line and number; zeros say that it is no text at all."""
    found = _CONTROL.search(text)
    if found and "\x00" not in text:
        line = text.count("\n", 0, found.start()) + 1
        words = _(
            "Line %(line)s holds a control character (%(code)s). Take it out and send it again."
        )
        raise _refused(words % {"line": line, "code": f"U+{ord(found[0]):04X}"})
