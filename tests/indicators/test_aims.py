"""Baselines, targets and benchmarks by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.models import Benchmark, IndicatorBaseline
from organizations.models import Plant
from readings.models import Measurement, PlantIndicator
from tests.factories.indicators import YEAR_2025, measured, record
from tests.indicators.test_entering import url
from tests.indicators.test_views import HTMX, text


def test_baseline_is_seen_before_it_is_stored(scoped, row):
    record(row, YEAR_2025)
    client, there = scoped.client("it_lead"), url(row, "baselines/new/")
    assert "33.5 – 48.5" in text(client.get(there))
    short = {"first": "2025-01-01", "last": "2025-05-01"}
    part = client.get(there, short, headers=HTMX)
    assert "No baseline" in text(part)
    assert client.post(there, short).status_code == 422
    assert client.post(there, {**short, "first": "2025-06-01"}).status_code == 422
    assert client.post(there, {"first": "2025-01-01", "last": "2025-12-01"}).status_code == 302
    assert IndicatorBaseline.objects.get().number == 1


def test_stretch_of_left_out_readings_gives_nothing(scoped, row):
    record(row, [1])
    Measurement.objects.update(cause="x", is_excluded=True)
    page = scoped.client("cio").get(url(row, "baselines/new/"))
    assert "No reading counts in this period." in text(page)


@pytest.fixture
def days(scoped) -> PlantIndicator:
    """Return order cycle time with a baseline of 41 days and a benchmark of 21."""
    found = measured(scoped.plant, scoped.people["cio"], "SC-21", target=None)
    data = {
        "value": "21", "population": "plants", "year": "2025", "grade": "vendor",
        "source_name": "Survey",
    }  # fmt: skip
    scoped.client("cio").post(url(found, "benchmarks/new/"), data)
    return found


@pytest.mark.parametrize(
    ("way", "amount", "value"),
    [
        ("value", "30", "30"),
        ("percent", "-20", "32.8"),
        ("speed", "25", "32.8"),
        ("benchmark:{key}:1y", "", "31"),
        ("benchmark:{key}:3y", "", "25"),
        ("preset:order_speed:rate", "", "31.529"),
        ("preset:order_speed:time", "", "28.7"),
    ],
)
def test_every_way_of_setting_a_target(scoped, days, way, amount, value):
    data = {"way": way.format(key=Benchmark.objects.get().pk), "amount": amount}
    data |= {"target_on": "2027-12-01", "version": str(days.version)}
    client = scoped.client("cio")
    preview = client.get(url(days, "target/"), data, headers=HTMX)
    assert f"{Decimal(value):.1f} days" in text(preview)
    assert client.post(url(days, "target/"), data).status_code == 302
    days.refresh_from_db()
    assert days.target_value == Decimal(value)
    assert client.get(url(days, "")).status_code == 200


def test_ambiguous_promise_asks_and_nothing_is_chosen(scoped, days):
    page = scoped.client("cio").get(url(days, "target/"))
    assert "Which is meant?" in text(page)
    assert page.context["form"].initial["way"] is None


def test_points_are_offered_for_percentages_only(scoped, days):
    ways = dict(
        scoped.client("cio").get(url(days, "target/")).context["form"].fields["way"].choices
    )
    assert "points" not in ways
    share = measured(scoped.plant, scoped.people["cio"], "SC-22", target=None)
    data = {"way": "points", "amount": "6", "target_on": "2027-12-01", "version": "1"}
    assert scoped.client("cio").post(url(share, "target/"), data).status_code == 302
    share.refresh_from_db()
    assert (share.target_value, share.target_kind) == (47, "points")


@pytest.mark.parametrize(
    "change",
    [{"amount": ""}, {"amount": "x"}, {"way": "x"}, {"target_on": "soon"}, {"amount": "20"},
     {"way": "speed", "amount": "-100"}, {"target_on": "2025-01-01"}],
)  # fmt: skip
def test_target_that_is_none_is_refused(scoped, days, change):
    data = {"way": "percent", "amount": "-20", "target_on": "2027-12-01", "version": "1"}
    page = scoped.client("cio").post(url(days, "target/"), {**data, **change})
    assert page.status_code == 422


def test_stale_target_shows_both_and_target_is_removed(scoped, days):
    client, there = scoped.client("cio"), url(days, "target/")
    data = {"way": "percent", "amount": "-20", "target_on": "2027-12-01", "version": "1"}
    client.post(there, data)
    stale = client.post(there, {**data, "amount": "-10"})
    assert stale.status_code == 409
    assert "32.8, Dec 2027" in text(stale)
    assert client.post(there, {"on_conflict": "theirs"}).status_code == 302
    assert "32.8" in text(client.get(there))
    client.post(url(days, "target/delete/"))
    days.refresh_from_db()
    assert days.target_on is None
    cleared = client.post(there, data)
    assert "none" in text(cleared)


def test_without_a_baseline_only_a_value_can_be_set(scoped, row):
    page = scoped.client("cio").get(url(row, "target/"))
    assert [key for key, _label in page.context["form"].fields["way"].choices] == ["value"]


@pytest.mark.parametrize("change", [{"source_name": ""}, {"year": "1900"}, {"value": "x"}])
def test_benchmark_without_source_is_refused(scoped, row, change):
    data = {"value": "21", "population": "plants", "year": "2025", "grade": "vendor"}
    page = scoped.client("cio").post(
        url(row, "benchmarks/new/"), {**data, "source_name": "Survey", **change}
    )
    assert page.status_code == 422


def test_benchmarks_are_shown_with_their_source_and_removed(scoped, days):
    client = scoped.client("cio")
    assert "Survey" in text(client.get(url(days, "")))
    client.post(url(days, f"benchmarks/{Benchmark.objects.get().pk}/delete/"))
    assert not Benchmark.objects.exists()
    assert "none verified" in text(client.get(url(days, "")))


def test_catalog_figures_are_shown_for_the_catalogs_unit_only(scoped):
    share = measured(scoped.plant, scoped.people["cio"])
    client = scoped.client("cio")
    assert "25 stops per month and plant" in text(client.get(url(share, "")))
    data = {"deviation": "hours", "unit_en": "h", "unit_zh": "小时", "version": share.version}
    client.post(url(share, "edit/"), data)
    assert "25 stops" not in text(client.get(url(share, "")))
    assert Plant.objects.count() == 1
