"""Looks into an untrusted workbook before anything opens it: sizes, names, hidden programs."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from core.errors import RuleError

ATTRIBUTES = 200  # of one element; a workbook needs no more than some fifty
PIECE = 64 * 1024


class WorkbookError(RuleError):
    """The file as a whole cannot be read; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file may cost; see docs/method.md#workbooks.

    Attributes:
        file_bytes: size of the upload.
        rows: data rows below the head.
        columns: columns of the table.
        parts: files inside the workbook.
        unpacked_bytes: claimed size of all parts together.
        strings_bytes: size of the table of shared texts, which costs most to read.
        ratio: unpacked to packed, for parts above `ratio_from` bytes.
        ratio_from: size below which the ratio does not matter.
        elements: XML elements of all parts together.
        depth: how deep they may lie within each other.
        letters: letters of all cells together.
    """

    file_bytes: int = 5 * 1024 * 1024
    rows: int = 2000
    columns: int = 300
    parts: int = 2000
    unpacked_bytes: int = 40 * 1024 * 1024
    strings_bytes: int = 16 * 1024 * 1024
    ratio: int = 200
    ratio_from: int = 1024 * 1024
    elements: int = 1_000_000
    depth: int = 64
    letters: int = 3_000_000


DEFAULT_LIMITS = FileLimits()


def check_archive(data: bytes, limits: FileLimits = DEFAULT_LIMITS) -> int:
    """Refuse a workbook that is a bomb, carries macros or links, or is no workbook at all.

    Args:
        data: the whole file.
        limits: what it may cost.

    Returns:
        Its XML elements, by which its reading is paid.

    Raises:
        WorkbookError: with the reason.
    """
    meter = _Meter(limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_names(parts, limits)
            _check_sizes(parts, limits)
            for part in parts:
                _check_part(archive, part, meter)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise WorkbookError(_("The file is damaged or not an Excel workbook (.xlsx).")) from error
    except (RuntimeError, zlib.error) as error:
        raise WorkbookError(_("The file is damaged or protected by a password.")) from error
    return meter.elements


def _check_names(parts: list[zipfile.ZipInfo], limits: FileLimits) -> None:
    names = [part.filename for part in parts]
    if len(parts) > limits.parts:
        raise WorkbookError(_("The workbook has too many parts."))
    if "[Content_Types].xml" not in names:
        raise WorkbookError(_("The file is not an Excel workbook (.xlsx)."))
    if len(set(names)) != len(names):
        raise WorkbookError(_("The workbook names a part twice."))
    for name in names:
        steps = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in steps or ":" in name:
            raise WorkbookError(_("The workbook has a part outside of itself."))
        if "vbaProject" in name or "externalLinks" in steps:
            raise WorkbookError(
                _("Workbooks with macros or links to other files are not accepted.")
            )


def _check_sizes(parts: list[zipfile.ZipInfo], limits: FileLimits) -> None:
    too_large = _("Unpacked, the workbook is too large.")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise WorkbookError(too_large)
    for part in parts:
        if part.flag_bits & 1:
            raise WorkbookError(_("The file is damaged or protected by a password."))
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookError(_("The workbook is packed in a way that is not accepted."))
        packed = max(part.compress_size, 1)
        if part.file_size > limits.ratio_from and part.file_size / packed > limits.ratio:
            raise WorkbookError(too_large)
        if part.filename.endswith("sharedStrings.xml") and part.file_size > limits.strings_bytes:
            raise WorkbookError(too_large)


class _Meter:
    """Counts the XML elements of all parts while they are unpacked, and how deep they lie."""

    def __init__(self, limits: FileLimits) -> None:
        self.limits = limits
        self.elements = 0
        self.depth = 0

    def parser(self) -> expat.XMLParserType:
        """Return a parser for one part; it keeps nothing."""
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        return parser

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(attributes) > ATTRIBUTES:
            raise WorkbookError(_("The workbook holds XML that is not accepted."))
        self.depth += 1
        if self.elements > self.limits.elements:
            words = _("The workbook has more than %(count)s elements. Save the one sheet as CSV.")
            raise WorkbookError(words % {"count": f"{self.limits.elements:,}"})
        if self.depth > self.limits.depth:
            raise WorkbookError(_("The workbook holds XML that is not accepted."))

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _refuse(self, *_told: object) -> None:
        raise WorkbookError(_("The workbook holds XML that is not accepted."))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, meter: _Meter) -> None:
    """Unpack in pieces and measure; stop at the claimed size. What is no XML is not measured.

    Every part is looked at, whatever its name: a workbook may call a sheet what it likes.
    """
    seen = 0
    parser: expat.XMLParserType | None = meter.parser()
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            seen += len(piece)
            if seen > part.file_size:
                raise WorkbookError(_("The workbook lies about its size."))
            if parser is not None:
                try:
                    parser.Parse(piece)
                except expat.ExpatError:
                    parser = None  # a picture; or damaged, and then its reader stops here too
