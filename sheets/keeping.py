"""A table as one text, so that a page can carry it until it is confirmed."""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib

from sheets.cells import packed, unpacked
from sheets.reading import CellProblem, SheetRow, SheetTable


def kept(table: SheetTable) -> str:
    """Return a table as a text that `taken_out` reads; it is to be signed by the caller."""
    plain = {
        **{name: getattr(table, name) for name in ("sheet", "head", "head_number", "encoding")},
        **{name: getattr(table, name) for name in ("delimiter", "others")},
        "rows": [(row.number, row.values) for row in table.rows],
        "problems": [dataclasses.astuple(one) for one in table.problems],
        "stray": [dataclasses.astuple(one) for one in table.stray],
    }
    text = json.dumps(plain, default=packed, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode())).decode()


def taken_out(text: str) -> SheetTable:
    """Return the table of a text that `kept` made."""
    plain = json.loads(zlib.decompress(base64.b85decode(text)))
    for name in ("problems", "stray"):
        plain[name] = tuple(CellProblem(*one) for one in plain[name])
    for name in ("head", "others"):
        plain[name] = tuple(plain[name])
    plain["rows"] = tuple(
        SheetRow(number, tuple(map(unpacked, values))) for number, values in plain["rows"]
    )
    return SheetTable(**plain)
