"""A plant before its start of production: initiatives with a launch slice become two bars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from advice.selectors.desk import load_desk
from advice.services import accepting
from advice.services.in_place import state_in_place
from roadmap.models import Dependency, Initiative
from roadmap.selectors.plan import plan
from roadmap.selectors.reach import plan_reach, plan_run
from tests.factories.assessment_runs import make_run
from tests.factories.launch import launch_pack
from tests.markup import flat
from tests.roadmap.support import TODAY, undo_last

BEFORE = ["D01", "D02", "D03", "D04", "D05", "D07", "D08", "D30"]
RATE = Decimal(1)


@pytest.fixture
def ahead(at, roadmap):
    launch_pack()
    at.plant.start_of_production = date(2027, 11, 15)
    at.plant.country = "VN"
    at.plant.save()
    return at


def bars():
    rows = Initiative.objects.order_by("starts_on", "need")
    return [(row.catalog_id, row.need, row.starts_on, row.ends_on) for row in rows]


def test_accepting_makes_slice_and_remainder_in_one_step(ahead, owner):
    state_in_place(plant=ahead.plant, catalog_ids=BEFORE, reason="seen", by=owner)
    result = accepting.accept(plant=ahead.plant, catalog_ids=["D11", "D10"], rate=RATE, by=owner)
    assert result.refused == ()
    assert bars() == [
        ("D10", "K-13", date(2027, 1, 1), date(2027, 6, 3)),  # 22 weeks
        ("D11", "K-16", date(2027, 7, 1), date(2027, 11, 3)),  # 18 weeks, after K-13
        ("D10", "", date(2027, 12, 1), date(2028, 1, 31)),
        ("D11", "", date(2028, 2, 1), date(2028, 2, 29)),
    ]
    by_key = {(row.catalog_id, row.need): row for row in Initiative.objects.all()}
    first, rest = by_key["D10", "K-13"], by_key["D10", ""]
    assert first.title["zh-hans"].endswith("：ERP财务")
    assert rest.title["en"].endswith(": remainder")
    assert (first.reason["level_cap"], first.reason["launch"]) == ("2", "1.0.0")
    assert "level_cap" not in rest.reason
    whole = load_desk(ahead.plant, rate=RATE).candidate("D10", RATE)
    assert first.one_off_amount + rest.one_off_amount == whole.one_off
    assert {(row.predecessor.need, row.successor.need) for row in Dependency.objects.all()} == {
        ("K-13", ""),  # the slices before their remainders
        ("K-16", ""),
        ("K-13", "K-16"),  # slice before slice
        ("", ""),  # the remainder of D10 before that of D11
    }
    assert plan(ahead.plant, today=TODAY).violations == ()
    again = accepting.accept(plant=ahead.plant, catalog_ids=["D10"], rate=RATE, by=owner)
    assert (again.placed, again.refused) == ((), ())
    undo_last(ahead.plant, owner)
    assert Initiative.objects.count() == Dependency.objects.count() == 0


def test_remainder_follows_when_the_slice_is_there_already(ahead, owner):
    accepting.accept(plant=ahead.plant, catalog_ids=["D10"], rate=RATE, by=owner)
    assert [(one[0], one[1]) for one in bars()] == [("D10", "K-13")]  # prerequisites are missing
    assert "D10" not in load_desk(ahead.plant).state.settled
    state_in_place(plant=ahead.plant, catalog_ids=BEFORE, reason="seen", by=owner)
    accepting.accept(plant=ahead.plant, catalog_ids=["D10"], rate=RATE, by=owner)
    assert [(one[0], one[1]) for one in bars()] == [("D10", "K-13"), ("D10", "")]
    assert load_desk(ahead.plant).state.planned["D10"].need == ""


def test_without_a_start_ahead_everything_stays_whole(ahead, owner):
    for day in (None, TODAY, date(2030, 1, 1)):  # none, begun, beyond the plan
        ahead.plant.start_of_production = day
        ahead.plant.save()
        assert load_desk(ahead.plant).start is None
    ahead.plant.start_of_production = None
    accepting.accept(plant=ahead.plant, catalog_ids=["D01"], rate=RATE, by=owner)
    assert [one[1] for one in bars()] == [""]


def test_slices_follow_the_facts_of_the_plant(ahead):
    assert "D28" in load_desk(ahead.plant).start.slices


def test_reach_counts_a_slice_up_to_its_cap(ahead, owner):
    make_run(ahead.plant, {"BA-01": 1, "SA-04": 1})
    state_in_place(plant=ahead.plant, catalog_ids=BEFORE, reason="seen", by=owner)
    accepting.accept(plant=ahead.plant, catalog_ids=["D10"], rate=RATE, by=owner)
    two = reached(ahead.plant)
    Initiative.objects.filter(need="K-13").delete()
    whole = reached(ahead.plant)
    start = two.start.low
    # A quarter of the way: to 2 in the first year, from 2 to 3 in the second; in one bar to 3 then.
    assert two.values[0].low == start + (2 - start) / 4
    assert whole.values[0].low == start
    assert two.end.low == whole.end.low == start + (3 - start) / 4


def reached(plant):
    (found,) = (plan(plant, today=TODAY),)
    return plan_reach(found, plan_run(plant)).dimensions["BA"]


def test_page_says_which_are_slices_and_why(ahead, scoped):
    client = scoped.client("project_owner")
    make_run(ahead.plant, {"BA-01": 1, "SA-04": 1}, {"BA-01": 3, "SA-04": 3})
    text = flat(
        client.get(reverse("advice:initiative-list", args=["johor-bahru"])).content.decode()
    )
    assert "before it “ERP finance”, up to 22 weeks." in text
    assert "After it: Controlling, local reports beyond the first quarter." in text
    asked = {"initiatives": ["D10", "D05"], "rate": "4"}
    fit = client.get(reverse("advice:initiative-fit", args=["johor-bahru"]), asked)
    text = flat(fit.content.decode())
    assert "before production starts: ERP finance" in text
    assert "its remainder does not" in text
    assert Initiative.objects.count() == 0


def test_statements_do_not_grow_with_slices(ahead, owner, django_assert_num_queries):
    state_in_place(plant=ahead.plant, catalog_ids=BEFORE, reason="seen", by=owner)
    load_desk(ahead.plant)  # packs are read once
    with django_assert_num_queries(12):
        load_desk(ahead.plant)
    accepting.accept(plant=ahead.plant, catalog_ids=["D10", "D11"], rate=RATE, by=owner)
    with django_assert_num_queries(12):
        load_desk(ahead.plant)
