"""A workbook that people send, opened within limits: the cells of the sheets that are wanted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sheets.archive import FileLimits, WorkbookError, check_archive
from sheets.cells import Extent, SheetCells, TooCostlyError, read_cells, read_cells_apart

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"
AT_ONCE = 30_000  # elements: some tenths of a second; above, a process that may be killed reads


def check_whole(data: bytes, limits: FileLimits) -> None:
    """Refuse a file that is too large, empty, or of a kind that nothing here reads.

    Args:
        data: the whole file.
        limits: what it may cost.

    Raises:
        WorkbookError: with the reason.
    """
    if len(data) > limits.file_bytes:
        message = _("The file is larger than %(mb)s MB.") % {"mb": limits.file_bytes // 1024**2}
        raise WorkbookError(message)
    if not data.strip():
        raise WorkbookError(_("The file is empty."))
    if data.startswith(OLD_EXCEL_MARK):
        raise WorkbookError(_("Old or protected Excel file. Save it as .xlsx without a password."))


def opened(data: bytes, limits: FileLimits, extent: Extent) -> tuple[SheetCells, ...]:
    """Return the sheets of a workbook that an extent names.

    Args:
        data: the whole XLSX file.
        limits: what it may cost.
        extent: what of it is looked at.

    Raises:
        WorkbookError: it is a bomb, damaged, carries macros or links, or takes too long.
    """
    elements = check_archive(data, limits)
    read = read_cells if elements <= AT_ONCE else read_cells_apart
    try:
        return read(data, extent)
    except TooCostlyError as error:
        message = _("Reading this workbook takes too long or too much memory. Save it as CSV.")
        raise WorkbookError(message) from error
    except Exception as error:  # a damaged file fails in many ways inside openpyxl
        raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error
