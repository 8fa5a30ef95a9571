"""Files as people have them today: what is known is kept, what is not clear is asked, nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core import signing

from imports.views.drafts import SALT
from landscape.models import System
from sheets.writing import Sheet, write_workbook
from tests.factories.landscape import SystemFactory
from tests.landscape.test_system_views import BASE, send
from tests.markup import text_of

HEAD = "System,Category,Vendor,Users,Criticality,Personal data,Fits local law and language,Note\n"
FULL = f"{HEAD}Round trip A,ERP,Vendor One,12,high,yes,yes,keep me\n"


def confirm(client, page):
    return client.post(
        f"{BASE}import/confirm/", {"payload": page.context["payload"], "accept": "on"}
    )


def take(client, content, name="systems.csv"):
    """Send a file, confirm its check, and return the words of the check page."""
    page = send(client, content, name)
    words = text_of(page.content.decode())
    assert page.status_code == 200, words[:3000]
    assert confirm(client, page).status_code == 302
    return words


def test_a_list_that_changed_since_the_check_is_shown_again(stage, client):
    """The fault seen: the file wrote over what a colleague had saved after the check."""
    take(client, FULL)
    page = send(client, FULL.replace("Vendor One", "From the file"), "systems.csv")
    stored = System.objects.get()
    stored.vendor = "Typed meanwhile"
    stored.save()
    refused = confirm(client, page)
    assert refused.status_code == 409
    words = text_of(refused.content.decode())
    assert "The list was changed since the check." in words
    assert "Typed meanwhile" in words
    assert System.objects.get().vendor == "Typed meanwhile"
    assert confirm(client, refused).status_code == 302
    assert System.objects.get().vendor == "From the file"


def test_a_check_of_an_older_version_is_shown_again(stage, client):
    data = signing.loads(send(client, FULL, "systems.csv").context["payload"], salt=SALT)
    del data["before"]
    payload = signing.dumps(data, salt=SALT, compress=True)
    answer = client.post(f"{BASE}import/confirm/", {"payload": payload, "accept": "on"})
    assert answer.status_code == 409
    assert System.objects.count() == 0


def test_blank_cell_keeps_what_is_stored(stage, client):
    take(client, FULL)
    version = System.objects.get().version
    words = take(client, f"{HEAD}Round trip A,ERP,,13,-,n/a,,\n")
    system = System.objects.get()
    assert (system.vendor, system.note, system.criticality) == ("Vendor One", "keep me", "high")
    assert (system.personal_data, system.fits_local_law, system.users_count) == ("yes", "yes", 13)
    assert "Users 12 → 13" in words
    assert "1 change what is stored, 0 as stored" in words
    assert system.version == version + 1


def test_row_that_is_as_stored_is_called_so_and_left_alone(stage, client):
    take(client, FULL)
    words = take(client, FULL)
    assert "0 change what is stored, 1 as stored" in words
    assert System.objects.get().version == 1


def test_every_column_is_shown_with_its_value(stage, client):
    file = (
        "System,Category,Version,Hosting country,Yearly cost,Contract ends,Processes covered\n"
        "SAP,ERP,9.1,MY,1200.50,2027-03-31,finance\n"
    )
    words = take(client, file)
    for shown in ("Version 9.1", "Hosting country MY", "1,200.5", "Currency MYR", "Processes"):
        assert shown in words


def test_cost_without_currency_keeps_the_currency_of_the_system(stage, client):
    SystemFactory(
        plant=stage.plant, name="SAP", category="ERP", yearly_cost_amount=10, currency="EUR"
    )
    take(client, "System,Category,Yearly cost\nSAP,ERP,12\n")
    assert (System.objects.get().yearly_cost_amount, System.objects.get().currency) == (12, "EUR")


def test_disposition_leans_on_the_reason_that_is_stored(stage, client):
    SystemFactory(
        plant=stage.plant,
        name="SAP",
        category="ERP",
        disposition="keep",
        disposition_reason="fits the group",
    )
    take(client, "System,Category,Disposition,Reason\nSAP,ERP,reuse,\n")
    assert System.objects.get().disposition_reason == "fits the group"


@pytest.mark.parametrize(
    ("page", "vendor"),
    [("cp1252", "Compañía Pérez"), ("cp1250", "Gyártó Kőrösi"), ("gb18030", "金蝶软件")],
)
def test_code_page_is_asked_with_the_letters_of_each(stage, client, page, vendor):
    answer = send(client, f"System,Category,Vendor\nPayroll,ERP,{vendor}\n".encode(page))
    assert answer.status_code == 200
    assert vendor in answer.content.decode()
    assert not System.objects.exists()
    sent = {"kept": answer.context["kept"], "encoding": page}
    checked = client.post(f"{BASE}import/", sent)
    assert confirm(client, checked).status_code == 302
    assert System.objects.get().vendor == vendor


def test_code_page_must_be_chosen_and_the_file_is_sealed(stage, client):
    answer = send(client, "System,Category,Vendor\nPayroll,ERP,Pérez\n".encode("cp1252"))
    kept = answer.context["kept"]
    assert client.post(f"{BASE}import/", {"kept": kept}).status_code == 422
    forged = {"kept": f"{kept}x", "encoding": "cp1252"}
    assert client.post(f"{BASE}import/", forged).status_code == 422


def test_names_are_folded_within_a_file(stage, client):
    file = "System,Category\nPlant ERP,ERP\nplant erp,ERP\nPlant  ERP,ERP\nＰｌａｎｔ ERP,ERP\n"
    answer = send(client, file)
    assert [problem.cell for problem in answer.context["problems"]] == ["A3", "A4", "A5"]


def test_titles_above_many_columns_and_doubled_heads_are_no_matter(stage, client):
    extra = [f"Field {number}" for number in range(70)]
    rows = [
        ["Inventory of IT systems, as of 2026-10-01"],
        ["Prepared by the plant", "", "Version 3"],
        [],
        ["Notes", "System", "Category", "Notes", *extra],
        ["x", "SAP", "ERP", "y", *extra],
    ]
    words = take(client, write_workbook(Sheet("List", rows[0], rows[1:])), "x" * 230 + ".xlsx")
    assert System.objects.get().name == "SAP"
    assert "Field 69" in words


def test_doubled_head_that_is_needed_is_refused(stage, client):
    answer = send(client, "System,Category,System\na,ERP,b\n")
    assert answer.status_code == 422
    assert "Two columns are named" in answer.content.decode()


@pytest.mark.parametrize("word", ["yes", "Y", "TRUE", "1", "Ja", "是", "有"])
def test_yes_is_known_in_the_ways_people_write_it(stage, client, word):
    take(client, f"System,Category,Personal data\nSAP,ERP,{word}\n")
    assert System.objects.get().personal_data == "yes"


@pytest.mark.parametrize("word", ["no", "N", "FALSE", "0", "Nein", "否", "没有"])
def test_no_is_known_in_the_ways_people_write_it(stage, client, word):
    take(client, f"System,Category,Personal data\nSAP,ERP,{word}\n")
    assert System.objects.get().personal_data == "no"


@pytest.mark.parametrize("name", ["MY", "Malaysia", "马来西亚", "malaysia"])
def test_country_may_be_named(stage, client, name):
    take(client, f"System,Category,Hosting country\nSAP,ERP,{name}\n")
    assert System.objects.get().hosting_country == "MY"


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["31-Dec-2027", "1 Feb 2028"], [dt.date(2027, 12, 31), dt.date(2028, 2, 1)]),
        (["31/12/2027", "01/02/2028"], [dt.date(2027, 12, 31), dt.date(2028, 2, 1)]),
        (["12/31/2027", "01/02/2028"], [dt.date(2027, 12, 31), dt.date(2028, 1, 2)]),
    ],
)
def test_days_are_read_as_their_column_writes_them(stage, client, cells, days):
    rows = "".join(f"S{n},ERP,{cell}\n" for n, cell in enumerate(cells))
    take(client, f"System,Category,Contract ends\n{rows}")
    assert [row.contract_end_on for row in System.objects.order_by("name")] == days


@pytest.mark.parametrize("cells", [["01/02/2028"], ["31/12/2027", "12/31/2027"]])
def test_days_that_could_be_mixed_up_are_refused(stage, client, cells):
    rows = "".join(f"S{n},ERP,{cell}\n" for n, cell in enumerate(cells))
    answer = send(client, f"System,Category,Contract ends\n{rows}")
    assert answer.context["problem_count"] == len(cells)


def test_hidden_first_sheet_is_skipped_and_named(stage, client):
    book = openpyxl.load_workbook(
        io.BytesIO(
            write_workbook(
                Sheet("Old list", ["System", "Category"], [["Old", "ERP"]]),
                Sheet("Current", ["System", "Category"], [["New", "ERP"]]),
            )
        )
    )
    book.active = 1
    book["Old list"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    words = take(client, out.getvalue(), "two.xlsx")
    assert System.objects.get().name == "New"
    assert "Sheet “Current”; not read: Old list" in words


def test_sheet_without_the_columns_is_named_when_they_are_asked_for(stage, client):
    data = write_workbook(Sheet("Cover", ["About this file"], [["x"]]))
    answer = send(client, data, "cover.xlsx")
    assert answer.status_code == 422
    words = text_of(answer.content.decode())
    assert "Sheet “Cover”" in words
    assert "Say which column is “System”." in words


def test_float_of_excel_is_an_amount(stage, client):
    data = write_workbook(
        Sheet("S", ["System", "Category", "Yearly cost"], [["SAP", "ERP", 1100.0000000002]])
    )
    take(client, data, "cost.xlsx")
    assert System.objects.get().yearly_cost_amount == Decimal(1100)


def test_payload_that_was_changed_is_not_called_old(stage, client):
    page = send(client, FULL, "systems.csv")
    forged = client.post(
        f"{BASE}import/confirm/",
        {"payload": page.context["payload"] + "x", "accept": "on"},
        follow=True,
    )
    assert "not what the check had sent" in forged.content.decode()
    data = signing.loads(page.context["payload"], salt=SALT)
    other = signing.dumps({**data, "plant": 0}, salt=SALT, compress=True)
    answer = client.post(f"{BASE}import/confirm/", {"payload": other}, follow=True)
    assert "another plant or person" in answer.content.decode()
    assert System.objects.count() == 0


def test_value_under_no_head_is_named_among_what_is_not_read(stage, client):
    book = openpyxl.Workbook()
    for row in (["System", "Category", None], ["SAP", "ERP", "MES"]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    out = io.BytesIO()
    book.save(out)
    words = take(client, out.getvalue(), "merged.xlsx")
    assert "Columns that are not read: C (no head)" in words
