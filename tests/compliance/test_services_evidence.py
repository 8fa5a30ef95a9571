from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.models import ObligationEvidence
from compliance.services import evidence as writing
from core.errors import RuleError
from organizations.models import AuditEvent
from tests.factories.compliance import tracked


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def row(scoped, editor, media):
    return tracked(scoped.plant, editor)[0].row


def pdf(name="notice.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 notice", "text/html")


def test_file_is_kept_under_a_random_name(row, editor, media):
    kept = writing.add_file(row=row, file=pdf(), title="", by=editor)
    assert (kept.title, kept.content_type, kept.size) == ("notice.pdf", "application/pdf", 15)
    assert "notice" not in kept.file.name
    assert len(list(media.rglob("*.pdf"))) == 1
    assert AuditEvent.objects.get(verb="evidence.added").changes == {
        "evidence": [None, "notice.pdf"]
    }


def test_bad_file_leaves_nothing(row, editor, media):
    with pytest.raises(RuleError):
        writing.add_file(row=row, file=SimpleUploadedFile("a.pdf", b"<html>"), title="", by=editor)
    assert not ObligationEvidence.objects.exists()
    assert not list(media.rglob("*.pdf"))


def test_link_is_kept_with_its_address_as_title(row, editor):
    kept = writing.add_link(row=row, url="https://example.org/x", title="", by=editor)
    assert kept.title == "https://example.org/x"


def test_odd_address_is_refused(row, editor):
    with pytest.raises(ValidationError):
        writing.add_link(row=row, url="javascript:alert(1)", title="x", by=editor)


def test_removed_evidence_takes_its_file_along(
    row, editor, media, django_capture_on_commit_callbacks
):
    kept = writing.add_file(row=row, file=pdf(), title="Notice", by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        writing.remove(evidence=kept, by=editor)
    assert not list(media.rglob("*.pdf"))
    assert AuditEvent.objects.get(verb="evidence.removed").changes == {"evidence": ["Notice", None]}


def test_removed_link_has_no_file(row, editor, django_capture_on_commit_callbacks):
    kept = writing.add_link(row=row, url="https://example.org/x", title="", by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        writing.remove(evidence=kept, by=editor)
    assert not ObligationEvidence.objects.exists()
