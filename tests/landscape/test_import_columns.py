"""Inventories as plants send them: their columns are asked for once, their words are understood."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import RuleError
from imports.selectors.heads import remembered_heads
from landscape.models import System
from landscape.services import inventory
from tests.factories.landscape import SystemFactory
from tests.landscape.test_system_views import BASE, send
from tests.markup import text_of

HEADS = "序号,系统名称,厂商,版本,负责人,用户数,部署地点,年费用,合同到期,维保到期,重要程度,覆盖业务,个人信息,接口,状态,备注"
LINES = (
    "1,门禁系统,AVEVA,ECC 6.0,李强,120,泰国 罗勇,—,永久,2024/3/5,核心,采购、生产,是,WebService,在用,",
    "2,人事HR,用友,8,张伟/李娜,约50人,总部,３５０００,2024年3月,45292,一般,全部,含员工信息,文件交换,停用,已停",
    "3,制造执行系统MES,西门子,8,,８６,,12.5万,20240115,2025/12/31 00:00:00,A,生产/仓储,否,无,在用,",
    "4,人事HR,用友,8,,50-80,云,免费,,,低,财务,,有,在用,",
)


def upload(client, data: str | bytes, encoding: str = ""):
    """Send a file as it is; answer the question for its code page, and no other."""
    content = data if isinstance(data, bytes) else data.encode()
    name = "list.xlsx" if content.startswith(b"PK") else "list.csv"
    page = client.post(f"{BASE}import/", {"file": SimpleUploadedFile(name, content)})
    if encoding:
        kept = {"kept": page.context["kept"], "encoding": encoding}
        page = client.post(f"{BASE}import/", kept)
    return page


def say(client, page, **choices: str):
    """Answer which column is which: as proposed, but for these choices by head."""
    heads = page.context["heads"]
    sent = {
        field.html_name: choices.get(field.label, field.value() or "") for field, _ in heads.rows
    }
    return client.post(
        f"{BASE}import/", sent | {"payload": page.context["payload"], "step": "heads"}
    )


def confirm(client, page, rows="good", **more):
    sent = {"payload": page.context["payload"], "rows": rows, **more}
    return client.post(f"{BASE}import/confirm/", sent)


def merged_head() -> bytes:
    """A cover sheet; then a title, groups over the heads, and cells as people fill them."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "清河传动 信息系统台账"
    sheet = book.create_sheet("系统清单")
    sheet.append(["清河传动泰国工厂信息系统台账"])
    sheet.append(["基本信息", None, None, None, "使用", None, None, "费用与合同"])
    sheet.append(HEADS.split(","))
    for line in LINES:
        sheet.append([cell or None for cell in line.split(",")])
    sheet.merge_cells("A1:P1")
    sheet.merge_cells("A2:D2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PLAIN = "\n".join((HEADS, *LINES))
TITLED = f"清河传动泰国工厂信息系统台账{',' * 15}\n编制：信息部,,,,,审核：{',' * 10}\n{PLAIN}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (merged_head(), ""),
        (b"\xef\xbb\xbf" + PLAIN.encode(), ""),
        (TITLED.encode("gb18030"), "gb18030"),
    ],
    ids=["merged head", "plain", "title rows"],
)
def test_inventory_of_a_plant_loads_after_one_step(stage, client, data, encoding, language):
    stage.people["it_lead"].language = language
    stage.people["it_lead"].save()
    page = say(client, upload(client, data, encoding=encoding))
    places = {one.cell.rstrip("0123456789") for one in page.context["problems"]}
    assert places == {"B", "F"}  # a name that stands twice, and 50-80 users
    assert confirm(client, page).status_code == 302
    rows = {system.name: system for system in System.objects.all()}
    assert [rows[name].category for name in rows] == ["HRIS", "MES", "OTHER"]
    door, people, mes = rows["门禁系统"], rows["人事HR"], rows["制造执行系统MES"]
    assert (door.hosting_country, door.yearly_cost_amount, door.criticality) == ("TH", None, "high")
    assert (door.has_open_interface, door.support_end_on) == ("yes", dt.date(2024, 3, 5))
    assert (people.users_count, people.yearly_cost_amount, people.currency) == (50, 35000, "MYR")
    assert (people.contract_end_on, people.support_end_on) == (
        dt.date(2024, 3, 31),
        dt.date(2024, 1, 1),
    )
    assert (len(people.processes), people.personal_data, people.criticality) == (6, "yes", "medium")
    assert (mes.users_count, mes.yearly_cost_amount) == (86, Decimal(125000))
    assert (mes.processes, mes.has_open_interface) == (["production", "warehouse"], "unknown")
    words = ("已停", "总部", "文件交换")
    assert all(word in people.note for word in words)
    assert ("永久" in door.note, mes.note) == (True, "")


def test_export_of_another_program_loads_after_one_step(stage, client):
    file = (
        '"Name";"Status";"Manufacturer";"Type";"Version";"Technician in charge";"Location";"Last update"\n'
        '"APP-000 MES";"In use";"Siemens";"Software";"1.0";"ahmad";"Rayong > DC1";"05-03-2024 10:22"\n'
        '"APP-001";"In use";"Siemens";"HR";"1.0";"ahmad";"Server, Thailand";"05-03-2024 10:22"\n'
    )
    asked = upload(client, file)
    assert asked.status_code == 200
    assert "Values in it" in asked.content.decode()
    page = say(client, asked)
    words = text_of(page.content.decode())
    assert "category told from the name: MES" in words
    assert "kept in the note: Category: Software" in words
    assert confirm(client, page).status_code == 302
    first, second = System.objects.order_by("name")[:2]
    assert (first.category, first.vendor, first.owner_name) == ("MES", "Siemens", "ahmad") or (
        second.category == "MES"
    )
    rows = {system.name: system for system in (first, second)}
    assert rows["APP-000 MES"].note == "Category: Software\nHosting country: Rayong > DC1"
    assert (rows["APP-001"].category, rows["APP-001"].hosting_country) == ("HRIS", "TH")
    # The second file of its kind is understood without a question, and changes nothing.
    again = upload(client, file)
    assert (again.context["same"], again.context["row_count"]) == (2, 2)


def test_heads_of_the_template_with_everyday_values_need_no_step(stage, client):
    head = "系统,类别,用户数,托管国家,年费用,币种,合同到期,厂商支持到期,有文档接口,覆盖流程,处置,备注\n"
    lines = (
        "条码,OA,,泰国,12.5万,,2024年3月5日,,√,采购、生产,保留,\n"
        '能源,HR,120,TH,"￥180,000",CNY,20240305,2026年12月,×,财务/销售,替换,备注\n'
        '工资,ＥＲＰ,约50,Thailand,"1,200,000.00",泰铢,2024/3/5,,是,"采购,生产",,\n'
        '图纸,PLM ,"1,200",新加坡,"￥180,000",THB,,,是,采购,,\n'
    )
    page = upload(client, (head + lines).encode("gb18030"), encoding="gb18030")
    assert [one.cell for one in page.context["problems"]] == ["E5"]
    assert "The amount is in CNY and the currency of the row is THB." in page.content.decode()
    assert confirm(client, page).status_code == 302
    rows = {row.name: row for row in System.objects.all()}
    assert {name: (row.category, row.currency) for name, row in rows.items()} == {
        "条码": ("LCAP", "MYR"),
        "能源": ("HRIS", "CNY"),
        "工资": ("ERP", "THB"),
    }
    assert {row.hosting_country for row in rows.values()} == {"TH"}
    assert rows["能源"].processes == ["finance", "sales"]
    # A decision without its reason is none: its word is kept.
    assert (rows["能源"].disposition, rows["能源"].note) == ("undecided", "备注\nDisposition: 替换")


def test_what_is_chosen_is_remembered_for_the_organization(stage, client):
    page = say(client, upload(client, "Bezeichnung,Art\nSAP,ERP\n"), Bezeichnung="name")
    assert page.context["row_count"] == 1
    assert remembered_heads(stage.organization, "landscape.system") == {}
    confirm(client, page)
    said = {"bezeichnung": "name", "art": ""}
    assert remembered_heads(stage.organization, "landscape.system") == said
    assert "heads" not in upload(client, "Bezeichnung,Art\nMES,ERP\n").context


def test_columns_may_be_changed_after_the_check(stage, client):
    page = upload(client, "System,Category,Vendor\nSAP,ERP,Müller\n")
    sent = {"payload": page.context["payload"], "step": "columns"}
    asked = client.post(f"{BASE}import/", sent)
    page = say(client, asked, Vendor="note")
    confirm(client, page)
    assert (System.objects.get().vendor, System.objects.get().note) == ("", "Müller")


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"Eins": "name", "Zwei": "name"}, "“System” is chosen for two columns."),
        ({"Eins": "vendor"}, "Say which column is “System”."),
        ({"Eins": "secret"}, "secret"),
    ],
)
def test_choice_of_columns_that_cannot_be_is_refused(stage, client, choices, words):
    asked = upload(client, "Eins,Zwei\nSAP,ERP\n")
    refused = say(client, asked, **choices)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert say(client, refused, Eins="name", Zwei="category").context["row_count"] == 1


def test_good_rows_are_taken_and_the_others_come_back_marked(stage, client):
    stored = SystemFactory(
        plant=stage.plant, name="ERP", category="ERP", yearly_cost_amount=10, currency="MYR"
    )
    file = "System,Category,Yearly cost,Users\nERP,ERP,500,1\nMES,MES,7,2\nBad,BI,1,many\n"
    page = upload(client, file)
    assert page.status_code == 422
    words = text_of(page.content.decode())
    assert "Import the 1 good row" in words
    assert "Import all 2 rows with far values" in words
    payload = {"payload": page.context["payload"]}
    answer = client.post(f"{BASE}import/marked/", payload)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet["A"]] == ["System", "ERP", "MES", "Bad"]
    assert "a whole number" in sheet["D4"].comment.text
    assert "Far from what is stored: MYR\u00a010.00" in sheet["C2"].comment.text
    assert confirm(client, page, rows="all").status_code == 422  # far costs need their tick
    assert confirm(client, page).status_code == 302
    stored.refresh_from_db()
    assert (System.objects.count(), stored.yearly_cost_amount) == (2, 10)
    page = upload(client, file)
    assert confirm(client, page, rows="all", accept="on").status_code == 302
    stored.refresh_from_db()
    assert (System.objects.count(), stored.yearly_cost_amount) == (2, 500)


def test_empty_cell_deletes_only_when_it_is_meant(stage, client):
    stored = SystemFactory(
        plant=stage.plant,
        name="ERP",
        category="ERP",
        vendor="SAP",
        note="kept",
        criticality="high",
        disposition="keep",
        disposition_reason="fits",
    )
    file = "System,Category,Vendor,Criticality,Reason,Note\nERP,,,,,-\nNew,,,,,\n"
    page = upload(client, file)
    assert page.context["changed"] == 0
    sent = {"payload": page.context["payload"], "step": "check", "empties": "on"}
    page = client.post(f"{BASE}import/", sent)
    assert page.context["changed"] == 1
    assert "Vendor SAP → –" in text_of(page.content.decode())
    assert confirm(client, page).status_code == 302
    stored.refresh_from_db()
    assert (stored.vendor, stored.note, stored.criticality) == ("", "kept", "medium")
    assert (stored.category, stored.disposition, stored.disposition_reason) == (
        "ERP",
        "undecided",
        "",
    )


def test_word_of_no_category_is_kept_and_said(stage, client):
    SystemFactory(plant=stage.plant, name="Old", category="MES")
    page = send(client, "System,Category\nNew,Gerät\nOld,Gerät\n")
    words = text_of(page.content.decode())
    assert "no category known: entered under “another kind”" in words
    confirm(client, page)
    assert dict(System.objects.values_list("name", "category")) == {"New": "OTHER", "Old": "MES"}
    assert set(System.objects.values_list("note", flat=True)) == {"Category: Gerät"}
    again = send(client, "System,Category\nNew,Gerät\nOld,Gerät\n")
    assert again.context["same"] == 2
    assert send(client, client.get(f"{BASE}export/").content, "a.xlsx").context["same"] == 2


def test_note_that_would_be_too_long_is_refused(stage, client):
    page = send(client, f"System,Category,Note\nNew,Gerät,{'x' * 1995}\n")
    assert [one.cell for one in page.context["problems"]] == ["C2"]


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("฿450.000", "450000", "THB"),
        ("USD 25,000", "25000", "USD"),
        ("12.5万元/年", "125000", "CNY"),
        ("RM 5", "5", "MYR"),
        ("7 Euro", "7", "EUR"),
        ("free", "0", "MYR"),
        ("8", "8", "MYR"),
    ],
)
def test_amount_with_its_money_is_read(stage, client, cell, amount, currency):
    confirm(client, send(client, f'System,Yearly cost\nSAP,"{cell}"\n'))
    system = System.objects.get()
    assert (system.yearly_cost_amount, system.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("cell", ["5 Zloty a day", "ask", "ERP 5"])
def test_what_is_no_amount_is_refused(stage, client, cell):
    page = send(client, f"System,Yearly cost\nSAP,{cell}\n")
    assert [one.cell for one in page.context["problems"]] == ["B2"]


def test_steps_of_another_person_or_of_old_are_not_taken(stage, client, cast):
    page = upload(client, "System,Category\nSAP,ERP\n")
    sent = {"payload": page.context["payload"], "step": "check"}
    other = cast.client("business_lead")
    assert other.post(f"{BASE}import/", sent).status_code == 302
    for address in ("import/", "import/marked/"):
        assert client.post(f"{BASE}{address}", {"payload": "x"}).status_code == 302
    assert other.post(f"{BASE}import/marked/", sent).status_code == 302


def test_name_that_stands_twice_in_rows_is_refused_by_the_service(stage):
    rows = [{"name": "A", "category": "ERP"}, {"name": "ａ", "category": "ERP"}]
    with pytest.raises(RuleError, match="twice"):
        inventory.import_systems(plant=stage.plant, rows=rows, by=stage.people["it_lead"])
    assert not System.objects.exists()


def test_row_that_no_longer_fits_stores_nothing(stage, client, monkeypatch):
    page = upload(client, "System,Category\nSAP,ERP\n")

    def refuse(**_options):
        raise RuleError("changed meanwhile")

    monkeypatch.setattr(inventory, "import_systems", refuse)
    answer = confirm(client, page)
    assert answer["Location"].endswith("/import/")
    assert not System.objects.exists()
