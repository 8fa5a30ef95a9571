from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from core.errors import RuleError, StaleVersionError
from indicators.domain.snapshot import from_data
from indicators.models import Benchmark, IndicatorBaseline
from indicators.selectors.series import indicator_series
from indicators.services import aims, definitions, plant_set
from organizations.models import AuditEvent
from readings.models import Indicator, Measurement, PlantIndicator
from readings.services import readings
from readings.services.readings import Entry, ReadingTakenError
from tests.factories.indicators import (
    DEC_2025,
    JAN_2025,
    YEAR_2025,
    catalog,
    follow,
    make_baseline,
    measured,
    record,
)
from tests.factories.organizations import PlantFactory

OWN = {
    "title": {"en": "Own speed", "zh-hans": "自有速度"},
    "definition": {"en": "How fast.", "zh-hans": "多快。"},
    "formula": {"en": "a / b", "zh-hans": "a / b"},
    "unit": {"en": "units", "zh-hans": "件"},
    "unit_kind": "rate",
    "direction": "up",
    "frequency": "month",
    "lower_bound": None,
    "upper_bound": None,
    "owner_name": "",
    "source": "",
}


@pytest.fixture
def by(scoped):
    return scoped.people["cio"]


@pytest.fixture
def row(scoped, by) -> PlantIndicator:
    (found,) = follow(scoped.plant, "SC-12", by=by)
    return found


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


# --- definitions and sets ------------------------------------------------------------------------


def test_choosing_takes_definitions_over_once(scoped, by):
    follow(scoped.plant, "SC-12", "ISO-06", by=by)
    assert Indicator.objects.get(code="ISO-06").upper_bound == 100
    plant_set.choose_indicators(plant=scoped.plant, codes=["ISO-06", "SC-12"], by=by)
    assert events("indicators.chosen") == 1
    assert Indicator.objects.count() == 2


def test_dropped_indicator_keeps_its_readings_and_comes_back(scoped, by, row):
    record(row, [1, 2])
    plant_set.choose_indicators(plant=scoped.plant, codes=[], by=by)
    assert not PlantIndicator.objects.get(pk=row.pk).is_active
    (back,) = plant_set.choose_indicators(plant=scoped.plant, codes=["SC-12"], by=by)
    assert back.pk == row.pk
    assert back.measurements.count() == 2


def test_money_indicator_carries_the_plants_currency(scoped, by):
    (found,) = follow(scoped.plant, "FIN-04", by=by)
    assert found.currency == "MYR"


def test_unknown_code_is_refused_and_nothing_is_stored(scoped, by):
    catalog()
    with pytest.raises(RuleError, match="NO-1"):
        plant_set.choose_indicators(plant=scoped.plant, codes=["SC-12", "NO-1"], by=by)
    assert not PlantIndicator.objects.exists()


def test_own_definition_has_a_name_of_its_own(scoped, by):
    catalog()
    made = definitions.define_indicator(
        organization=scoped.organization, code="OWN-01", values=OWN, by=by
    )
    assert made.name_key == "own speed"
    assert made.is_own
    for title, code, field in [
        ({"en": " OWN  Speed", "zh-hans": "别的"}, "OWN-02", "title_en"),
        ({"en": "Other", "zh-hans": "自有速度"}, "OWN-02", "title_en"),
        ({"en": "Unplanned downtime", "zh-hans": "别的"}, "OWN-02", "title_en"),
        ({"en": "Other", "zh-hans": "别的"}, "own-01", "code"),
        ({"en": "Other", "zh-hans": "别的"}, "SC-12", "code"),
    ]:
        with pytest.raises(RuleError) as caught:
            definitions.define_indicator(
                organization=scoped.organization, code=code, values={**OWN, "title": title}, by=by
            )
        assert caught.value.field == field
    assert events("indicator.defined") == 1


def test_catalog_definition_yields_to_an_own_one_of_the_same_name(scoped, by):
    definitions.define_indicator(
        organization=scoped.organization,
        code="OWN-01",
        values={**OWN, "title": {"en": "Unplanned downtime", "zh-hans": "停机"}},
        by=by,
    )
    with pytest.raises(RuleError, match="OWN-01"):
        follow(scoped.plant, "SC-12", by=by)


def test_definition_is_edited_under_its_version(scoped, by):
    made = definitions.define_indicator(
        organization=scoped.organization, code="OWN-01", values=OWN, by=by
    )
    definitions.edit_definition(
        indicator=made, expected=1, values={**OWN, "owner_name": "Li Wei"}, by=by
    )
    assert Indicator.objects.get(code="OWN-01").owner_name == "Li Wei"
    with pytest.raises(StaleVersionError):
        definitions.edit_definition(indicator=made, expected=1, values=OWN, by=by)


def test_catalog_definition_keeps_its_words(scoped, by, row):
    indicator = row.indicator
    definitions.edit_definition(
        indicator=indicator, expected=1, values={**OWN, "source": "MES"}, by=by
    )
    indicator.refresh_from_db()
    assert (indicator.title["en"], indicator.source) == ("Unplanned downtime", "MES")


def test_frequency_stays_once_there_are_readings(scoped, by):
    made = definitions.define_indicator(
        organization=scoped.organization, code="OWN-01", values=OWN, by=by
    )
    (used,) = plant_set.choose_indicators(plant=scoped.plant, codes=["OWN-01"], by=by)
    record(used, [1])
    with pytest.raises(RuleError) as caught:
        definitions.edit_definition(
            indicator=made, expected=1, values={**OWN, "frequency": "quarter"}, by=by
        )
    assert caught.value.field == "frequency"


def test_own_unit_needs_its_deviation(scoped, by, row):
    unit = {"en": "h", "zh-hans": "小时"}
    with pytest.raises(RuleError) as caught:
        plant_set.edit_use(row=row, expected=1, values={"unit": unit}, by=by)
    assert caught.value.field == "deviation"
    values = {"unit": unit, "deviation": "per line", "owner": scoped.people["it_lead"]}
    plant_set.edit_use(row=row, expected=1, values=values, by=by)
    row.refresh_from_db()
    assert row.unit_text == unit
    assert row.bounds == (None, None)


def test_owner_takes_part_in_the_plant(scoped, by, row):
    values = {"owner": scoped.people["stranger"]}
    with pytest.raises(RuleError) as caught:
        plant_set.edit_use(row=row, expected=1, values=values, by=by)
    assert caught.value.field == "owner"


# --- readings ------------------------------------------------------------------------------------


def entry(row, value="5", period=dt.date(2026, 3, 15), **rest) -> Entry:
    return Entry(row, period, Decimal(value), **rest)


def test_reading_is_kept_under_the_first_of_its_month(by, row):
    saved = readings.record_reading(entry=entry(row), by=by)
    assert (saved.period, saved.value) == (dt.date(2026, 3, 1), 5)
    again = readings.record_reading(entry=entry(row), by=by)
    assert again.pk == saved.pk
    assert events("reading.recorded") == 1


def test_quarterly_reading_is_kept_under_its_quarter(scoped, by):
    (found,) = follow(scoped.plant, "DIG-05", by=by)
    saved = readings.record_reading(entry=entry(found), by=by)
    assert saved.period == dt.date(2026, 1, 1)


def test_other_value_of_a_month_is_replaced_only_when_told(by, row):
    readings.record_reading(entry=entry(row), by=by)
    with pytest.raises(ReadingTakenError) as caught:
        readings.record_reading(entry=entry(row, "6"), by=by)
    assert caught.value.stored.value == 5
    assert readings.record_reading(entry=entry(row, "6"), by=by, replace=True).value == 6


@pytest.mark.parametrize(
    ("value", "period", "field"),
    [
        ("101", dt.date(2026, 3, 1), "value"),
        ("-0.1", dt.date(2026, 3, 1), "value"),
        ("5", dt.date(2100, 1, 1), "period"),
        ("5", dt.date(1989, 12, 1), "period"),
    ],
)
def test_reading_that_cannot_be_is_refused(by, row, value, period, field):
    with pytest.raises(RuleError) as caught:
        readings.record_reading(entry=entry(row, value, period), by=by)
    assert caught.value.field == field


def test_number_beyond_every_measure_is_refused(scoped, by):
    (found,) = follow(scoped.plant, "SC-21", by=by)
    with pytest.raises(RuleError):
        readings.record_reading(entry=entry(found, "1e12"), by=by)


def months(row, *values) -> list[Entry]:
    return [entry(row, str(v), dt.date(2025, n, 1)) for n, v in enumerate(values, 1)]


def test_import_is_all_or_nothing(scoped, by, row):
    with pytest.raises(RuleError):
        readings.import_readings(plant=scoped.plant, entries=months(row, 1, 2, 300), by=by)
    assert not Measurement.objects.exists()


def test_same_import_twice_changes_nothing(scoped, by, row):
    for expected in [(3, 0, 0), (0, 0, 3)]:
        found = readings.import_readings(
            plant=scoped.plant,
            entries=months(row, 1, 2, 3),
            by=by,
            file_name="r.csv",
            sha256="0" * 64,
        )
        assert (found.new, found.changed, found.unchanged) == expected
    assert events("readings.imported") == 1
    assert Measurement.objects.first().reading_import.file_name == "r.csv"


def test_import_replaces_what_differs(scoped, by, row):
    readings.import_readings(plant=scoped.plant, entries=months(row, 1, 2), by=by)
    changed = [*months(row, 1), entry(row, "9", dt.date(2025, 2, 1), quality=Decimal(97))]
    found = readings.import_readings(plant=scoped.plant, entries=changed, by=by)
    assert (found.new, found.changed, found.written) == (0, 1, 1)
    stored = Measurement.objects.get(period=dt.date(2025, 2, 1))
    assert (stored.value, stored.quality, stored.version) == (9, 97, 2)


def test_import_for_another_plant_is_refused(scoped, by, row):
    other = PlantFactory(organization=scoped.organization)
    with pytest.raises(RuleError):
        readings.import_readings(plant=other, entries=months(row, 1), by=by)


def test_explained_reading_is_left_out_of_limits(scoped, by):
    found = measured(scoped.plant, by)
    last = found.measurements.last()
    with pytest.raises(RuleError):
        readings.explain_reading(reading=last, expected=1, cause=" ", is_excluded=True, by=by)
    readings.explain_reading(reading=last, expected=1, cause="press", is_excluded=True, by=by)
    series = indicator_series(PlantIndicator.objects.get(pk=found.pk))
    assert series.open_question is None
    assert series.judged[0].state == "left_out"
    with pytest.raises(StaleVersionError):
        readings.explain_reading(reading=last, expected=1, cause="x", is_excluded=False, by=by)


def test_reading_is_corrected_and_removed(by, row):
    (stored,) = record(row, [40])
    readings.edit_reading(reading=stored, expected=1, value=Decimal(41), quality=None, by=by)
    assert Measurement.objects.get().value == 41
    with pytest.raises(RuleError):
        readings.edit_reading(reading=stored, expected=2, value=Decimal(999), quality=None, by=by)
    readings.delete_reading(reading=stored, by=by)
    assert not Measurement.objects.exists()
    assert events("reading.deleted") == 1


# --- baseline, target, benchmark -----------------------------------------------------------------


def test_baseline_of_the_picture_is_stored_with_its_seal(by, row):
    record(row, YEAR_2025)
    made = make_baseline(row, by)
    found = from_data(made.statistics)
    assert (found.center, found.limits.upper) == (41, 41 + Decimal("2.66") * Decimal(31) / 11)
    assert (made.number, len(made.sha256), len(made.readings)) == (1, 64, 12)


def test_same_stretch_with_same_readings_is_the_same_version(by, row):
    record(row, YEAR_2025)
    assert make_baseline(row, by).pk == make_baseline(row, by).pk
    assert events("baseline.made") == 1


def test_corrected_reading_gives_a_new_version_and_keeps_the_old(by, row):
    record(row, YEAR_2025)
    make_baseline(row, by)
    Measurement.objects.filter(period=JAN_2025).update(value=45)
    assert make_baseline(row, by).number == 2
    first = IndicatorBaseline.objects.get(number=1)
    assert first.readings[0] == ["2025-01", "39", True]


def test_left_out_reading_stands_in_the_extract_but_does_not_count(by, row):
    record(row, YEAR_2025)
    Measurement.objects.filter(period=DEC_2025).update(cause="fire", is_excluded=True)
    made = make_baseline(row, by)
    assert made.statistics["n"] == 11
    assert made.readings[-1] == ["2025-12", "40", False]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(JAN_2025, dt.date(2025, 5, 1), "first"), (DEC_2025, JAN_2025, "last")],
)
def test_stretch_that_gives_no_baseline_is_refused(by, row, first, last, field):
    record(row, YEAR_2025)
    with pytest.raises(RuleError) as caught:
        make_baseline(row, by, first, last)
    assert caught.value.field == field


def test_database_refuses_to_change_a_baseline(by, row):
    record(row, YEAR_2025)
    made = make_baseline(row, by)
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorBaseline.objects.filter(pk=made.pk).update(note="x")


def target(value="32.8", on=dt.date(2027, 12, 1)) -> dict:
    return {"target_value": Decimal(value), "target_on": on, "target_kind": "value"}


def test_target_is_set_and_cleared_under_its_version(by, row):
    record(row, YEAR_2025)
    make_baseline(row, by)
    aims.set_target(row=row, expected=1, values=target(), by=by)
    with pytest.raises(StaleVersionError):
        aims.set_target(row=row, expected=1, values=target(), by=by)
    aims.clear_target(row=row, expected=2, by=by)
    assert PlantIndicator.objects.get().target_value is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (target("45"), "target_value"),
        (target("-1"), "target_value"),
        (target(on=DEC_2025), "target_on"),
    ],
)
def test_target_that_is_none_is_refused(by, row, values, field):
    record(row, YEAR_2025)
    make_baseline(row, by)
    with pytest.raises(RuleError) as caught:
        aims.set_target(row=row, expected=1, values=values, by=by)
    assert caught.value.field == field


def test_benchmark_needs_a_source(by, row):
    values = {"value": Decimal(25), "population": "plants", "year": 2024, "grade": "vendor"}
    with pytest.raises(ValidationError):
        aims.add_benchmark(row=row, values={**values, "source_name": ""}, by=by)
    kept = aims.add_benchmark(row=row, values={**values, "source_name": "Survey"}, by=by)
    aims.delete_benchmark(benchmark=kept, by=by)
    assert not Benchmark.objects.exists()
    assert (events("benchmark.added"), events("benchmark.deleted")) == (1, 1)
