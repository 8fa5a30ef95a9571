"""The archive copy, checked by its parts: what PDF/A-3a asks for that can be read from the file.

No validator is run; these are the parts that a validator looks for first.
"""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from tests.reports.conftest import KPI

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
COPIES = [("blueprint", "en"), ("blueprint", "zh-hans"), (KPI, "bilingual")]


@pytest.fixture(params=COPIES, ids=lambda copy: f"{copy[0]} {copy[1]}")
def pair(request, printed):
    """The file for reading and the copy for the archive."""
    _markup, done = printed("rich", *request.param)
    return pypdf.PdfReader(io.BytesIO(done.data)), pypdf.PdfReader(io.BytesIO(done.archive))


def resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def fonts_of(page):
    for font in resolved(resolved(page["/Resources"]).get("/Font", {})).values():
        entry = resolved(font)
        parts = [resolved(part) for part in entry.get("/DescendantFonts", [entry])]
        yield entry, [resolved(part["/FontDescriptor"]) for part in parts]


def test_claim_names_part_three_conformance_a(pair):
    xmp = resolved(pair[1].trailer["/Root"]["/Metadata"]).get_data().decode()
    assert re.search(r"pdfaid:part(?:>|=\")3", xmp)
    assert re.search(r"pdfaid:conformance(?:>|=\")A", xmp)
    assert "pdfaid" not in resolved(pair[0].trailer["/Root"]["/Metadata"]).get_data().decode()


def test_colors_have_an_output_intent_with_a_profile(pair):
    (intent,) = [resolved(one) for one in pair[1].trailer["/Root"]["/OutputIntents"]]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = resolved(intent["/DestOutputProfile"])
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"


def test_document_is_tagged_and_names_its_language(pair):
    root = pair[1].trailer["/Root"]
    assert resolved(root["/MarkInfo"])["/Marked"] == True  # noqa: E712 -- a PDF truth
    tree = resolved(root["/StructTreeRoot"])
    assert resolved(tree["/ParentTree"])
    assert root["/Lang"]


def test_every_font_is_embedded_and_maps_to_letters(pair):
    seen = 0
    for page in pair[1].pages:
        for entry, descriptors in fonts_of(page):
            assert "/ToUnicode" in entry
            assert all({"/FontFile2", "/FontFile3"} & set(one) for one in descriptors)
            seen += 1
    assert seen


def test_nothing_is_encrypted_runs_or_leads_outside(pair):
    reader = pair[1]
    assert not reader.is_encrypted
    assert reader.trailer["/ID"]
    names = set(reader.trailer["/Root"])
    assert not names & {"/AA", "/AcroForm", "/OpenAction"}
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            entry = resolved(annotation)
            assert entry["/Subtype"] == "/Link"
            assert entry["/F"] & 4  # printed
            assert resolved(entry.get("/A", {})).get("/S") in {None, "/GoTo", "/URI"}


def test_copy_says_the_same_on_the_same_pages(pair):
    read, kept = pair
    assert len(read.pages) == len(kept.pages)
    for one, two in list(zip(read.pages, kept.pages, strict=True))[:6]:
        assert one.extract_text() == two.extract_text()
        assert one.mediabox == two.mediabox
