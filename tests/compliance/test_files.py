"""Duties to files and back: what people say of them comes in, what the law says stays."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compliance.models import ObligationStatus
from imports.selectors.heads import remembered_heads
from steps.models import Step
from steps.services import reverting
from tests.factories.compliance import obligation_data, set_row, tracked
from tests.factories.organizations import MembershipFactory, PlantFactory, UserFactory
from tests.markup import text_of

BASE = "/plants/johor-bahru/compliance/"
NAMES = ("my.a", "my.b", "my.c")


@pytest.fixture
def client(scoped):
    return scoped.client("it_lead")


@pytest.fixture
def duties(scoped):
    made = tracked(scoped.plant, scoped.people["it_lead"], *map(obligation_data, NAMES))
    return {duty.row.obligation: duty for duty in made}


def send(client, data, name="duties.csv"):
    content = data if isinstance(data, bytes) else data.encode()
    return client.post(f"{BASE}import/", {"file": SimpleUploadedFile(name, content)})


def confirm(client, page, rows="all", **more):
    sent = {"payload": page.context["payload"], "rows": rows, **more}
    return client.post(f"{BASE}import/confirm/", sent)


def fill(duties, scoped):
    """Say all there is to say of the duties, with words that a spreadsheet would run."""
    lead = scoped.people["it_lead"]
    set_row(duties["my.a"], owner=lead, due_on=dt.date(2027, 3, 31), note="=1+1\nsecond line")
    set_row(duties["my.b"], state="met", met_on=dt.date(2026, 1, 1), review_on=dt.date(2027, 1, 1))
    set_row(duties["my.c"], state="in_progress", note="-5 °C, “quoted”; 工厂")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["", "?as=csv"])
def test_unchanged_export_changes_nothing(scoped, client, duties, language, kind):
    fill(duties, scoped)
    lead = scoped.people["it_lead"]
    lead.language = language
    lead.save()
    before = list(ObligationStatus.objects.order_by("pk").values())
    answer = client.get(f"{BASE}export/{kind}")
    name = "duties.csv" if kind else "duties.xlsx"
    assert answer["Content-Disposition"].endswith(f'duties-johor-bahru.{name[-4:].strip(".")}"')
    page = send(client, answer.content, name)
    result = page.context["result"]
    assert (result.problems, result.count("same"), result.count("changed")) == ((), 3, 0)
    assert result.ignored == ()
    assert len(result.only_told) == 5
    assert ", ".join(result.only_told) in page.content.decode()
    assert confirm(client, page).status_code == 302
    assert list(ObligationStatus.objects.order_by("pk").values()) == before
    assert not Step.objects.exists()


def test_what_people_say_comes_in_and_is_undone_as_one(scoped, client, duties):
    lead, cio = scoped.people["it_lead"], scoped.people["cio"]
    before = list(ObligationStatus.objects.order_by("pk").values("state", "owner", "note"))
    file = (
        "Code,Duty,Law,Status,Owner,Due,Note\n"
        f"my.a,Another duty,Another law,Done,{cio.email.upper()},2027-03-31,by file\n"
        f"my.b,,,in progress,{lead.name},,\n"
    )
    page = send(client, file)
    words = text_of(page.content.decode())
    assert "0 new, 2 change what is stored" in words
    assert "not started → met" in words
    assert "Another law" not in words
    done = client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]}, follow=True)
    assert "2 duties changed" in text_of(done.content.decode())
    rows = {row.obligation: row for row in ObligationStatus.objects.all()}
    one, two = rows["my.a"], rows["my.b"]
    assert (one.state, one.owner, one.due_on) == ("met", cio, dt.date(2027, 3, 31))
    assert (one.note, one.met_on is not None, one.review_on is not None) == ("by file", True, True)
    assert (two.state, two.owner) == ("in_progress", lead)
    assert rows["my.c"].version == 1
    step = Step.objects.get()
    assert step.verb == "obligations.imported"
    reverting.undo(change=step, by=lead)
    assert before == list(ObligationStatus.objects.order_by("pk").values("state", "owner", "note"))


def test_other_heads_are_asked_once(scoped, client, duties):
    file = "Ref,Who does it,Where we are\nmy.a,It Lead,met\n"
    page = send(client, file)
    heads = page.context["heads"]
    chosen = {"Ref": "obligation", "Who does it": "owner", "Where we are": "state"}
    sent = {field.html_name: chosen[field.label] for field, _samples in heads.rows}
    page = client.post(
        f"{BASE}import/", sent | {"payload": page.context["payload"], "step": "heads"}
    )
    assert page.context["changed"] == 1
    confirm(client, page)
    known = remembered_heads(scoped.organization, "compliance.duty")
    assert known["who does it"] == "owner"
    assert send(client, file).context["same"] == 1


def test_wrong_cells_are_named_and_the_good_rows_taken(scoped, client, duties):
    stranger = UserFactory(name="Wei Stranger")
    for name in ("one@example.net", "two@example.net"):
        MembershipFactory(
            user=UserFactory(name="Same Name", email=name), plant=scoped.plant, role="it_lead"
        )
    set_row(duties["my.c"], owner=stranger)
    file = (
        "Code,Status,Owner,Due\n"
        "my.a,finished?,Nobody Here,31 of March\n"
        "my.b,met,Same Name,2027-01-01\n"
        "my.b,met,,\n"
        "my.zz,met,,\n"
        ",met,,9999-12-31\n"
        "my.c,met,Wei Stranger,\n"
    )
    page = send(client, file)
    assert page.status_code == 422
    found = {one.cell: one.message for one in page.context["problems"]}
    assert set(found) == {"B2", "C2", "D2", "C3", "A4", "A5", "A6", "D6"}
    assert "between 1900 and 2100" in found["D6"]
    assert "give the e-mail address" in found["C3"]
    assert "no duty with the code “my.zz”" in found["A5"]
    marked = client.post(f"{BASE}import/marked/", {"payload": page.context["payload"]})
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content)).active
    assert "not started, in progress or met" in sheet["B2"].comment.text
    assert confirm(client, page, rows="good").status_code == 302
    states = dict(ObligationStatus.objects.values_list("obligation", "state"))
    assert states == {"my.a": "not_started", "my.b": "not_started", "my.c": "met"}


def test_owner_who_does_not_take_part_stays_and_is_not_given(scoped, client, duties):
    stranger = UserFactory(name="Wei Stranger")
    set_row(duties["my.a"], owner=stranger)
    page = send(client, "Code,Owner\nmy.a,Wei Stranger\nmy.b,Wei Stranger\n")
    assert [one.cell for one in page.context["problems"]] == ["B3"]
    assert page.context["same"] == 1


def test_empty_cells_delete_when_that_is_said(scoped, client, duties):
    fill(duties, scoped)
    page = send(client, "Code,Status,Owner,Due,Note\nmy.a,,,,\n")
    assert page.context["same"] == 1
    page = client.post(
        f"{BASE}import/", {"payload": page.context["payload"], "step": "check", "empties": "on"}
    )
    assert confirm(client, page).status_code == 302
    row = ObligationStatus.objects.get(obligation="my.a")
    assert (row.state, row.owner, row.due_on, row.note) == ("not_started", None, None, "")


def test_what_changed_since_the_check_is_shown_again(scoped, client, duties):
    page = send(client, "Code,Note\nmy.a,from the file\n")
    set_row(duties["my.a"], note="typed meanwhile")
    again = confirm(client, page)
    assert again.status_code == 409
    assert "typed meanwhile" in text_of(again.content.decode())


def test_formulas_and_other_files_are_refused_where_they_stand(scoped, client, duties):
    book = openpyxl.Workbook()
    book.active.append(["Code", "Note"])
    book.active.append(["my.a", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    page = send(client, out.getvalue(), "duties.xlsx")
    assert [one.cell for one in page.context["problems"]] == ["B2"]
    assert send(client, b"\x00\x01\x02" * 50, "duties.xlsx").status_code == 422
    long = "Code,Note\n" + "my.a,x\n" * 5001
    assert send(client, long).status_code == 422
    assert send(client, f"Code,Note\nmy.a,{'x' * 4001}\n").context["problems"][0].cell == "B2"


def test_other_plants_and_other_checks_stay_closed(scoped, client, duties):
    other = PlantFactory()
    for path in ("export/", "import/"):
        assert client.get(f"/plants/{other.slug}/compliance/{path}").status_code == 404
    payload = send(client, "Code,Note\nmy.a,x\n").context["payload"]
    systems = "/plants/johor-bahru/landscape/systems/import/confirm/"
    assert client.post(systems, {"payload": payload}).url.endswith("systems/import/")
    assert not Step.objects.exists()


def test_doors_stand_on_the_checklist(scoped, client, duties):
    page = client.get(BASE).content.decode()
    assert f"{BASE}export/" in page and f"{BASE}import/" in page
    seen = scoped.client("assessor").get(BASE).content.decode()
    assert f"{BASE}export/" in seen and f"{BASE}import/" not in seen


def test_rows_that_change_something_are_shown_first(client, duties):
    page = send(client, "Code,Note\nmy.a,\nmy.b,\nmy.c,new\n")
    assert [row["effect"] for row in page.context["rows"]] == ["changed", "same", "same"]
