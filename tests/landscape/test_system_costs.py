"""Costs and names as files write them."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from landscape.models import System
from tests.factories.landscape import SystemFactory
from tests.landscape.test_system_views import BASE, send


@pytest.mark.parametrize(
    ("cells", "costs"),
    [
        (["1.234", "12.500", "998"], ["1234", "12500", "998"]),
        (["1.234,5", "2.000"], ["1234.5", "2000"]),
        (["1234.5", "2,000"], ["1234.5", "2000"]),
        (["＋１２，５", "7"], ["12.5", "7"]),
    ],
)
def test_costs_are_read_as_the_column_writes_them(stage, client, cells, costs):
    lines = "".join(f"S{n};ERP;{cell}\n" for n, cell in enumerate(cells))
    page = send(client, f"System;Category;Yearly cost\n{lines}")
    assert page.status_code == 200
    assert "Text in UTF-8, columns separated by semicolons" in page.content.decode()
    client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]})
    stored = list(System.objects.order_by("name").values_list("yearly_cost_amount", flat=True))
    assert stored == [Decimal(cost) for cost in costs]


def test_the_page_says_how_the_costs_are_read(stage, client):
    page = send(client, "System;Category;Yearly cost\nA;ERP;1.234,5\n")
    assert "“Yearly cost”: numbers read as 1.234,5 with decimal comma." in page.content.decode()


def test_a_cost_that_excel_computed_is_taken(stage, client):
    book = openpyxl.Workbook()
    book.active.append(["System", "Category", "Yearly cost"])
    book.active.append(["SAP", "ERP", 1100.0000000002])
    out = io.BytesIO()
    book.save(out)
    page = send(client, out.getvalue(), "a.xlsx")
    assert page.context["result"].rows[0].values["yearly_cost_amount"] == Decimal("1100.00")


@pytest.mark.parametrize("number", [1e22, 1e30, 1e300, -1e30])
@pytest.mark.parametrize("head", ["Yearly cost", "Users"])
def test_a_number_beyond_every_bound_is_named(stage, client, head, number):
    book = openpyxl.Workbook()
    book.active.append(["System", "Category", head])
    book.active.append(["SAP", "ERP", number])
    out = io.BytesIO()
    book.save(out)
    page = send(client, out.getvalue(), "a.xlsx")
    assert page.status_code == 422
    assert [problem.cell for problem in page.context["problems"]] == ["C2"]
    assert not System.objects.exists()


def test_a_cost_that_leaps_is_shown_and_needs_a_tick(stage, client):
    for name, cost in (("SAP", "1200"), ("MES", "1200"), ("WMS", "1200"), ("CRM", "0")):
        SystemFactory(
            plant=stage.plant, name=name, yearly_cost_amount=Decimal(cost), currency="MYR"
        )
    text = (
        "System,Category,Yearly cost,Currency\n"
        "sap,ERP,12000,MYR\nMES,MES,11999,MYR\nWMS,WMS,12000,USD\nCRM,CRM,5,MYR\nnew,ERP,9,MYR\n"
    )
    page = send(client, text)
    assert page.status_code == 200
    assert [doubt.name for doubt in page.context["result"].doubts] == ["SAP"]
    assert "MYR\u00a01,200.00 →" in page.content.decode()
    payload = page.context["payload"]
    refused = client.post(f"{BASE}import/confirm/", {"payload": payload})
    assert refused.status_code == 422
    assert "Look at the marked values and tick this." in refused.content.decode()
    assert System.objects.get(name="SAP").yearly_cost_amount == 1200
    again = refused.context["payload"]
    client.post(f"{BASE}import/confirm/", {"payload": again, "accept": "on"})
    assert System.objects.get(name="SAP").yearly_cost_amount == 12000


def test_a_cost_that_falls_to_a_tenth_is_marked(stage, client):
    SystemFactory(plant=stage.plant, name="SAP", yearly_cost_amount=Decimal(1200), currency="MYR")
    page = send(client, "System,Category,Yearly cost,Currency\nSAP,ERP,120,MYR\n")
    assert len(page.context["result"].doubts) == 1
    page = send(client, "System,Category,Yearly cost,Currency\nSAP,ERP,121,MYR\n")
    assert page.context["result"].doubts == ()


def test_names_are_one_whatever_case_spaces_and_width(stage, client):
    text = "System,Category\nPlant ERP,ERP\nplant erp,ERP\nPlant  ERP,ERP\nＰｌａｎｔ ERP,ERP\n"
    page = send(client, text)
    assert [problem.cell for problem in page.context["problems"]] == ["A3", "A4", "A5"]
    SystemFactory(plant=stage.plant, name="Plant ERP", category="ERP")
    page = send(client, "System,Category,Vendor\nｐｌａｎｔ  erp,ERP,SAP\n")
    assert (page.context["added"], page.context["changed"]) == (0, 1)
    client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]})
    system = System.objects.get()
    assert (system.name, system.vendor) == ("Plant ERP", "SAP")


def test_of_two_names_that_were_taken_before_the_one_written_the_same_is_meant(stage, client):
    SystemFactory(plant=stage.plant, name="Plant ERP", category="ERP")
    SystemFactory(plant=stage.plant, name="plant erp", category="ERP")
    page = send(client, "System,Category,Vendor\nPlant ERP,ERP,SAP\n")
    client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]})
    assert System.objects.get(name="Plant ERP").vendor == "SAP"
    assert System.objects.count() == 2


def test_the_highest_cost_reads_back(stage, client):
    page = send(client, "System,Category,Yearly cost\nA,ERP,9999999999999.99\n")
    client.post(f"{BASE}import/confirm/", {"payload": page.context["payload"]})
    assert System.objects.get().yearly_cost_amount == Decimal("9999999999999.99")
    assert client.get(BASE).status_code == 200
