"""Quarters and trends: computed by reactions, stored, shown to plants and to the group."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest
from django.utils import translation

from calendars.services import closures
from core.base import tenant
from core.errors import StateError
from indicators.models import GroupTrend, StoredTrend
from indicators.reactions import compute_trends
from indicators.selectors.series import indicator_series
from indicators.selectors.trends import chance_text, drift_chip, sentence, slope_text, trend_of
from indicators.services import definitions
from organizations.services import delivery
from readings.domain.verdicts import TrendDrift, TrendVerdict, trend_from
from readings.models import Indicator, Measurement, PlantIndicator
from readings.services import readings as service
from readings.services.readings import Entry
from steps.models import Step
from steps.services import reverting
from tests.factories.indicators import follow, record
from tests.factories.organizations import PlantFactory
from tests.indicators.test_views import BASE, text

CENTER = "/indicators/"


@pytest.fixture(autouse=True)
def followed(scoped):
    """Let reactions follow the trail from its beginning."""
    delivery.open_cursors(scoped.organization, is_new=True)


def store(scoped, row, values, start=dt.date(2025, 1, 1)):
    """Store readings of successive months by the service, and let a worker follow."""
    entries = [
        Entry(row, dt.date(start.year + n // 12, n % 12 + 1, 1), Decimal(str(value)))
        for n, value in enumerate(values)
    ]
    service.import_readings(plant=row.plant, entries=entries, by=scoped.people["cio"])
    delivery.deliver(scoped.organization.pk)


def page(scoped, row, role="cio"):
    return text(scoped.client(role).get(f"{BASE}{row.pk}/"))


def test_worker_stores_what_pages_show(scoped, row):
    store(scoped, row, [40, 42, 44, 46, 48, 50, 52, 54, 56, 58])
    shown = page(scoped, row)
    assert "It rises by 24.0" in shown
    assert "less than 0.1" in shown
    assert "Q4 2025" in shown
    assert "1 of 3 not a whole quarter" in shown
    assert "mean of the months; both parts are not recorded" in shown
    assert "being worked in" not in shown
    assert "Rising" in shown


def test_page_says_that_a_worker_has_yet_to_come(scoped, row):
    record(row, [40, 42])
    assert "being worked in" in page(scoped, row)
    compute_trends(organization_id=scoped.organization.pk)
    assert "A trend can be told from 8 readings that count; there are 2." in page(scoped, row)
    record(row, [41], start=dt.date(2025, 3, 1))
    assert "being worked in" in page(scoped, row)


def test_an_import_that_is_taken_back_takes_its_quarters_along(scoped, row):
    store(scoped, row, [40, 42, 44])
    store(scoped, row, [50, 52, 54])
    by = scoped.people["cio"]
    reverting.undo(change=Step.objects.order_by("-pk").first(), by=by)
    delivery.deliver(scoped.organization.pk)
    assert [one.value for one in trend_of(row, indicator_series(row)).quarters] == [42]
    reverting.redo(change=Step.objects.order_by("-pk").first(), by=by)
    delivery.deliver(scoped.organization.pk)
    assert [one.value for one in trend_of(row, indicator_series(row)).quarters] == [52]


def test_who_corrected_a_reading_since_is_named_and_the_import_stays(scoped, row):
    store(scoped, row, [40, 42, 44])
    reading = Measurement.objects.order_by("period").first()
    value = Decimal(41)
    service.edit_reading(
        reading=reading, expected=1, value=value, quality=None, by=scoped.people["it_lead"]
    )
    change = Step.objects.get()
    with pytest.raises(StateError, match=f"It Lead changed “{row} 2025-01” on "):
        reverting.undo(change=change, by=scoped.people["cio"])
    assert Measurement.objects.count() == 3


def test_undo_of_an_import_is_a_plain_form_and_changes_name_the_readings(scoped, row):
    """The fault seen: the button asked for a part of the roadmap, which is not on that page."""
    store(scoped, row, [40, 42])
    store(scoped, row, [41, 43])
    client = scoped.client("cio")
    for address in (BASE, f"{BASE}{row.pk}/"):
        shown = client.get(address).content.decode()
        assert "data-undo" in shown
        assert 'hx-target="#gantt"' not in shown
    shown = text(client.get("/plants/johor-bahru/steps/readings/"))
    assert f"{row} 2025-01" in shown
    assert "reading_import" not in shown


def test_a_turned_step_of_a_plan_computes_no_trend(scoped, row):
    by = scoped.people["cio"]
    add = {"title": "Press", "starts_on": dt.date(2027, 1, 1), "opens_on": dt.date(2027, 1, 3)}
    closures.add_closure(plant=scoped.plant, values=add, by=by)
    delivery.deliver(scoped.organization.pk)
    record(row, [40, 42])
    reverting.undo(change=Step.objects.get(), by=by)
    delivery.deliver(scoped.organization.pk)
    assert "being worked in" in page(scoped, row)


def test_reading_left_out_does_not_count(scoped, row):
    store(scoped, row, [40, 42, 99])
    wild = Measurement.objects.get(value=99)
    service.explain_reading(
        reading=wild, expected=1, cause="Flood", is_excluded=True, by=scoped.people["cio"]
    )
    delivery.deliver(scoped.organization.pk)
    (quarter,) = trend_of(row, indicator_series(row)).quarters
    assert (quarter.value, quarter.months) == (41, 2)


def test_what_is_up_to_date_is_not_computed_again(scoped, row):
    store(scoped, row, [40, 42])
    before = StoredTrend.objects.get().computed_at
    compute_trends(organization_id=scoped.organization.pk)
    assert StoredTrend.objects.get().computed_at == before
    store(scoped, row, [40, 43])
    assert StoredTrend.objects.get().computed_at > before


def test_definition_says_how_months_make_a_quarter(scoped, row):
    values = {
        "title": {"en": "Accidents", "zh-hans": "事故"},
        "unit": {"en": "count", "zh-hans": "起"},
        "unit_kind": "count",
        "direction": "down",
    }
    own = definitions.define_indicator(
        organization=scoped.organization, code="OWN-01", values=values, by=scoped.people["cio"]
    )
    mine = PlantIndicator.objects.create(plant=scoped.plant, indicator=own)
    store(scoped, mine, [1, 2, 4])
    assert trend_of(mine, indicator_series(mine)).quarters[0].value == 7
    definitions.edit_definition(
        indicator=own, expected=own.version, values={"combining": "last"}, by=scoped.people["cio"]
    )
    mine = PlantIndicator.objects.select_related("indicator", "plant").get(pk=mine.pk)
    assert not trend_of(mine, indicator_series(mine)).is_current
    delivery.deliver(scoped.organization.pk)
    shown = trend_of(mine, indicator_series(mine))
    assert (shown.quarters[0].value, shown.is_current) == (4, True)


def test_quarterly_indicator_has_a_trend_and_no_quarters(scoped):
    (row,) = follow(scoped.plant, "DIG-05", by=scoped.people["cio"])
    assert row.indicator.frequency == "quarter"
    Measurement.objects.bulk_create(
        Measurement(plant_indicator=row, period=dt.date(2018 + n // 4, n % 4 * 3 + 1, 1), value=n)
        for n in range(10)
    )
    compute_trends(organization_id=scoped.organization.pk)
    shown = trend_of(row, indicator_series(row))
    assert shown.quarters == ()
    assert "rises by 4.0" in shown.sentence


# --- the group ----------------------------------------------------------------------------------
@pytest.fixture
def second(scoped):
    return PlantFactory(organization=scoped.organization, name="Rayong", slug="rayong")


def of_group(scoped, row, role="cio"):
    return text(scoped.client(role).get(f"{CENTER}{row.indicator_id}/"))


def test_group_is_told_to_who_sees_every_plant(scoped, row, second):
    (other,) = follow(second, "SC-12", by=scoped.people["cio"])
    store(scoped, row, range(10, 20))
    assert GroupTrend.objects.count() == 0  # one plant is no group
    store(scoped, other, range(30, 40))
    shown = of_group(scoped, row)
    assert "2 plants taken together: It rises by 12.0" in shown
    assert "Rayong" in shown
    assert "Oct 2025 29.0 19.0 39.0 2" in shown
    restricted = of_group(scoped, row, "stakeholder")
    assert "taken together" not in restricted
    assert "Rayong" not in restricted


def test_plant_with_another_unit_is_not_in_the_figure(scoped, row, second):
    (other,) = follow(second, "SC-12", by=scoped.people["cio"])
    PlantIndicator.objects.filter(pk=other.pk).update(
        unit={"en": "h", "zh-hans": "小时"}, deviation="hours"
    )
    store(scoped, row, range(10, 20))
    store(scoped, other, range(30, 40))
    shown = of_group(scoped, row)
    assert "taken together" not in shown
    assert "counts in another unit" in shown


def test_group_goes_when_a_plant_no_longer_follows(scoped, row, second):
    (other,) = follow(second, "SC-12", by=scoped.people["cio"])
    store(scoped, row, range(10, 20))
    store(scoped, other, range(30, 40))
    follow(second, by=scoped.people["cio"])
    delivery.deliver(scoped.organization.pk)
    assert GroupTrend.objects.count() == 0
    assert "Rayong" not in of_group(scoped, row)


def test_definition_nobody_follows_says_so(scoped, row):
    PlantIndicator.objects.update(is_active=False)
    assert "No plant that you can see" in of_group(scoped, row)


def test_own_definition_has_no_formula_to_try(scoped, row):
    Indicator.objects.update(release=None)
    assert "Try the formula" not in of_group(scoped, row)


def test_plant_a_worker_has_not_seen_is_named(scoped, row):
    assert "not computed yet" in of_group(scoped, row)


# --- a formula is tried -------------------------------------------------------------------------
@pytest.fixture
def definition(scoped, request):
    (row,) = follow(scoped.plant, request.param, by=scoped.people["cio"])
    return f"{CENTER}{row.indicator_id}/"


@pytest.mark.parametrize(
    ("definition", "given", "said"),
    [
        ("SC-01", {"actual": "100 200", "forecast": "90；230"}, "Result: 86.6667"),
        ("SC-01", {"actual": "100 200", "forecast": "90"}, "as many forecasts"),
        ("SC-01", {"actual": "100 x", "forecast": "90 1"}, "Enter a number"),
        ("SC-01", {"actual": "1 " * 61, "forecast": "1"}, "At most 60 values"),
        ("SC-34", {"cost_of_sales": "1", "month_ends": "1 2"}, "Give 13 values"),
        ("SC-06", {"defects": "3", "units": "12000"}, "Result: 250"),
        ("SC-06", {"defects": "3", "units": "0"}, "a divisor is zero"),
        ("ISO-10", {"GQ": "9", "PQ": "10"}, "Result: 90"),
        ("ISO-10", {"GQ": "11", "PQ": "10"}, "This does not hold: GQ ≤ PQ."),
        ("ISO-10", {"GQ": "-9", "PQ": "10"}, "Enter zero or more."),
        (
            "DQ-07",
            dict.fromkeys(
                ("completeness", "uniqueness", "validity", "timeliness", "consistency", "accuracy"),
                "90",
            ),
            "Result: 90",
        ),
    ],
    indirect=["definition"],
)
def test_formula_is_tried_on_the_page_of_its_definition(scoped, definition, given, said):
    shown = text(scoped.client("stakeholder").get(definition, {**given, "try": "1"}))
    assert said in shown


# --- words --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("drift", "direction", "chip"),
    [
        (TrendDrift.RISING, "up", ("Rising", "good")),
        (TrendDrift.RISING, "down", ("Rising", "bad")),
        (TrendDrift.FALLING, "down", ("Falling", "good")),
        (TrendDrift.FALLING, "target", ("Falling", "warn")),
        (TrendDrift.NONE, "up", ("No trend", "")),
        (TrendDrift.TOO_FEW, "up", ("", "")),
    ],
)
def test_tone_says_whether_the_way_is_the_wanted_one(drift, direction, chip):
    assert drift_chip(drift, direction) == chip


def test_swing_of_a_season_is_told_in_both_languages(scoped, row):
    year = [30, 30, 31, 30, 30, 30, 30, 30, 31, 30, 30, 60]
    store(scoped, row, year * 3, start=dt.date(2023, 1, 1))
    assert trend_from(StoredTrend.objects.get().trend).is_seasonal
    assert "Usually highest in December" in page(scoped, row)
    with translation.override("zh-hans"):
        shown = trend_of(row, indicator_series(row))
    assert "仅比较各年的同一月份" in shown.notes[0]
    assert "十二月最高" in shown.notes[1]


def test_small_chances_and_changes_are_not_zero():
    assert chance_text(0.0004).startswith("less than 0.1")
    assert chance_text(0.042).startswith("4.2")
    assert slope_text(Decimal("-0.004")) == "−0.004"
    assert slope_text(None) == ""


def test_still_series_is_said_to_be_still(row):
    told = sentence(TrendVerdict(TrendDrift.NONE, 9, Decimal(0), 0.5), row.unit_text, 1)
    assert told.startswith("No trend: chance alone drifts as far in 50")


# --- the slow import ----------------------------------------------------------------------------
def test_web_process_does_not_load_pandas():
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings_test';"
        "import django; django.setup(); import config.wsgi, config.urls;"
        "print({'pandas', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_other_tenant_is_not_touched(scoped, row):
    record(row, [1, 2])
    with tenant(scoped.organization.pk):
        compute_trends(organization_id=scoped.organization.pk + 1000)
        assert StoredTrend.objects.count() == 0
