"""Files that no door may take: the same list for each of them."""

from __future__ import annotations

import io
import zipfile

UNREADABLE = (
    b"",
    b"  \n ",
    b"\x00\x01\x02\x03" * 20,
    b"\xd0\xcf\x11\xe0 old excel",
    b"PK\x03\x04 not a zip",
)
# Parts that are dropped from a workbook, and parts that are added.
STRANGE = (
    (("[Content_Types].xml",), {}),
    ((), {"../evil": b"x"}),
    ((), {"/abs": b"x"}),
    ((), {"[Content_Types].xml": b"<again/>"}),
    ((), {"xl/vbaProject.bin": b"x"}),
    ((), {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    ((), {"xl/evil.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    (("xl/workbook.xml",), {"xl/workbook.xml": b"<broken"}),
    (("xl/worksheets/sheet1.xml",), {}),
)


def repacked(data: bytes, *, drop=(), add=None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part not in drop:
                new.writestr(part, old.read(part))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()
