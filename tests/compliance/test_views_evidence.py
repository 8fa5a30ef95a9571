from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.models import ObligationEvidence
from organizations.models import Evidence
from tests.factories.compliance import tracked
from tests.factories.organizations import PlantFactory

URL = "/plants/johor-bahru/compliance/"
FILE = "/plants/johor-bahru/evidence/"


@pytest.fixture
def row(scoped, media):
    return tracked(scoped.plant, scoped.people["it_lead"])[0].row


@pytest.fixture
def client(scoped):
    return scoped.client("it_lead")


def add(client, row, **data):
    return client.post(f"{URL}obligations/{row.pk}/evidence/new/", data)


def pdf(name="notice.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.7 notice" + more, "text/html")


def test_file_comes_back_as_an_attachment(row, client, scoped):
    assert add(client, row, file=pdf(), title="Notice").status_code == 302
    kept = ObligationEvidence.objects.get()
    response = scoped.client("stakeholder").get(f"{FILE}{kept.evidence_id}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 notice"
    assert response["Content-Disposition"] == 'attachment; filename="Notice.pdf"'
    assert response["Content-Type"] == "application/pdf"


def test_form_sent_twice_stores_one_piece(row, client):
    page = client.get(f"{URL}obligations/{row.pk}/")
    key = page.context["evidence_form"]["key"].value()
    assert f'name="key" value="{key}"' in page.content.decode()
    for _time in range(2):
        assert add(client, row, file=pdf(), key=key).status_code == 302
    assert ObligationEvidence.objects.count() == 1
    assert add(client, row, file=pdf(), key="another-key").status_code == 302
    assert ObligationEvidence.objects.count() == 1
    assert add(client, row, file=pdf(more=b"2"), key="third-key").status_code == 302
    assert ObligationEvidence.objects.count() == 2
    assert add(client, row, file=pdf(), key="!").status_code == 422


def test_file_named_like_its_kind_keeps_its_name(row, client):
    add(client, row, file=pdf())
    kept = ObligationEvidence.objects.get()
    response = client.get(f"{FILE}{kept.evidence_id}/")
    assert 'filename="notice.pdf"' in response["Content-Disposition"]
    response.close()


def test_link_is_listed_and_has_no_file(row, client):
    add(client, row, url="https://example.org/notice", title="On the intranet")
    kept = ObligationEvidence.objects.get()
    html = client.get(f"{URL}obligations/{row.pk}/").content.decode()
    assert "On the intranet" in html
    assert client.get(f"{FILE}{kept.evidence_id}/").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.org/x"},
        {"url": "https://me:secret@example.org/x"},
        {"url": "https://example.org/" + "x" * 600},
        {"title": "x" * 300, "url": "https://example.org"},
    ],
)
def test_wrong_links_are_told(row, client, data):
    assert add(client, row, **data).status_code == 422
    assert not ObligationEvidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<script>"), ("a.html", b"<html>"), ("a.exe", b"MZ"), ("a.docx", b"PK\x03\x04")],
)
def test_bad_files_are_told(row, client, name, content):
    response = add(client, row, file=SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert not ObligationEvidence.objects.exists()
    assert not Evidence.objects.exists()


def test_too_large_file_is_told(row, client, settings):
    settings.MAX_EVIDENCE_BYTES = 5
    assert add(client, row, file=pdf()).status_code == 422


def test_file_and_link_together_are_refused(row, client):
    assert add(client, row, file=pdf(), url="https://example.org").status_code == 422


def test_evidence_of_another_plant_answers_404(row, client, scoped):
    add(client, row, file=pdf())
    kept = ObligationEvidence.objects.get()
    other = PlantFactory(organization=scoped.organization, slug="binh-duong")
    url = f"/plants/{other.slug}/compliance/evidence/{kept.pk}/delete/"
    assert scoped.client("cio").post(url).status_code == 404
    file = f"/plants/{other.slug}/evidence/{kept.evidence_id}/"
    assert scoped.client("cio").get(file).status_code == 404
    assert scoped.client("stranger").get(f"{FILE}{kept.evidence_id}/").status_code == 404


def test_file_lost_from_the_store_answers_404(row, client, media):
    add(client, row, file=pdf())
    kept = ObligationEvidence.objects.get()
    for path in media.rglob("*.pdf"):
        path.unlink()
    assert client.get(f"{FILE}{kept.evidence_id}/").status_code == 404


def test_evidence_can_be_removed(row, client):
    add(client, row, file=pdf())
    kept = ObligationEvidence.objects.get()
    html = client.post(f"{URL}evidence/{kept.pk}/delete/", follow=True).content.decode()
    assert "Evidence removed" in html
    assert not ObligationEvidence.objects.exists()
