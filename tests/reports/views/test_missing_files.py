"""A file that is gone from the store is said to be gone; nothing is counted and nothing is asked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import AuditEvent
from reports.models import Report
from tests.factories.reports import ready_report
from tests.reports.services.test_links import PASSPHRASE, make


@pytest.fixture
def report(scoped):
    made = ready_report(scoped.plant, scoped.people["cio"])
    made.file.storage.delete(made.file.name)
    made.archive.storage.delete(made.archive.name)
    return made


@pytest.mark.parametrize("role", ["download", "archive"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "no longer in the store"), ("zh-hans", "存储中已找不到它")]
)
def test_gone_document_is_404_with_a_sentence(scoped, report, role, language, words):
    scoped.people["cio"].language = language
    scoped.people["cio"].save()
    address = reverse(f"reports:report-{role}", args=[scoped.plant.slug, report.pk])
    answer = scoped.client("cio").get(address)
    assert answer.status_code == 404
    assert words in answer.content.decode()
    assert not AuditEvent.objects.exists()
    assert Report.objects.get().state == "ready"


def test_gone_document_of_a_share_link_is_404_and_not_counted(scoped, report):
    made = make(report, scoped.people["cio"])
    reader = Client()
    page = reverse("reports:share-detail", args=[made.token])
    assert reader.post(page, {"passphrase": PASSPHRASE}).status_code == 302
    before = AuditEvent.objects.count()
    answer = reader.get(reverse("reports:share-download", args=[made.token]))
    assert answer.status_code == 404
    assert "no longer in the store" in answer.content.decode()
    made.link.refresh_from_db()
    assert (made.link.downloads, AuditEvent.objects.count()) == (0, before)


def test_page_that_never_was_says_so(scoped):
    answer = scoped.client("cio").get("/nowhere/")
    assert answer.status_code == 404
    assert "may be mistyped" in answer.content.decode()
