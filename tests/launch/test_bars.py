"""A bar of the plan for a need of the launch."""

from __future__ import annotations

from datetime import date
from functools import partialmethod

import pytest

from packs.models import PackRelease
from packs.schema import InitiativeCatalog
from roadmap.models import Initiative
from tests.launch.support import HOME, url, words


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
