from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core import uploads
from core.errors import RuleError
from core.uploads import as_attachment, check_upload, random_name

LIMIT = 10_000
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def office(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def check(name: str, content: bytes):
    return check_upload(SimpleUploadedFile(name, content, "text/html"), max_bytes=LIMIT)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.webp", b"RIFF0000WEBPVP8 ", "image/webp"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("a.csv", "工厂,1\n".encode("gb18030"), "text/csv"),
        ("a.txt", "Bình Dương".encode("utf-16"), "text/plain"),
        ("a.log", "x,y".encode("utf-16"), "text/plain"),
        ("a.md", b"# Rules\n\nless than: a < b", "text/plain"),
        ("a.log", b"<189>Oct 2 10:00:00 fw: note=<script>x</script>", "text/plain"),
        ("a.csv", "Compañía,1\n".encode("cp1252"), "text/csv"),
        ("a.tsv", b"a\tb\n", "text/tab-separated-values"),
        ("a.eml", b"From: a@example.org\nSubject: x\n\nHello", "message/rfc822"),
        ("a.pdf", b"\xef\xbb\xbf\n%PDF-1.4", "application/pdf"),
        ("a.docx", office("[Content_Types].xml", "word/document.xml"), uploads.TYPES["docx"]),
        ("a.pptx", office("[Content_Types].xml", "ppt/slides.xml"), uploads.TYPES["pptx"]),
    ],
)
def test_known_kinds_are_taken_by_content(name, content, kind):
    found = check(name, content)
    assert (found.content_type, found.size, found.title) == (kind, len(content), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-" + b"0" * LIMIT),
        ("a.pdf", b"<html><script>"),
        ("a.pdf", b"<script>x</script>%PDF-1.7"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("noextension", b"%PDF-"),
        ("a.png", b"%PDF-"),
        ("a.csv", b"a,\0b"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.txt", b"plain \x01 text"),
        ("a.txt", b"  <svg xmlns='x'>"),
        ("a.txt", b"\xef\xbb\xbf <SCRIPT>x</script>"),
        ("a.log", "<!-- x --><script>x</script>".encode("utf-16")),
        ("a.eml", b"<html>mail</html>"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", office("[Content_Types].xml", "word/document.xml")),
        ("a.docx", b"<html>" + office("[Content_Types].xml", "word/document.xml")),
        ("a.docx", office("word/document.xml")),
        ("a.docx", office("[Content_Types].xml", "elsewhere/a.xml")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject")),
    ],
)
def test_bad_files_are_refused(name, content):
    with pytest.raises(RuleError) as caught:
        check(name, content)
    assert caught.value.field == "file"


@given(st.binary(max_size=300), st.sampled_from(sorted(uploads.TYPES)))
def test_any_bytes_are_judged(content, extension):
    try:
        found = check(f"x.{extension}", content)
    except RuleError as error:
        assert error.field == "file"
    else:
        assert (found.extension, found.size) == (extension, len(content))


def test_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(RuleError, match="unpacks"):
        check("a.docx", office("[Content_Types].xml", "word/document.xml", content=b"0" * 600))


def test_title_loses_folders_and_control_characters():
    assert uploads._clean_name("C:\\x\\..\\re\u202eport\n.pdf") == "report.pdf"


def test_long_title_keeps_its_extension():
    title = uploads._clean_name("x" * 300 + ".pdf")
    assert (len(title), title[-4:]) == (uploads.MAX_NAME, ".pdf")


def test_random_names_differ():
    assert random_name("pdf") != random_name("pdf")


def test_attachment_is_never_shown_inside_the_product(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    class Stored:
        name = "0123abcd.pdf"

        def open(self, mode):
            return ContentFile(b"%PDF-")

    response = as_attachment(Stored(), title="a.PDF", content_type="application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="a.PDF"'
    named = as_attachment(Stored(), title="Proof of backup", content_type="application/pdf")
    assert named["Content-Disposition"] == 'attachment; filename="Proof of backup.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
