"""The cells of a workbook, in this process or in one that may be killed; without Django.

Started as a program it reads a workbook from its input, within limits that the system enforces, and
writes the cells as JSON. See docs/method.md#workbooks.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
import resource
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    # openpyxl asks for it, at double the time.
    sys.modules["numpy"] = None  # type: ignore[assignment]

from sheets.values import TITLE_ROWS, CellValue, Percentage, known_heads

ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|007[Ff])_")  # control characters, as workbooks hold them
QUOTED = re.compile(r'"[^"]*"|\\.')  # words within a number format
SECONDS = 20  # of the processor, a child may use
PATIENCE = 60  # seconds until a child is killed
MEMORY = 1024 * 1024 * 1024
LAST_ROW = 1_048_576  # of any workbook
Row = tuple[CellValue, ...]


class TooCostlyError(Exception):
    """A child used up its time or memory."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The sheet of a workbook that holds the table: no hidden one, unless all are.

    Attributes:
        title: its name.
        rows: its cells from row 1.
        others: the sheets that are not read, and whether they are hidden.
        formulas: the same rows with formulas as they are written; empty where there are none.
        written: row and column, from 1, of each formula that `rows` hold as it is written; only where
            every sheet is read.
    """

    title: str
    rows: tuple[Row, ...]
    others: tuple[tuple[str, bool], ...] = ()
    formulas: tuple[Row, ...] = ()
    written: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a workbook is looked at.

    Attributes:
        rows: so many that hold a value.
        columns: so many.
        kinds: names of columns of each table that is looked for; the first sheet counts that holds
            most of them in one of its first rows, so that a cover sheet before it is no matter.
        is_whole: whether every sheet is read instead, hidden ones too, with formulas as text.
    """

    rows: int
    columns: int
    kinds: tuple[tuple[str, ...], ...] = ((),)
    is_whole: bool = False


def read_cells(data: bytes, extent: Extent) -> tuple[SheetCells, ...]:
    """Read the sheet of each kind of table from a workbook that was measured before.

    A sheet that holds several of them is read once.

    Args:
        data: the whole file.
        extent: what is looked at.
    """
    if extent.is_whole:
        return _read_whole(data, extent)
    found, titles = _read(data, extent, data_only=True)
    if _has_formulas(data):
        written = _read(data, extent, data_only=False, titles=titles)[0]
        found = {
            title: dataclasses.replace(one, formulas=written[title].rows)
            for title, one in found.items()
        }
    return tuple(found[title] for title in titles)


def read_cells_apart(data: bytes, extent: Extent) -> tuple[SheetCells, ...]:
    """Do what `read_cells` does in a process of its own.

    Raises:
        TooCostlyError: it needs too much time or memory.
        ValueError: the file is damaged.
    """
    command = [sys.executable, "-I", __file__, json.dumps(dataclasses.astuple(extent))]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program
            command, input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooCostlyError from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise TooCostlyError
    if done.returncode:
        raise ValueError(done.stderr[-500:].decode(errors="replace"))
    return _sheets(json.loads(done.stdout))


def _read(
    data: bytes, extent: Extent, *, data_only: bool, titles: tuple[str, ...] = ()
) -> tuple[dict[str, SheetCells], tuple[str, ...]]:
    """Return the sheets with tables by title, and the title of each kind."""
    import openpyxl  # noqa: PLC0415 -- slow import, and most processes read no workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
        try:
            titles = titles or tuple(_with_tables(book.worksheets, extent))
            pages = [(page.title, page.sheet_state != "visible") for page in book.worksheets]
            found = {
                title: SheetCells(
                    title,
                    _cells(book[title], extent),
                    tuple(page for page in pages if page[0] != title),
                )
                for title in dict.fromkeys(titles)
            }
            return found, titles
        finally:
            book.close()


def _read_whole(data: bytes, extent: Extent) -> tuple[SheetCells, ...]:
    """Return every sheet in its order, formulas as they are written."""
    import openpyxl  # noqa: PLC0415 -- slow import, and most processes read no workbook

    def noted(cell: Any) -> CellValue:
        if cell.data_type == "f":
            written.append((cell.row, cell.column))
        return _plain(cell)

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        try:
            for page in book.worksheets:
                written: list[tuple[int, int]] = []
                rows = _cells(page, extent, plain=noted)
                found.append(SheetCells(page.title, rows, written=tuple(written)))
        finally:
            book.close()
    return tuple(found)


def _cells(
    sheet: Any,
    extent: Extent,
    *,
    last: int = LAST_ROW,
    plain: Callable[[Any], CellValue] | None = None,
) -> tuple[Row, ...]:
    """Return the rows of a sheet up to the last that may count; those without a value are empty.

    A stray row far below is read as any other: what lies between costs next to nothing. A cell is made
    plain by `_plain`, or as `plain` does it.
    """
    made = plain or _plain
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 -- slow import

    sheet.reset_dimensions()
    found: list[Row] = []
    filled, gap = 0, None
    for row in sheet.iter_rows(max_row=last, max_col=extent.columns):
        if row is gap:  # all rows of a gap are one
            found.append(())
            continue
        cells = [None if cell is EMPTY_CELL else made(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()  # a row comes as wide as the extent
        if cells:
            filled += 1
            found.append(tuple(cells))
        else:
            gap = row
            found.append(())
        if filled >= extent.rows:
            break
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _with_tables(sheets: list[Any], extent: Extent) -> Iterator[str]:
    """Yield for each kind the first sheet whose first rows hold most of its heads; hidden ones do not count."""
    shown = [page for page in sheets if page.sheet_state == "visible"] or sheets
    tops = [
        _cells(page, extent, last=TITLE_ROWS * 3) if len(shown) > 1 and any(extent.kinds) else ()
        for page in shown
    ]
    for heads in extent.kinds:
        found = [max(known_heads(top, heads), default=0) if heads else 0 for top in tops]
        yield shown[found.index(max(found))].title


def _plain(cell: Any) -> CellValue:
    """Return a cell as one of the types that cells have here; formulas begin with "="."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = QUOTED.sub("", cell.number_format or "")
        return Percentage.of(value) if "%" in shown else value
    if isinstance(value, str):
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if value is None or isinstance(value, bool | dt.date):
        return value
    formula = getattr(value, "text", None)
    return str(value if formula is None else formula)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            b"<f" in archive.read(part)
            for part in archive.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


def packed(value: Any) -> Any:
    """Return a cell as JSON knows it."""
    if isinstance(value, dt.date):
        return {"moment" if isinstance(value, dt.datetime) else "day": value.isoformat()}
    if isinstance(value, Percentage):
        return {"share": f"{value.points:f}"}
    raise TypeError(type(value).__name__)


def unpacked(value: Any) -> CellValue:
    """Return a cell that JSON held, see `packed`."""
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    if "share" in value:
        return Percentage.read(value["share"])
    if "day" in value:
        return dt.date.fromisoformat(value["day"])
    return dt.datetime.fromisoformat(value["moment"])


def _sheets(plain: dict[str, Any]) -> tuple[SheetCells, ...]:
    found = {one["title"]: _sheet(one) for one in plain["sheets"]}
    return tuple(found[title] for title in plain["titles"])


def _sheet(plain: dict[str, Any]) -> SheetCells:
    found, written = (
        tuple(tuple(unpacked(value) for value in row) for row in plain[name])
        for name in ("rows", "formulas")
    )
    others = tuple((title, is_hidden) for title, is_hidden in plain["others"])
    places = tuple((row, column) for row, column in plain["written"])
    return SheetCells(plain["title"], found, others, written, places)


def main() -> None:
    """Read a workbook from the input within hard limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rows, columns, kinds, is_whole = json.loads(sys.argv[1])
    extent = Extent(rows, columns, tuple(tuple(heads) for heads in kinds), is_whole)
    found = read_cells(sys.stdin.buffer.read(), extent)
    names = ("title", "rows", "others", "formulas", "written")
    sheets = [
        {name: getattr(one, name) for name in names}
        for one in {one.title: one for one in found}.values()
    ]
    plain = {"titles": [one.title for one in found], "sheets": sheets}
    json.dump(plain, sys.stdout, default=packed)


if __name__ == "__main__":
    main()
