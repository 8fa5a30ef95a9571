from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.domain.baseline import compute
from indicators.domain.series import PathCounts, count_paths
from indicators.selectors.benchmarks import presets_for
from indicators.selectors.series import path_counts, plant_indicators
from indicators.selectors.wording import control_chart, finding, notes_on, stretch_text
from readings.domain.entries import EntryProblem
from readings.models import Measurement
from readings.selectors.catalog import catalog_items
from readings.selectors.wording import period_text, problem_words
from tests.factories.indicators import follow, measured, record
from tests.indicators.domain.test_baseline import months
from tests.indicators.domain.test_series import build

NOV = dt.date(2026, 11, 22)


def test_everything_of_a_plant_in_three_queries(scoped, django_assert_num_queries):
    measured(scoped.plant, scoped.people["cio"])
    measured(scoped.plant, scoped.people["cio"], "SC-21", target=None)
    with django_assert_num_queries(3):
        found = plant_indicators(scoped.plant, today=NOV)
    assert [series.code for series in found] == ["SC-12", "SC-21"]
    assert found[0].baseline.made_by == "Cio"
    assert found[0].target.value == Decimal("32.8")


def test_paths_of_a_plant_are_counted_in_one_query(scoped, django_assert_num_queries):
    person = scoped.people["cio"]
    aimed = measured(scoped.plant, person)
    measured(scoped.plant, person, "SC-21", target=None)
    silent = measured(scoped.plant, person, "SC-22", target=None)
    silent.measurements.filter(period__gte=dt.date(2025, 6, 1)).delete()
    measured(scoped.plant, person, "SC-23", target=None).measurements.all().delete()

    def count() -> PathCounts:
        with django_assert_num_queries(1):
            return path_counts(scoped.plant, today=NOV)

    def reckoned() -> PathCounts:
        return count_paths(plant_indicators(scoped.plant, today=NOV))

    assert count() == reckoned() == PathCounts(4, 0, 1, 3, 2)
    newest = list(aimed.measurements.order_by("-period")[:2])
    Measurement.objects.filter(pk=newest[0].pk).update(is_excluded=True, cause="Audit")
    Measurement.objects.filter(pk=newest[1].pk).update(value=Decimal(30))
    assert count() == reckoned() == PathCounts(4, 1, 0, 3, 2)


def test_catalog_is_empty_before_it_is_loaded(db):
    assert catalog_items() == {}
    assert presets_for("SC-12") == []


def test_chart_speaks_the_readers_language(scoped):
    measured(scoped.plant, scoped.people["cio"])
    (series,) = plant_indicators(scoped.plant, today=NOV)
    with translation.override("zh-hans"):
        chart = control_chart(series)
    assert chart.title == "2026-10高于控制上限"
    assert chart.references[0].label == "均值41.0"


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (build((), baseline=False, target=False), "No readings yet"),
        (build((1,), baseline=False), "1 reading, no baseline yet"),
        (build((9, 10, 11, 10, 9, 50), baseline=False), "Jun 2025 is far from the other readings"),
        (build(), "Oct 2026 lies above the upper limit"),
        (build((*[40, 41, 42] * 4, 10)), "Jan 2026 lies below the lower limit"),
        (build((*[40, 41, 42] * 4, 41)), "The last reading is on the target path"),
        (build((*[40, 41, 42] * 4, "39")), "The last reading is ahead of the target path"),
        (build((*[40, 41, 42] * 4, "42.5")), "The last reading is behind the target path"),
        (
            build((*[40, 41, 42] * 4, 41, 90), m14="strike"),
            "Jan 2026, the last reading that counts, is on the target path",
        ),
        (build([40, 41, 42] * 4, target=False), "All readings lie inside the limits"),
        (
            build((*[40, 41, 42] * 4, *["41.5"] * 8), target=False),
            "Readings have moved to one side of the center",
        ),
    ],
)
def test_finding_is_one_line(series, words):
    assert finding(series).replace("\u00a0", " ") == words


def test_notes_name_what_a_reader_must_know():
    gap = compute(months(9, 10, None, 11, 10, 9, 50), bounds=(Decimal(0), Decimal(10)))
    notes = " ".join(notes_on(gap))
    assert "Odd: 2025-07." in notes
    assert "Without a reading: 2025-03." in notes
    assert "upper bound" in notes
    long = " ".join(notes_on(compute(months(*range(24)))))
    assert "r = 0.88" in long
    assert "Two years or more" in long
    assert "Under a year" in " ".join(notes_on(compute(months(1, 2))))


@pytest.mark.parametrize("problem", EntryProblem)
def test_every_problem_has_words(problem):
    assert problem_words(problem, Decimal(0), Decimal("100.00"))
    assert problem_words(problem, None, None)


def test_periods_and_stretches():
    assert stretch_text(dt.date(2025, 1, 1), dt.date(2025, 12, 1)) == "2025"
    assert "–" in stretch_text(dt.date(2025, 2, 1), dt.date(2025, 12, 1))
    assert stretch_text(dt.date(2025, 1, 1), dt.date(2025, 10, 1), is_quarter=True) == "2025"
    assert period_text(dt.date(2026, 10, 1), is_quarter=True) == "2026\u00a0Q4"


def test_dropped_indicator_is_not_counted(scoped):
    (row,) = follow(scoped.plant, "SC-12", by=scoped.people["cio"])
    record(row, [1])
    follow(scoped.plant, by=scoped.people["cio"])
    assert plant_indicators(scoped.plant) == []
    assert Measurement.objects.count() == 1
