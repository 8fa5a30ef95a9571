"""A bar of the plan for a need of the launch."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from functools import partialmethod

import pytest

from calendars.models import PlantClosure
from launch.domain.bars import bar_span
from launch.domain.outlook import rows
from launch.domain.slips import launch_slip
from launch.selectors.costs import plant_size
from launch.selectors.plants import plant_launch
from launch.selectors.slips import floats_after
from launch.services.bars import plan_need
from organizations.models import ExchangeRate
from packs.models import PackRelease
from packs.schema import InitiativeCatalog
from roadmap.models import Dependency, Initiative
from roadmap.selectors.plan import plan
from tests.factories.roadmap import make_roadmap
from tests.launch.domain.cases import TODAY
from tests.launch.support import HOME, url, words
from tests.roadmap.support import undo_last


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_a_need_is_planned_as_a_bar(client, dated, roadmap):
    page = client.get(url("bar-create", "K-19"))
    assert "MES of line 1" in words(page)
    form = page.context["form"]
    span = (form.initial["starts_on"], form.initial["ends_on"])
    assert span == (date(2027, 3, 25), date(2027, 9, 22))  # 15 days before the approval run
    given = {
        "initiative": "D16",
        "starts_on": span[0].isoformat(),
        "ends_on": span[1].isoformat(),
        "one_off_amount": "120,000",
        "key": "one-and-only",
    }
    for _twice in range(2):
        assert client.post(url("bar-create", "K-19"), given).headers["Location"] == url(HOME)
    row = Initiative.objects.get()
    assert (row.catalog_id, row.need, row.starts_on, row.ends_on) == ("D16", "K-19", *span)
    assert (row.duration, row.duration_unit) == (182, "calendar")
    assert row.title["zh-hans"].endswith("：1号线MES")
    assert row.lifts
    assert row.reason == {"launch": "1.0.0", "level_cap": "2"}
    again = client.post(url("bar-create", "K-19"), {**given, "key": "another-one"})
    assert again.status_code == 422
    assert "in the plan already" in words(again)
    wrong = {**given, "initiative": "D12", "key": "third-one-here"}
    assert client.post(url("bar-create", "K-19"), wrong).status_code == 422
    backwards = {**given, "initiative": "D16", "starts_on": "2027-10-01", "key": "fourth-one-here"}
    assert client.post(url("bar-create", "K-20"), backwards).status_code == 422


def test_work_that_is_no_slice_lifts_nothing(client, dated, roadmap):
    form = client.get(url("bar-create", "K-20")).context["form"]
    given = {"initiative": "D17", "one_off_amount": "0", "key": "one-and-only"}
    given |= {name: form.initial[name].isoformat() for name in ("starts_on", "ends_on")}
    client.post(url("bar-create", "K-20"), given)
    row = Initiative.objects.get()
    assert (row.lifts, row.reason) == ({}, {"launch": "1.0.0"})
    assert client.get(url("bar-create", "K-20")).context["form"].initial["initiative"] == "D16"


def test_catalog_that_knows_none_of_the_initiatives(client, dated, roadmap, monkeypatch):
    known = roadmap.catalog.read(InitiativeCatalog)
    others = tuple(item for item in known.initiatives if item.id != "D12")
    bare = known.model_copy(update={"initiatives": others})
    monkeypatch.setattr(PackRelease, "read", partialmethod(_read, bare, PackRelease.read))
    form = client.get(url("bar-create", "K-25")).context["form"]
    assert "initiative" not in form.fields
    given = {"one_off_amount": "0", "key": "one-and-only"}
    given |= {name: form.initial[name].isoformat() for name in ("starts_on", "ends_on")}
    assert client.post(url("bar-create", "K-25"), given).status_code == 302
    row = Initiative.objects.get()
    assert (row.catalog_id, row.need) == ("", "K-25")
    again = client.post(url("bar-create", "K-25"), {**given, "key": "another-one"})
    assert again.status_code == 422


def _read(self, bare, read, kind):
    return bare if kind is InitiativeCatalog else read(self, kind)


def test_bar_that_does_not_suit_the_plan_is_told(client, dated, roadmap):
    given = {"initiative": "D16", "one_off_amount": "0", "key": "one-and-only"}
    given |= {"starts_on": "2027-05-01", "ends_on": "2027-04-01"}
    answer = client.post(url("bar-create", "K-19"), given)
    assert answer.status_code == 422
    assert "The end lies before the start." in words(answer)
    assert (
        client.post(url("bar-create", "K-19"), {**given, "one_off_amount": "x"}).status_code == 422
    )


def test_no_bar_without_a_plan(client, dated):
    assert client.get(url("bar-create", "K-19")).status_code == 404
    assert "Begin the plan" in words(client.get(url(HOME)))


# --- the page of the launch and the bars of the plan say the same -------------------------------
def plan_all(one, by):
    """Plan every need that is planned backwards, on the days that the form proposes."""
    roadmap = make_roadmap(one.plant, starts_on=date(2026, 10, 1))
    pack = one.case.pack
    for row in rows(one.outlook):
        span = bar_span(row)
        plan_need(
            roadmap=roadmap,
            pack=pack,
            release=one.release,
            need=row.entry.need,
            initiative=row.entry.need.initiatives[0],
            starts_on=span.start,
            ends_on=span.end - timedelta(days=1),
            one_off=0,
            by=by,
        )


@pytest.fixture
def closed(dated):
    PlantClosure.objects.create(
        plant=dated.plant, title="T", starts_on=date(2027, 2, 1), opens_on=date(2027, 2, 15)
    )
    return dated


def test_bars_of_all_needs_begin_at_the_latest_when_the_page_says(closed, owner):
    one = plant_launch(closed.plant)
    plan_all(one, owner)
    found = plan(closed.plant, today=TODAY)
    bars = {found.by_id[key].need: late for key, late in found.late_starts.items()}
    needs = {row.entry.need.id: row for row in rows(one.outlook)}
    assert {key: late.on for key, late in bars.items()} == {
        key: row.safe.late.start for key, row in needs.items()
    }
    too_late = {key for key, row in needs.items() if row.safe.float_days < 0}
    assert {key for key, late in bars.items() if late.slack < 0} == too_late
    assert len(too_late) > 1
    named = {found.initiative(c.item).need: c.days for c in found.date_conflicts if c.kind == "due"}
    assert named
    assert all(days == needs[key].missing_days for key, days in named.items())


def test_a_planned_need_hangs_on_its_milestones_and_is_linked(closed, owner, roadmap):
    one = plant_launch(closed.plant)
    pack = one.case.pack
    needs = {need.id: need for need in pack.needs}
    pair = next((need, before) for need in pack.needs for before in need.after if need.enabling)
    waits, first = pair[0], needs[pair[1]]
    given = {"roadmap": roadmap, "pack": pack, "release": "1.0.0", "one_off": 0, "by": owner}
    given |= {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 6, 1)}
    behind = plan_need(need=waits, initiative=waits.initiatives[0], **given)
    before = plan_need(need=first, initiative=first.initiatives[0], **given)
    assert (behind.due_milestone.key, behind.enabling_milestone.key) == (waits.due, waits.enabling)
    assert behind.buffer_days == waits.buffer_days
    link = Dependency.objects.get()
    assert (link.predecessor, link.successor, link.kind) == (before, behind, "FS")
    undo_last(closed.plant, owner)
    assert not Dependency.objects.exists()
    assert Initiative.objects.get() == behind


def test_a_link_that_would_close_a_circle_is_left_out(closed, owner, roadmap):
    one = plant_launch(closed.plant)
    pack = one.case.pack
    needs = {need.id: need for need in pack.needs}
    middle = next(
        need
        for need in pack.needs
        if need.after and any(need.id in other.after for other in pack.needs)
    )
    first = needs[middle.after[0]]
    last = next(other for other in pack.needs if middle.id in other.after)
    given = {"roadmap": roadmap, "pack": pack, "release": "1.0.0", "one_off": 0, "by": owner}
    given |= {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 6, 1)}
    ends = [plan_need(need=need, initiative=need.initiatives[0], **given) for need in (first, last)]
    Dependency.objects.create(predecessor=ends[1], successor=ends[0])
    between = plan_need(need=middle, initiative=middle.initiatives[0], **given)
    pairs = set(Dependency.objects.values_list("predecessor", "successor"))
    assert pairs == {(ends[1].pk, ends[0].pk), (ends[0].pk, between.pk)}


# --- what a bar costs ----------------------------------------------------------------------------
def test_cost_of_a_slice_is_its_share_of_the_catalog(client, dated, roadmap):
    ExchangeRate.objects.create(
        organization=dated.organization,
        currency="USD",
        rate=Decimal(7),
        dated_on=date(2026, 1, 1),
        source="bank",
    )
    ExchangeRate.objects.create(
        organization=dated.organization,
        currency=roadmap.currency,
        rate=Decimal("1.75"),
        dated_on=date(2026, 1, 1),
        source="bank",
    )
    page = client.get(url("bar-create", "K-19"))
    entry = next(
        item for item in roadmap.catalog.read(InitiativeCatalog).initiatives if item.id == "D16"
    )
    low, high = entry.cost_usd[plant_size(dated.plant.headcount)]
    whole = (low + high) / 2 * 4
    months = math.ceil(sum(entry.duration_months) / 2)
    days = 26 * 7
    left = math.ceil(months - days / 30.4375)
    cost = page.context["form"].initial["one_off_amount"]
    assert float(cost) == pytest.approx(float(whole) * days / (days + left * 30.4375), rel=0.01)
    assert "shared by duration" in words(page)
    other = client.get(url("bar-create", "K-20"))  # part of D16 that is not its slice
    assert other.context["form"].initial["one_off_amount"] is None
    assert "the catalog does not say" in words(other)


def test_size_classes():
    assert [plant_size(n) for n in (199, 200, 1000, 1001)] == ["small", "mid", "mid", "large"]


def test_without_a_rate_no_cost_is_proposed(client, dated, roadmap):
    page = client.get(url("bar-create", "K-19"))
    assert page.context["form"].initial["one_off_amount"] is None


def test_a_slip_says_what_float_the_bars_have_then(client, closed, owner):
    one = plant_launch(closed.plant)
    plan_all(one, owner)
    before = {key: late.slack for key, late in plan(closed.plant, today=TODAY).late_starts.items()}
    found = floats_after(one, 42)
    moved = launch_slip(one.outlook, 42, one.staying)
    starts = {move.entry.need.id: move.days for move in moved.needs}
    assert {bar.row.need for bar in found} == {key for key, days in starts.items() if days}
    for bar in found:
        assert bar.before == before[str(bar.row.pk)]
        if bar.before >= 0:  # bars stay, so the float grows as the last responsible start moves
            assert bar.after >= bar.before
    page = client.get(url(HOME), {"slip": "6"})
    assert [bar.row.pk for bar in page.context["slip"]["floats"]] == [bar.row.pk for bar in found]
    assert "Float of the bars then" in words(page)


def test_what_is_under_way_has_no_start_left_but_an_end_that_can_slip(client, closed, owner):
    plan_all(plant_launch(closed.plant), owner)
    begun = {"status": "active", "progress": 10, "starts_on": TODAY, "duration": None}
    Initiative.objects.filter(need="K-16").update(**begun, ends_on=TODAY + timedelta(40))
    shown = {row.entry.need.id: row for row in rows(plant_launch(closed.plant).outlook)}
    safe = shown["K-16"].safe
    days = (safe.late.reached - safe.early.end).days
    assert shown["K-16"].is_begun
    assert shown["K-16"].left_days == days
    assert not shown["K-25"].is_begun
    assert shown["K-25"].left_days == shown["K-25"].safe.float_days
    text = words(client.get(url(HOME)))
    assert f"begun its end can slip {days} days" in text
    assert f"start can slip {shown['K-25'].left_days} days" in text  # of what is not begun


def test_a_slip_without_a_plan_speaks_of_no_bars(client, dated):
    assert floats_after(plant_launch(dated.plant), 42) == ()
    assert "Float of the bars" not in words(client.get(url(HOME), {"slip": "6"}))
