from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from compliance.models import ObligationEvidence, ObligationStatus
from compliance.services import evidence as writing
from core.errors import RuleError
from organizations.models import AuditEvent, Evidence
from organizations.services import evidence
from tests.factories.compliance import tracked

KEY = "a-key-of-12"


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def row(scoped, editor, media):
    return tracked(scoped.plant, editor)[0].row


def pdf(name="notice.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.7 notice" + more, "text/html")


def test_file_is_kept_under_a_random_name(row, editor, media):
    kept = writing.add_evidence(row=row, file=pdf(), title="", key=KEY, by=editor).evidence
    assert (kept.title, kept.content_type, kept.size) == ("notice.pdf", "application/pdf", 15)
    assert "notice" not in kept.file.name
    assert len(list(media.rglob("*.pdf"))) == 1
    assert AuditEvent.objects.get(verb="evidence.added").changes == {
        "evidence": [None, "notice.pdf"]
    }


def test_bad_file_leaves_nothing(row, editor, media):
    with pytest.raises(RuleError):
        writing.add_evidence(
            row=row, file=SimpleUploadedFile("a.pdf", b"<html>"), title="", key=KEY, by=editor
        )
    assert not ObligationEvidence.objects.exists()
    assert not Evidence.objects.exists()
    assert not list(media.rglob("*.pdf"))


def test_link_is_kept_with_its_address_as_title(row, editor):
    kept = writing.add_evidence(row=row, url="https://example.org/x", title="", key=KEY, by=editor)
    assert kept.evidence.title == "https://example.org/x"


def test_odd_address_is_refused(row, editor):
    with pytest.raises(ValidationError):
        writing.add_evidence(row=row, url="javascript:alert(1)", title="x", key=KEY, by=editor)


def test_removed_evidence_takes_its_file_along(
    row, editor, media, django_capture_on_commit_callbacks
):
    kept = writing.add_evidence(row=row, file=pdf(), title="Notice", key=KEY, by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        writing.remove_evidence(link=kept, by=editor)
    assert not list(media.rglob("*.pdf"))
    assert AuditEvent.objects.get(verb="evidence.removed").changes == {"evidence": ["Notice", None]}


def test_removed_link_has_no_file(row, editor, django_capture_on_commit_callbacks):
    kept = writing.add_evidence(row=row, url="https://example.org/x", title="", key=KEY, by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        writing.remove_evidence(link=kept, by=editor)
    assert not ObligationEvidence.objects.exists()
    assert not Evidence.objects.exists()


def test_same_key_stores_one_piece(row, editor, media):
    first = writing.add_evidence(row=row, file=pdf(), title="", key=KEY, by=editor)
    again = writing.add_evidence(row=row, file=pdf(), title="", key=KEY, by=editor)
    assert first == again
    assert len(list(media.rglob("*.pdf"))) == 1
    assert AuditEvent.objects.filter(verb="evidence.added").count() == 1


def test_key_counts_for_one_duty_only(row, editor):
    other = ObligationStatus.objects.get()
    other.pk, other.obligation = None, "my.test.two"
    other.save(force_insert=True)
    for duty in (row, other):
        writing.add_evidence(row=duty, url="https://example.org/x", title="", key=KEY, by=editor)
    assert [duty.evidence.count() for duty in (row, other)] == [1, 1]


def test_number_of_pieces_is_limited(row, editor, media, monkeypatch):
    monkeypatch.setattr(evidence, "PER_PLACE", 1)
    writing.add_evidence(row=row, file=pdf(), title="", key=KEY, by=editor)
    with pytest.raises(RuleError, match="20 files and links") as caught:
        writing.add_evidence(row=row, file=pdf(more=b"2"), title="", key="another-key", by=editor)
    assert caught.value.field == "file"
    assert len(list(media.rglob("*.pdf"))) == 1


def test_database_refuses_a_key_twice(row, editor):
    kept = writing.add_evidence(row=row, url="https://example.org/x", title="", key=KEY, by=editor)
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)
