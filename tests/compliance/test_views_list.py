from __future__ import annotations

import datetime as dt
import re

import pytest

from compliance.models import FactCheck, ObligationStatus
from compliance.services import tracking
from organizations.selectors.places import plant_today
from tests.factories.compliance import (
    make_catalog,
    make_release,
    obligation_data,
    set_row,
    text,
    tracked,
)
from tests.markup import flat

URL = "/plants/johor-bahru/compliance/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def editor(scoped):
    return scoped.people["it_lead"]


@pytest.fixture
def duties(scoped, editor):
    found = tracked(
        scoped.plant,
        editor,
        obligation_data("my.late", text=text("Appoint an officer")),
        obligation_data("my.tax", topic="finance_tax", text=text("Validate invoices")),
        obligation_data("my.ask", confidence="M", text=text("Ask counsel")),
        obligation_data(
            "my.cn", text=text("Chinese only"), applies_if={"fact": "country", "equals": "CN"}
        ),
    )
    yesterday = plant_today(scoped.plant) - dt.timedelta(days=1)
    for duty in found:
        if duty.row.obligation in ("my.late", "my.ask"):
            set_row(duty, due_on=yesterday)
    return {duty.row.obligation: duty.row for duty in found}


def page(cast, role="it_lead", query="", headers=None) -> str:
    response = cast.client(role).get(URL + query, headers=headers or {})
    assert response.status_code == 200
    return flat(response.content.decode())


def shown(html: str) -> list[str]:
    return re.findall(r"data-drawer>([^<]+)</a>", html)


def test_list_groups_by_topic_and_leaves_out_what_does_not_apply(duties, scoped):
    html = page(scoped)
    assert shown(html) == ["Appoint an officer", "Ask counsel", "Validate invoices"]
    assert "1 further duty does not apply" in html
    assert "1 overdue" in html
    assert "Information, not legal advice" in html


def test_what_does_not_apply_is_listed_with_its_reason(duties, scoped):
    html = page(scoped, query="?show=no")
    assert shown(html) == ["Chinese only"]
    assert "Would apply" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=INVOICE", ["Validate invoices"]),
        ("?q=中文Ask", ["Ask counsel"]),
        ("?topic=finance_tax", ["Validate invoices"]),
        ("?status=overdue", ["Appoint an officer"]),
        ("?status=to_confirm", ["Ask counsel"]),
        ("?owner=none&topic=finance_tax", ["Validate invoices"]),
        ("?owner=99999", []),
        ("?jurisdiction=HU", []),
        ("?topic=nonsense&status=x&jurisdiction=%00", None),
        ("?q=" + "x" * 5000, None),
    ],
)
def test_filters(duties, scoped, query, found):
    everything = ["Appoint an officer", "Ask counsel", "Validate invoices"]
    assert shown(page(scoped, query=query)) == (everything if found is None else found)


def test_htmx_gets_only_the_table(duties, scoped):
    response = scoped.client("it_lead").get(URL + "?q=officer", headers=HTMX)
    html = response.content.decode()
    assert html.lstrip().startswith('<div id="duty-region">')
    assert "<html" not in html
    assert 'id="live"' in html
    assert "HX-Request" in response["Vary"]


def test_drawer_stands_in_the_page_and_comes_alone(duties, scoped):
    make_catalog()
    query = f"?topic=privacy&duty={duties['my.late'].pk}"
    assert '<dialog class="drawer"' in page(scoped, query=query)
    alone = page(scoped, query=query, headers={**HTMX, "HX-Target": "drawer"})
    assert alone.lstrip().startswith('<dialog class="drawer"')
    assert f'data-close-url="{URL}?topic=privacy"' in alone
    assert "Data protection basics" in alone
    assert "https://example.org/law" in alone


@pytest.mark.parametrize("wanted", ["999999", "x", ""])
def test_drawer_of_an_unknown_duty_answers_404(duties, scoped, wanted):
    assert scoped.client("it_lead").get(f"{URL}?duty={wanted}").status_code == 404


def test_reader_sees_no_way_to_change(duties, scoped):
    html = page(scoped, role="stakeholder")
    assert "Preview change" not in html
    assert "/edit/" not in html
    assert "Check the plant facts again" not in html


@pytest.mark.parametrize("role", ["it_lead", "stakeholder"])
def test_plant_that_was_never_checked_is_being_checked_and_no_reader_does_it(scoped, role):
    make_release(obligation_data("my.one"))
    html = page(scoped, role=role)
    assert "Being checked" in html
    assert "No checklist for this country yet" not in html
    assert (ObligationStatus.objects.count(), FactCheck.objects.count()) == (0, 0)


def test_page_older_than_its_packs_is_being_checked(scoped, editor):
    tracked(scoped.plant, editor, obligation_data("my.one"))
    assert "Being checked" not in page(scoped)
    make_release(obligation_data("my.one"), obligation_data("my.two"), release="2026.4")
    html = page(scoped)
    assert "Being checked" in html
    assert shown(html) == ["Duty my.one"]
    tracking.keep_current(plant=scoped.plant, by=None)
    html = page(scoped)
    assert "Being checked" not in html
    assert shown(html) == ["Duty my.one", "Duty my.two"]
    assert "The last check changed 1 duty." in html


def test_being_checked_is_said_in_chinese(scoped):
    make_release(obligation_data("my.one"))
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    assert "正在核对" in page(scoped, role="cio")


@pytest.mark.parametrize("role", ["it_lead", "stakeholder"])
def test_without_a_checklist_the_page_says_so(scoped, role):
    html = page(scoped, role=role)
    assert "No checklist for this country yet" in html
    assert ("Edit plant facts" in html) is (role == "it_lead")
    assert "Being checked" not in html
    assert not FactCheck.objects.exists()


def test_number_of_queries_does_not_grow_with_the_list(scoped, editor, django_assert_num_queries):
    tracked(scoped.plant, editor, obligation_data("my.a"))
    client = scoped.client("it_lead")
    client.get(URL)
    with django_assert_num_queries(13):
        client.get(URL)
    tracked(
        scoped.plant,
        editor,
        *(obligation_data(f"my.{name}", topic="labour") for name in "abc"),
        release="2026.4",
    )
    client.get(URL)
    with django_assert_num_queries(13):
        client.get(URL)


def test_chinese_page_is_chinese(duties, scoped):
    person = scoped.people["cio"]
    person.language = "zh-hans"
    person.save()
    html = page(scoped, role="cio")
    for words in ("义务", "中文Appoint an officer", "逾期", "仅供参考，不构成法律意见。"):
        assert words in html
    assert "Status: any" not in html
