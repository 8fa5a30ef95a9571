"""Readings in a code page that the file does not tell: asked, and the file need not be sent again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readings.models import Measurement, ReadingImport
from tests.factories.indicators import follow
from tests.markup import text_of

FILE = "指标;期间;数值;备注\nISO-06;2025年1月;62,5;正常\n"


@pytest.fixture
def client(scoped):
    follow(scoped.plant, "ISO-06", by=scoped.people["cio"])
    return scoped.client("cio")


def send(client, address, data, name="oee.csv"):
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def address(client, scoped):
    return reverse("readings:reading-import", args=[scoped.plant.slug])


def test_letters_are_shown_and_the_chosen_code_page_counts(client, address):
    asked = send(client, address, FILE.encode("gb18030"))
    assert asked.status_code == 200
    assert "指标" in asked.content.decode()
    sent = {"kept": asked.context["kept"], "encoding": "gb18030"}
    checked = client.post(address, sent)
    words = text_of(checked.content.decode())
    assert "Columns that are not read: 备注" in words
    assert "GB18030" in words
    client.post(address, {"payload": checked.context["payload"]})
    assert Measurement.objects.count() == 1
    assert ReadingImport.objects.get().file_name == "oee.csv"


def test_a_code_page_must_be_chosen(client, address):
    asked = send(client, address, FILE.encode("gb18030"))
    assert client.post(address, {"kept": asked.context["kept"]}).status_code == 422


def test_tabs_in_a_tsv_are_read(client, address):
    data = b"period\tISO-06\n2025-01\t62.5\n"
    assert send(client, address, data, "oee.tsv").context["new_count"] == 1


def test_kinds_that_are_no_tables_are_refused_with_those_that_are(client, address):
    answer = send(client, address, b"%PDF-1.7", "oee.pdf")
    assert answer.status_code == 422
    assert "csv, tsv, txt, xlsx" in answer.content.decode()
