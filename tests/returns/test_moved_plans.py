"""A move by htmx leaves the figures of the plan's page as a page read anew shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from calendars.services.milestones import add_milestone
from returns.selectors.cases import business_case
from roadmap.models import BudgetYear, Initiative
from roadmap.selectors.plan import plan
from tests.factories.assessment_runs import make_run
from tests.markup import text_of
from tests.returns.support import appraised
from tests.roadmap.support import TODAY
from tests.roadmap.test_preview import fields_of

HX = {"HX-Request": "true", "HX-Current-URL": "http://x/"}
REGIONS = ("plan-meta", "conflict-banner", "gate-notes", "outlook", "gantt-head", "strips")


def url(name, *more):
    return reverse(name, args=["johor-bahru", *more])


@pytest.fixture
def client(at):
    return at.client("project_owner")


@pytest.fixture
def bars(at, roadmap, owner):
    """Two initiatives of an appraised plan with a limit; the first must stand before production."""
    first, second = appraised(roadmap, owner, bars=2)
    BudgetYear.objects.create(roadmap=roadmap, year=2027, limit_amount=Decimal(100_000))
    values = {"title": "SOP", "planned_on": date(2028, 2, 1), "is_fixed": True}
    stone = add_milestone(plant=at.plant, values=values, by=owner)
    Initiative.objects.filter(pk=first.pk).update(due_milestone=stone)
    Initiative.objects.filter(pk=second.pk).update(yearly_amount=Decimal(1_000))
    make_run(at.plant, {"SP-01": 1}, {"SP-01": 3})
    return [Initiative.objects.get(pk=row.pk) for row in (first, second)]


def read(client):
    return html.fromstring(client.get(url("roadmap:roadmap-detail")).content)


def marks(page):
    nodes = page.xpath("//*[@id='gantt']//*[@data-state]")
    return ";".join(f"{node.get('id')}={node.get('data-state')}" for node in nodes)


def swapped(page, answer):
    """Put into a page what an answer brings, out of band and for its target, as htmx does."""
    fragments = html.fragments_fromstring(answer.content.decode(), no_leading_text=True)
    found = [node for one in fragments for node in one.xpath("descendant-or-self::*[@hx-swap-oob]")]
    if answer["HX-Reswap"] != "none":
        found += [one for one in fragments if one.get("id") == answer["HX-Retarget"].strip("#")]
    for node in found:
        (old,) = page.xpath(f"//*[@id='{node.get('id')}']")
        node.tail = old.tail
        old.getparent().replace(old, node)


def words(page):
    parts = {name: page.xpath(f"//*[@id='{name}']") for name in REGIONS}
    return {name: text_of(html.tostring(part[0]).decode()) for name, part in parts.items()}


def paid(client, page):
    """Return what the page asks for as soon as it stands: when the plan pays."""
    (place,) = page.xpath("//*[@id='payback'][@hx-trigger='load']")
    del place.attrib["hx-trigger"]  # what was loaded once does not come again by itself
    return text_of(client.get(place.get("hx-get")).content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("which", "starts_on", "ends_on"),
    [
        (0, "2027-05-01", "2028-04-30"),  # too late for the start of production
        (1, "2027-12-01", "2028-11-30"),  # another year's money, the second is in use later
        (1, "2026-11-20", "2028-11-30"),  # it begins before the plan
    ],
)
def test_what_is_swapped_is_what_a_reload_shows(client, at, bars, which, starts_on, ends_on):
    page = read(client)
    before, paid_before = words(page), paid(client, page)
    row = bars[which]
    given = {"version": row.version, "starts_on": starts_on, "ends_on": ends_on}
    given |= {"seen": marks(page), "with_successors": "no"}
    there = url("roadmap:initiative-move", row.pk)
    answer = client.post(there, given, headers=HX)
    if "Nothing is stored yet" in answer.content.decode():  # its consequences are shown first
        answer = client.post(there, fields_of(answer) | {"seen": marks(page)}, headers=HX)
    assert answer.status_code == 200, text_of(answer.content.decode())[-400:]
    swapped(page, answer)
    again = read(client)
    assert words(page) == words(again)
    assert words(page) != before
    paid_now = paid(client, page)
    assert paid_now == paid(client, again) != paid_before
    # Both are the figures of the business case, reckoned from the rows as they are stored now.
    case = business_case(plan(at.plant, today=TODAY))
    shown = client.get(url("returns:case-detail")).context["value"]
    assert (shown.figures.npv, shown.ratio) == (case.value.figures.npv, case.value.ratio)
    assert f"{case.value.figures.payback:.1f} years" in paid_now
