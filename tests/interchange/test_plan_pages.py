from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import AuditEvent
from roadmap.models import Dependency, Initiative
from steps.models import Step
from tests.interchange.imports import D, key

pytestmark = pytest.mark.django_db
PAGE = "/plants/johor-bahru/interchange/plans/import/"


def send(client, data, name="plan.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def payload(answer):
    return answer.context["payload"]


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_a_file_is_checked_then_confirmed(at, roadmap, book, client):
    book.set("Initiatives", key("Energy"), "Note", "mine")
    answer = send(client, book.data)
    assert answer.status_code == 200
    assert "mine" in answer.content.decode()
    assert not Step.objects.exists()
    done = client.post(f"{PAGE}confirm/", {"payload": payload(answer)})
    assert done.status_code == 302
    assert Initiative.objects.get(title__en__startswith="Energy").note == "mine"
    again = client.post(f"{PAGE}confirm/", {"payload": payload(answer)})
    assert again.status_code == 409  # sent twice: the plan is another one by now
    assert Step.objects.count() == 1


def test_an_unchanged_file_offers_nothing_to_import(roadmap, book, client):
    answer = send(client, book.data)
    assert answer.status_code == 200
    assert "nothing to import" in answer.content.decode()
    assert not payload(answer)


def test_a_wrong_cell_is_shown_with_its_place(roadmap, book, client):
    row = book.row("Initiatives", key("Energy"))
    book.set("Initiatives", key("Energy"), "Start", "soon")
    answer = send(client, book.data)
    assert answer.status_code == 422
    assert f"F{row}" in answer.content.decode()
    assert not payload(answer)


@pytest.mark.parametrize(
    ("name", "data"),
    [("plan.csv", b"a,b\n"), ("plan.xlsx", b"no"), ("plan.xlsx", b"x" * (1024 * 1024 + 1))],
)
def test_other_files_are_refused_beside_the_field(roadmap, client, name, data):
    answer = send(client, data, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_payload_is_for_one_person_and_unchanged(at, roadmap, book, client):
    book.set("Initiatives", key("Energy"), "Note", "mine")
    sealed = payload(send(client, book.data))
    for who, text in ((at.client("cio"), sealed), (client, sealed[:-3]), (client, "")):
        assert who.post(f"{PAGE}confirm/", {"payload": text}).status_code == 302
    assert not Step.objects.exists()


def test_a_plant_without_a_plan_has_neither_import_nor_files(at):
    client = at.client("project_owner")
    assert client.get(PAGE).status_code == 404
    assert client.get("/plants/johor-bahru/interchange/plans/export/xlsx/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("xlsx", b"PK\x03\x04"),
        ("csv", b"\xef\xbb\xbfKey"),
        ("ics", b"BEGIN:VCALENDAR\r\n"),
        ("xml", b"<?xml"),
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
    ],
)
def test_each_file_is_handed_out_and_noted(at, roadmap, kind, begins):
    client = at.client("stakeholder")
    answer = client.get(f"/plants/johor-bahru/interchange/plans/export/{kind}/")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="roadmap-johor-bahru.{kind}"'
    assert "sandbox" in answer["Content-Security-Policy"]
    event = AuditEvent.objects.get(verb="data.exported")
    assert f"roadmap-johor-bahru.{kind}" in str(event.changes)
    head = client.head(f"/plants/johor-bahru/interchange/plans/export/{kind}/")
    assert head.status_code == 200
    assert AuditEvent.objects.filter(verb="data.exported").count() == 1


def test_an_unknown_kind_of_file_is_not_found(at, roadmap):
    client = at.client("stakeholder")
    assert client.get("/plants/johor-bahru/interchange/plans/export/mpp/").status_code == 404


def test_the_page_of_the_plan_lists_the_files(at, roadmap):
    text = at.client("stakeholder").get("/plants/johor-bahru/roadmap/").content.decode()
    for kind in ("xlsx", "csv", "ics", "xml", "svg", "png"):
        assert f"/interchange/plans/export/{kind}/" in text
    assert PAGE not in text
    assert PAGE in at.client("cio").get("/plants/johor-bahru/roadmap/").content.decode()


def test_a_workbook_of_something_else_is_refused_beside_the_field(roadmap, client):
    out = io.BytesIO()
    other = openpyxl.Workbook()
    other.active.append(["Name", "Age"])
    other.save(out)
    answer = send(client, out.getvalue())
    assert answer.status_code == 422
    assert "No sheet of a plan" in str(answer.context["form"].errors["file"])


def test_every_kind_of_value_is_shown_old_and_new(at, roadmap, book, client):
    mes = key("MES core")
    for head, value in {
        "End": D(2027, 2, 26),
        "One-off cost": 5000,
        "Owner": "Cio",
        "Status": "stopped",
    }.items():
        book.set("Initiatives", mes, head, value)
    link = book.get("Links", f"L{roadmap_link()}", "Key")
    book.set("Links", link, "Kind", "finish to finish")
    book.set("Budget limits", 2027, "Limit", 7, by="Year")
    stone = book.add("Milestones", Initiative=mes, Milestone="Go live", Due=D(2026, 12, 1))
    assert stone > 2
    text = client_text(send(client, book.data))
    for shown in ("26 Feb 2027", "5,000", "Cio", "stopped", "finish to finish", "Go live", "→"):
        assert shown in text
    assert "MES core, pilot on lines 1–2 → MES roll-out, lines 3–6" in text


def roadmap_link():
    return Dependency.objects.order_by("pk").first().pk


def client_text(answer):
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_what_the_check_sealed_and_somebody_took_away_since_is_shown_anew(
    at, roadmap, book, client
):
    book.set("Initiatives", key("Energy"), "Owner", "Cio")
    sealed = payload(send(client, book.data))
    at.people["cio"].name = "Somebody Else"
    at.people["cio"].save()
    answer = client.post(f"{PAGE}confirm/", {"payload": sealed})
    assert answer.status_code == 302  # the row is wrong by now; nothing is stored
    assert not Step.objects.exists()
