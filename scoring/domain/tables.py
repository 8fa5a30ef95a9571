"""Tables of commands: CSV with named columns, strict, with the line of every error."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence

from core.errors import RuleError

DELIMITERS = ",;\t"
MOST_ROWS = 20_000


class TableFileError(RuleError):
    """The table cannot be read; the message names the line."""


def read_table(
    text: str, columns: Sequence[str], *, optional: Sequence[str] = (), hint: str = ""
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line of each row that holds anything, and its cells by the name of their column.

    Commas, semicolons or tabs part the columns: the mark that the head holds most often. Further
    columns are handed on, too; a short row has empty cells at its end.

    Args:
        text: the text of the file.
        columns: that must be there.
        optional: that may be there.
        hint: what to do about a row with more cells than there are columns.

    Raises: TableFileError for missing or doubled columns, too many cells or rows, and no CSV.
    """
    table = _rows(text)
    header = [cell.strip().lower() for cell in table[0][1]] if table else []
    missing = [column for column in columns if column not in header]
    if missing:
        raise TableFileError(f"line 1: missing column {', '.join(missing)}")
    doubled = [column for column in (*columns, *optional) if header.count(column) > 1]
    if doubled:
        raise TableFileError(f"line 1: two columns named {', '.join(doubled)}")
    for line, row in table[1:]:
        if len(row) > len(header):
            raise TableFileError(f"line {line}: more cells than columns{hint}")
        filled = itertools.chain((cell.strip() for cell in row), itertools.repeat(""))
        yield line, dict(zip(header, filled, strict=False))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, the head first, with their lines."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text), strict=True, delimiter=delimiter)
    filled = ((rows.line_num, row) for row in rows if any(cell.strip() for cell in row))
    try:
        table = list(itertools.islice(filled, MOST_ROWS + 2))
    except csv.Error as error:
        raise TableFileError(f"line {rows.line_num}: {error}") from error
    if len(table) > MOST_ROWS + 1:
        raise TableFileError(f"more than {MOST_ROWS} rows; split the table")
    return table
