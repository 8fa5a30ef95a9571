from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import RuleError
from landscape.domain.disposition import EVEN
from landscape.models import System
from landscape.selectors import systems as reference
from landscape.selectors.systems import advise, decision, system_categories
from landscape.services import inventory
from tests.factories.landscape import SystemFactory
from tests.factories.organizations import PlantFactory

BASE = "/plants/johor-bahru/landscape/systems/"
HTMX = {"HX-Request": "true"}


def form(**more):
    return {
        "name": "Kingdee K3",
        "category": "ERP",
        "criticality": "high",
        "personal_data": "yes",
        "has_open_interface": "no",
        "is_group_standard": "no",
        "fits_local_law": "unknown",
        "processes": ["purchase", "finance"],
        "disposition": "undecided",
        "yearly_cost_amount": "1.234,50",
        "currency": "MYR",
        **more,
    }


def send(client, content, name="systems.csv"):
    """Send a file; where its columns are asked for, take what is proposed."""
    data = content if isinstance(content, bytes) else content.encode()
    page = client.post(f"{BASE}import/", {"file": SimpleUploadedFile(name, data)})
    heads = (page.context or {}).get("heads")
    if heads is None:
        return page
    sent = {field.html_name: field.value() or "" for field, _samples in heads.rows}
    sent |= {"payload": page.context["payload"], "step": "heads"}
    return client.post(f"{BASE}import/", sent)


def test_empty_list_offers_the_first_step(stage, client, cast):
    assert "Add the first system" in client.get(BASE).content.decode()


def test_system_is_added_edited_and_removed(stage, client):
    assert client.post(f"{BASE}new/", form()).status_code == 302
    system = System.objects.get()
    assert system.yearly_cost_amount == Decimal("1234.50")
    place = f"{BASE}{system.pk}/edit/"
    assert "Proposal" in client.get(place).content.decode()
    taken = client.get(place + "?use=proposal").content.decode()
    assert "Business value" in taken
    assert client.post(place, form(version=1, disposition="keep")).status_code == 422
    good = form(version=1, disposition="keep", disposition_reason="fits")
    assert client.post(place, good).status_code == 302
    stale = client.post(place, form(version=1, name="Other"))
    assert stale.status_code == 409
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in stale.context["conflict"]["rows"]}
    assert rows["Disposition"] == ("Keep", "Not decided")
    assert rows["Name"] == ("Kingdee K3", "Other")
    assert "It Lead changed this in the meantime" in stale.content.decode()
    assert client.post(place, form(disposition="keep")).status_code == 422  # names no version
    assert client.post(place, {"on_conflict": "theirs"}).status_code == 302
    assert client.get(f"{BASE}99999/edit/").status_code == 404
    seen = System.objects.get().version
    assert f'name="version" value="{seen}"' in client.get(place).content.decode()
    assert client.post(f"{BASE}{system.pk}/delete/", {"version": seen}).status_code == 302
    assert System.objects.count() == 0


def test_decision_against_the_proposal_is_named_with_its_own_reason_only(stage, client):
    """The fault seen: "Replace" with the words "High value, good fit" of the proposal to keep."""
    system = SystemFactory(plant=stage.plant, criticality="high", users_count=88)
    advice = advise(system, dt.date(2026, 11, 22))
    assert advice.proposal == "keep"

    def decide(disposition, reason):
        inventory.edit_system(
            system=system,
            expected=system.version,
            by=stage.people["it_lead"],
            disposition=disposition,
            disposition_reason=reason,
        )
        made = decision(system, dt.date(2026, 11, 22))
        return made.is_otherwise, made.reason.en, client.get(BASE).content.decode()

    otherwise, reason, page = decide("replace", advice.reason.en)
    assert (otherwise, reason) == (True, "")
    assert "decided otherwise than proposed" in page
    assert "High value" not in page
    otherwise, reason, page = decide("replace", "Joins the group ERP.")
    assert (otherwise, reason) == (True, "Joins the group ERP.")
    assert "Joins the group ERP." in page
    otherwise, reason, page = decide("keep", advice.reason.en)
    assert (otherwise, reason) == (False, advice.reason.en)
    assert "decided otherwise" not in page


def test_another_reference_model_makes_another_proposal(stage, monkeypatch):
    system = SystemFactory(plant=stage.plant, criticality="high", users_count=88)
    today = dt.date(2026, 11, 22)
    assert advise(system, today).proposal == "keep"
    model = reference._model()
    strict = model.disposition.time_model.model_copy(update={"cut_off": Decimal("4.9")})
    said = model.disposition.model_copy(update={"time_model": strict})
    other = model.model_copy(update={"disposition": said})
    monkeypatch.setattr(reference, "_model", lambda: other)
    assert advise(system, today).proposal == "replace"
    silent = model.model_copy(update={"disposition": None})
    monkeypatch.setattr(reference, "_model", lambda: silent)
    assert system_categories().weighing is EVEN


def test_reason_taken_over_from_the_proposal_stands_in_both_languages(stage, client):
    client.post(f"{BASE}new/", form())
    system = System.objects.get()
    place = f"{BASE}{system.pk}/edit/"
    offered = client.get(place + "?use=proposal").context["form"]["disposition_reason"].value()
    client.post(place, form(version=1, disposition="keep", disposition_reason=offered))
    system.refresh_from_db()
    assert system.reason["en"] == offered
    assert "业务价值" in system.reason["zh-hans"]

    # The facts change and the reason does not: it is still the one that was decided on.
    owner = stage.people["it_lead"]
    owner.language = "zh-hans"
    owner.save()
    shown = client.get(place).context["form"]["disposition_reason"].value()
    assert shown == system.reason["zh-hans"]
    more = form(version=2, disposition="keep", disposition_reason=shown, criticality="low")
    assert client.post(place, more).status_code == 302
    system.refresh_from_db()
    assert system.reason["en"] == offered

    own = form(version=3, disposition="keep", disposition_reason="会计需要。")
    assert client.post(place, own).status_code == 302
    system.refresh_from_db()
    assert system.reason == {"en": "会计需要。", "zh-hans": "会计需要。"}


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"category": "XYZ"},
        {"yearly_cost_amount": "-5"},
        {"yearly_cost_amount": "much"},
        {"currency": ""},
        {"currency": "XXQ"},
        {"hosting_country": "QQ"},
        {"contract_end_on": "soon"},
        {"users_count": "-1"},
        {"processes": ["nowhere"]},
        {"name": "x" * 200},
    ],
)
def test_bad_entry_is_422(stage, client, change):
    assert client.post(f"{BASE}new/", form(**change)).status_code == 422
    assert System.objects.count() == 0


def test_name_is_listed_once(stage, client):
    client.post(f"{BASE}new/", form())
    assert client.post(f"{BASE}new/", form()).status_code == 422


def test_system_of_another_plant_is_not_found(stage, client):
    other = PlantFactory(organization=stage.organization, slug="other")
    system = inventory.add_system(plant=other, by=stage.people["cio"], name="X", category="ERP")
    for act in ("edit", "delete"):
        assert client.post(f"{BASE}{system.pk}/{act}/").status_code == 404


@time_machine.travel("2026-11-22T08:00:00Z", tick=False)
def test_filters_narrow_the_list(stage, client):
    plant = stage.plant
    SystemFactory(plant=plant, name="Old MES", category="MES", support_end_on=dt.date(2027, 1, 1))
    SystemFactory(plant=plant, name="New ERP", contract_end_on=dt.date(2029, 1, 1))
    SystemFactory(
        plant=plant,
        name="Gone",
        contract_end_on=dt.date(2026, 1, 1),
        disposition="retire",
        disposition_reason="x",
    )

    def found(query):
        page = client.get(f"{BASE}?{query}", headers=HTMX).content.decode()
        return [name for name in ("Old MES", "New ERP", "Gone") if name in page]

    assert found("") == ["Old MES", "New ERP", "Gone"]
    assert found("ending=1") == ["Old MES", "Gone"]
    assert found("category=MES") == ["Old MES"]
    assert found("disposition=retire") == ["Gone"]
    assert found("q=new") == ["New ERP"]
    assert found("q=nothing") == []
    assert found("disposition=wrong") == ["Old MES", "New ERP", "Gone"]


def test_list_costs_the_same_with_1_and_3_systems(stage, client):
    SystemFactory(plant=stage.plant)
    client.get(BASE)
    with CaptureQueriesContext(connection) as one:
        client.get(BASE)
    SystemFactory.create_batch(2, plant=stage.plant)
    with CaptureQueriesContext(connection) as three:
        client.get(BASE)
    assert len(one) == len(three)


GOOD = (
    "System,Category,Users,Yearly cost,Contract ends,Criticality,Group standard,Processes covered,Extra\n"
    'SAP,ERP,４０,"1,234.50",2027-03-31,high,yes,Purchasing; finance,x\n'
    "MES,mes,,,,,,,\n"
)


def test_file_is_checked_shown_and_taken_over(stage, client):
    SystemFactory(plant=stage.plant, name="MES", category="MES", vendor="kept")
    page = send(client, GOOD)
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 rows are fine" in text
    assert "Extra" in text
    assert System.objects.count() == 1
    payload = page.context["payload"]
    client.post(f"{BASE}import/confirm/", {"payload": payload})
    sap = System.objects.get(name="SAP")
    assert (sap.users_count, sap.currency, sap.processes) == (40, "MYR", ["purchase", "finance"])
    assert sap.contract_end_on == dt.date(2027, 3, 31)
    assert System.objects.get(name="MES").vendor == "kept"


def test_chinese_file_in_gb18030_is_read(stage, client):
    text = "系统;类别;年费用;币种;关键程度;处置;理由\n金蝶;ERP;1.234,5;MYR;高;保留;符合集团标准\n"
    asked = send(client, text.encode("gb18030"))
    assert "金蝶" in asked.content.decode()
    sent = {"kept": asked.context["kept"], "encoding": "gb18030"}
    page = client.post(f"{BASE}import/", sent)
    assert page.status_code == 200
    client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]})
    system = System.objects.get()
    assert (system.name, system.criticality, system.disposition) == ("金蝶", "high", "keep")
    assert system.yearly_cost_amount == Decimal("1234.50")


def test_bad_last_row_stores_nothing_and_names_the_cell(stage, client):
    rows = "".join(f"S{n},ERP,5\n" for n in range(20))
    page = send(client, f"System,Category,Users\n{rows}Last,ERP,many\n")
    assert page.status_code == 422
    assert [(problem.sheet, problem.cell) for problem in page.context["problems"]] == [
        ("systems.csv", "C22")
    ]
    assert "a whole number from 0" in page.content.decode()
    assert "Import the 20 good rows" in page.content.decode()
    assert System.objects.count() == 0


@pytest.mark.parametrize(
    ("head", "row", "cell"),
    [
        ("System,Category", ",ERP", "A2"),
        ("System,Category,Hosting country", "A,ERP,QQ", "C2"),
        ("System,Category,Currency", "A,ERP,QQQ", "C2"),
        ("System,Category,Yearly cost", "A,ERP,-1", "C2"),
        ("System,Category,Yearly cost", "A,ERP,0.125", "C2"),
        ("System,Category,Yearly cost", "A,ERP,85%", "C2"),
        ("System,Category,Yearly cost", "A,ERP,10000000000000", "C2"),
        ("System;Category;Yearly cost", "A;ERP;1,5\nB;ERP;1.5", "C3"),
        ("System,Category,Contract ends", "A,ERP,02/03/2026", "C2"),
        ("System,Category,Criticality", "A,ERP,huge", "C2"),
        ("System,Category,Processes covered", "A,ERP,nowhere", "C2"),
        ("System,Category,Users", "A,ERP,1.5", "C2"),
        ("System,Category,Vendor", f"A,ERP,{'x' * 130}", "C2"),
        ("System,Category", "A,ERP\nA,ERP", "A3"),
    ],
)
def test_every_wrong_cell_is_named(stage, client, head, row, cell):
    page = send(client, f"{head}\n{row}\n")
    assert page.status_code == 422
    assert [problem.cell for problem in page.context["problems"]] == [cell]


def test_empty_cell_that_is_needed_is_called_empty(stage, client):
    (problem,) = send(client, "System,Category\n,ERP\n").context["problems"]
    assert problem.message.startswith("Empty; expected: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"nothing", b"System,Category\n", b"\x00\x01\xff", b"PK\x03\x04bomb"],
)
def test_unreadable_file_is_422(stage, client, content):
    assert send(client, content).status_code == 422
    assert client.post(f"{BASE}import/", {}).status_code == 422


def test_workbook_with_formula_is_named(stage, client):
    book = openpyxl.Workbook()
    book.active.append(["System", "Category", "Users"])
    book.active.append(["SAP", "ERP", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    page = send(client, out.getvalue(), "a.xlsx")
    assert [problem.cell for problem in page.context["problems"]] == ["C2"]


def test_export_comes_back_in_and_template_has_choices(stage, client):
    SystemFactory(
        plant=stage.plant,
        name="=SAP",
        yearly_cost_amount=Decimal("10.50"),
        currency="MYR",
        contract_end_on=dt.date(2027, 1, 1),
    )
    data = client.get(f"{BASE}export/").content
    page = send(client, data, "back.xlsx")
    assert page.status_code == 200
    assert (page.context["changed"], page.context["same"]) == (0, 1)
    template = openpyxl.load_workbook(io.BytesIO(client.get(f"{BASE}template/").content))
    assert template.worksheets[0]["A1"].value == "System"
    assert template.worksheets[1].max_row > 20


def test_confirmation_is_bound_to_person_and_plant_and_all_or_nothing(stage, client, cast):
    page = send(client, GOOD)
    payload = page.context["payload"]
    other = cast.client("business_lead").post(f"{BASE}import/confirm/", {"payload": payload})
    assert other["Location"].endswith("/import/")
    assert client.post(f"{BASE}import/confirm/", {"payload": "forged"}).status_code == 302
    assert System.objects.count() == 0
    with pytest.raises(RuleError):
        inventory.import_systems(
            plant=stage.plant,
            rows=[
                {"name": "A", "category": "ERP"},
                {"name": "B", "category": "ERP", "disposition": "keep"},
            ],
            by=cast.people["it_lead"],
        )
    assert System.objects.count() == 0
    with pytest.raises(TypeError):
        inventory.add_system(plant=stage.plant, by=cast.people["it_lead"], secret="x")


# --- how numbers are written, and what an import would change ------------------------------------
