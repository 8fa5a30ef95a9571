"""A reader of presentation files for tests, by their parts; it shares nothing with the writer."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "k": "http://schemas.openxmlformats.org/package/2006/relationships",
    "t": "http://schemas.openxmlformats.org/package/2006/content-types",
}
EMU = 12_700


@dataclass
class SlidePart:
    """One slide as its part says it."""

    root: Any

    @property
    def title(self) -> str:
        (shape,) = self.root.xpath("//p:sp[.//p:ph[@type='title']]", namespaces=SPACES)
        return text_of(shape)

    @property
    def texts(self) -> list[str]:
        """Return every paragraph outside of tables, its lines joined by a line break."""
        return [
            paragraph(one)
            for one in self.root.iterfind(".//p:sp/p:txBody/a:p", SPACES)
            if paragraph(one)
        ]

    @property
    def tables(self) -> list[list[list[str]]]:
        return [
            [
                [text_of(cell) for cell in row.iterfind("a:tc", SPACES)]
                for row in table.iterfind("a:tr", SPACES)
            ]
            for table in self.root.iterfind(".//a:tbl", SPACES)
        ]

    @property
    def names(self) -> list[str]:
        """Return what shapes are called for a listener."""
        return [one.get("descr") for one in self.root.iterfind(".//p:cNvPr[@descr]", SPACES)]

    @property
    def frames(self) -> list[tuple[float, float, float, float]]:
        """Return where everything stands, in points."""
        found = []
        for tag in (".//p:spPr/a:xfrm", ".//p:graphicFrame/p:xfrm"):
            for one in self.root.iterfind(tag, SPACES):
                off, ext = one.find("a:off", SPACES), one.find("a:ext", SPACES)
                numbers = (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy"))
                found.append(tuple(int(number) / EMU for number in numbers))
        return found


def paragraph(one: Any) -> str:
    parts = ["\n" if part.tag.endswith("}br") else part.findtext("a:t", "", SPACES) for part in one]
    return "".join(parts).strip("\n")


def text_of(element: Any) -> str:
    return "\n".join(filter(None, map(paragraph, element.iterfind(".//a:p", SPACES))))


class DeckFile:
    """A file whose parts all have a type, lead to parts that are there, and are whole XML."""

    def __init__(self, data: bytes) -> None:
        archive = zipfile.ZipFile(io.BytesIO(data))
        assert archive.testzip() is None
        self.names = archive.namelist()
        assert len(self.names) == len(set(self.names))
        self.parts = {name: etree.fromstring(archive.read(name)) for name in self.names}
        self._check_types()
        self._check_relations()
        main = self.parts["ppt/presentation.xml"]
        ids = [one.get(f"{{{SPACES['r']}}}id") for one in main.iterfind(".//p:sldId", SPACES)]
        targets = self.relations("ppt/presentation.xml")
        self.slides = [SlidePart(self.parts[targets[key]]) for key in ids]
        for slide in self.slides:
            numbers = [one.get("id") for one in slide.root.iterfind(".//p:cNvPr", SPACES)]
            assert len(numbers) == len(set(numbers))

    def relations(self, name: str) -> dict[str, str]:
        folder, file = posixpath.split(name)
        root = self.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {
            one.get("Id"): posixpath.normpath(posixpath.join(folder, one.get("Target")))
            for one in root.iterfind("k:Relationship", SPACES)
        }

    def _check_types(self) -> None:
        root = self.parts["[Content_Types].xml"]
        named = {one.get("PartName").lstrip("/") for one in root.iterfind("t:Override", SPACES)}
        assert named <= set(self.names)
        plain = {name for name in self.names if not name.endswith(".rels")} - named
        assert plain == {"[Content_Types].xml"}

    def _check_relations(self) -> None:
        for name in ("", *self.names):
            assert set(self.relations(name).values()) <= set(self.names), name
