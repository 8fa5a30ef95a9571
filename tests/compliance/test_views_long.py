"""A long checklist: what is late stands there, the rest of a topic comes when it is opened."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from organizations.selectors.places import plant_today
from tests.factories.compliance import obligation_data, set_row, text, tracked
from tests.markup import flat

URL = "/plants/johor-bahru/compliance/"
HTMX = {"HX-Request": "true", "HX-Target": "more-labour"}


@pytest.fixture
def many(scoped):
    """Give the plant 60 duties in two topics, two of them late."""
    found = tracked(
        scoped.plant,
        scoped.people["it_lead"],
        *(
            obligation_data(
                f"my.d{number:02}",
                topic="labour" if number < 30 else "privacy",
                text=text(f"Duty {number:02}"),
            )
            for number in range(60)
        ),
    )
    yesterday = plant_today(scoped.plant) - dt.timedelta(days=1)
    for duty in found:
        if duty.row.obligation in ("my.d03", "my.d04"):
            set_row(duty, due_on=yesterday)
    return {duty.row.obligation: duty.row for duty in found}


def page(cast, query="", headers=None, role="it_lead") -> str:
    response = cast.client(role).get(URL + query, headers=headers or {})
    assert response.status_code == 200
    return flat(response.content.decode())


def shown(html: str) -> list[str]:
    return re.findall(r"data-drawer(?: autofocus)?>([^<]+)</a>", html)


def test_only_what_is_late_stands_in_a_long_list(many, scoped):
    html = page(scoped)
    assert shown(html) == ["Duty 03", "Duty 04"]
    assert "60 of 60 shown" in html
    assert "Show 28 more duties" in html
    assert "Show 30 more duties" in html
    assert html.count('type="checkbox" id="fold-') == 2
    assert len(re.findall(r"checked hx-trigger", html)) == 1


def test_the_rest_of_a_topic_comes_alone(many, scoped):
    late = f"{many['my.d03'].pk}.{many['my.d04'].pk}"
    html = page(scoped, f"?rows=labour&drawn=.{late}&focus=1", HTMX)
    assert len(shown(html)) == 28
    assert "Duty 03" not in html
    assert html.count(" autofocus") == 1
    assert "<html" not in html
    assert " autofocus" not in page(scoped, "?rows=privacy", HTMX)
    assert len(shown(page(scoped, "?rows=privacy&q=Duty 31", HTMX))) == 1
    assert shown(page(scoped, "?rows=privacy&show=no", HTMX)) == []


def test_without_a_script_a_topic_opens_as_a_page(many, scoped):
    (address,) = re.findall(r'href="([^"]*topic=labour)"', page(scoped))
    html = page(scoped, address.removeprefix(URL))
    assert len(shown(html)) == 30
    assert "more dut" not in html


def test_an_address_of_a_duty_opens_its_topic(many, scoped):
    html = page(scoped, f"?duty={many['my.d40'].pk}")
    assert len([name for name in shown(html) if int(name[-2:]) >= 30]) == 30
    assert '<dialog class="drawer"' in html


def test_a_long_search_shows_its_first_rows(many, scoped):
    html = page(scoped, "?q=Duty")
    assert len(shown(html)) == 18
    assert "Show 12 more duties" in html
    addresses = re.findall(r'hx-get="([^"]*rows=labour[^"]*)"', html)
    assert addresses
    assert all("q=Duty" in address for address in addresses)


def test_a_reader_gets_rows_without_a_way_to_change(many, scoped):
    assert "/edit/" not in page(scoped, "?rows=labour", HTMX, role="stakeholder")
    assert scoped.client("stranger").get(f"{URL}?rows=labour", headers=HTMX).status_code == 404


def test_headquarters_part_is_a_topic_to_filter_by(many, scoped):
    assert 'value="headquarters"' not in page(scoped)
    assert shown(page(scoped, "?topic=headquarters")) == []
