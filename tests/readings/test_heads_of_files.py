"""Tables of readings with heads that nobody knows: asked once, remembered; good readings, marked file."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.selectors.heads import remembered_heads
from readings.models import Measurement
from tests.factories.indicators import follow, record
from tests.markup import text_of

LONG = "Kennzahl;Zeitraum;Wert;Notiz\nSC-12;2026-01;41,5;ok\nISO-06;2026-01;62,5;\n"


@pytest.fixture
def client(scoped):
    follow(scoped.plant, "SC-12", "ISO-06", by=scoped.people["cio"])
    return scoped.client("cio")


@pytest.fixture
def address(client, scoped):
    return reverse("readings:reading-import", args=[scoped.plant.slug])


def send(client, address, text, **more):
    file = SimpleUploadedFile("r.csv", text.encode())
    return client.post(address, {"file": file, **more})


def say(client, address, page, **chosen):
    """Answer which column is which: as proposed, but for these choices by head."""
    sent = {
        field.html_name: chosen.get(field.label, field.value() or "")
        for field, _samples in page.context["heads"].rows
    }
    sent |= {"payload": page.context["payload"], "step": "heads"}
    return client.post(address, sent)


def confirm(client, address, page, **more):
    return client.post(address, {"payload": page.context["payload"], **more})


def test_rows_with_other_heads_load_after_one_step_and_the_next_file_after_none(
    scoped, client, address
):
    asked = send(client, address, LONG)
    assert (asked.status_code, "Which column is which?" in text_of(asked.content.decode())) == (
        200,
        True,
    )
    chosen = {"Kennzahl": "indicator", "Zeitraum": "period", "Wert": "value"}
    page = say(client, address, asked, **chosen)
    assert (page.context["new_count"], page.context["draft"].ignored) == (2, ("Notiz",))
    assert not Measurement.objects.exists()
    assert confirm(client, address, page).status_code == 302
    known = remembered_heads(scoped.organization, "readings.reading")
    assert known == {"kennzahl": "indicator", "zeitraum": "period", "wert": "value", "notiz": ""}
    assert send(client, address, LONG).context["same_count"] == 2


def test_columns_of_indicators_are_said_by_their_code(scoped, client, address):
    text = "Month,Stillstand,Auslastung\n2026-01,41,62\n2026-02,42,63\n"
    asked = send(client, address, text)
    page = say(client, address, asked, Stillstand="SC-12", Auslastung="ISO-06")
    assert page.context["new_count"] == 4
    confirm(client, address, page)
    assert Measurement.objects.count() == 4
    again = send(client, address, text)
    assert again.context["same_count"] == 4
    changed = client.post(address, {"payload": again.context["payload"], "step": "columns"})
    values = {field.label: field.value() for field, _samples in changed.context["heads"].rows}
    assert values == {"Month": "period", "Stillstand": "SC-12", "Auslastung": "ISO-06"}
    page = say(client, address, changed, Stillstand="", Auslastung="SC-12")
    assert page.context["changed_count"] == 2


def test_a_word_for_value_is_not_remembered_as_an_indicator(scoped, client, address):
    asked = send(client, address, "Zeitraum,Value\n2026-01,41\n")
    page = say(client, address, asked, Zeitraum="period", Value="SC-12")
    confirm(client, address, page)
    assert remembered_heads(scoped.organization, "readings.reading") == {"zeitraum": "period"}


def test_a_known_head_that_is_left_out_is_not_read(scoped, client, address):
    asked = send(client, address, "Zeitraum,Month,Stillstand\n2026-01,2025-01,41\n")
    page = say(client, address, asked, Zeitraum="period", Month="", Stillstand="SC-12")
    assert page.context["draft"].lines[0].entry.period == dt.date(2026, 1, 1)


def test_heads_that_cannot_be_are_refused(client, address):
    assert len(send(client, address, "a,a\n1,2\n").context["heads"].rows) == 2
    asked = send(client, address, LONG)
    refused = say(client, address, asked, Kennzahl="period", Zeitraum="period")
    assert refused.status_code == 422
    assert "chosen for two columns" in text_of(refused.content.decode())
    none = say(client, address, refused, Kennzahl="", Zeitraum="", Wert="", Notiz="")
    assert none.status_code == 422
    assert none.context["draft"].problems


def test_good_readings_are_taken_and_the_others_come_back_marked(scoped, client, address):
    row = follow(scoped.plant, "SC-12", by=scoped.people["cio"])[0]
    record(row, [41, 42, 43, 44, 45, 46], start=dt.date(2025, 1, 1))
    text = "period,value\n2026-01,44\n2026-02,0.41\n2026-03,many\n"
    page = send(client, address, text, indicator=row.pk)
    assert page.status_code == 422
    words = text_of(page.content.decode())
    assert "Store the 1 good reading" in words
    assert "Store all 2 readings with far values" in words
    payload = {"payload": page.context["payload"]}
    marked = client.post(f"{address}marked/", payload)
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content)).active
    assert "far from the series" in sheet["B3"].comment.text
    assert "Not a number" in sheet["B4"].comment.text
    assert client.post(address, {**payload, "rows": "all"}).status_code == 422
    assert client.post(address, {**payload, "rows": "good"}).status_code == 302
    assert Measurement.objects.count() == 7


def test_nothing_is_stored_where_nothing_can_be_read(scoped, client, address):
    page = send(client, address, "indicator,period,value\nSC-12,2026-01,many\n")
    assert confirm(client, address, page).status_code == 422
    assert client.post(f"{address}marked/", {"payload": "nonsense"}).status_code == 422
    assert not Measurement.objects.exists()
