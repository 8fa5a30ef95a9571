from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.evidence import ACCEPTED, EvidenceError, identify


def office(folder: str, **extra: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<a/>")
        for name, content in extra.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


GOOD = {
    "a.pdf": b"%PDF-1.7 x",
    "a.PNG": b"\x89PNG\r\n\x1a\nx",
    "a.jpeg": b"\xff\xd8\xffx",
    "a.webp": b"RIFFxxxxWEBPx",
    "a.heic": b"\x00\x00\x00\x18ftypheicx",
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.txt": "物料".encode(),
    "a.csv": "物料;数量".encode("gb18030"),
    "a.log": "x,y".encode("utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_known_kinds_are_accepted(name):
    assert identify(GOOD[name], name, limit=10_000).content_type


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.svg", b"<svg onload=alert(1)>", "type"),
        ("a.html", b"<html>", "type"),
        ("a.exe", b"MZ", "type"),
        ("a.txt", b"  <svg xmlns='x'><script>", "type"),
        ("a.txt", b"\xef\xbb\xbfhello <script>x</script>", "type"),
        ("a.csv", b"\x00\x01\x02\x03\xff\xff", "type"),
        ("a.pdf", b"<html>", "type"),
        ("a.pdf", b"just words", "type"),
        ("a.png", b"%PDF-1.7", "mismatch"),
        ("a.docx", office("xl"), "mismatch"),
        ("a.docx", b"PK\x03\x04broken", "type"),
        ("a.xlsx", office("xl", xl__vbaProject="x"), "macros"),
        ("a.docx", office("evil"), "type"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF-" + b"x" * 100, "large"),
        ("noending", b"%PDF-1", "type"),
    ],
)
def test_everything_else_is_refused(name, data, code):
    with pytest.raises(EvidenceError) as caught:
        identify(data, name, limit=100 if code == "large" else 10_000)
    assert caught.value.message == code


@given(st.binary(max_size=300), st.sampled_from(ACCEPTED))
def test_any_bytes_are_judged(data, ending):
    try:
        assert ending in identify(data, f"x{ending}", limit=1000).endings
    except EvidenceError as error:
        assert error.message in {"type", "mismatch", "macros", "empty", "large"}


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def test_office_shell_without_a_known_document_is_refused():
    with pytest.raises(EvidenceError) as caught:
        identify(_zip("[Content_Types].xml", "elsewhere/a.xml"), "a.docx", limit=10_000)
    assert caught.value.message == "type"


def test_zip_without_content_types_is_refused():
    with pytest.raises(EvidenceError):
        identify(_zip("word/document.xml"), "a.docx", limit=10_000)


def test_text_with_control_characters_is_refused_in_every_encoding():
    with pytest.raises(EvidenceError):
        identify(b"plain \x01 text", "a.txt", limit=10_000)
