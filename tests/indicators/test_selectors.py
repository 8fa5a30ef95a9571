from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.domain.baseline import compute
from indicators.domain.series import PathCounts, count_paths, summarize
from indicators.selectors.benchmarks import presets_for
from indicators.selectors.series import path_counts, plant_indicators
from indicators.selectors.wording import (
    control_chart,
    finding,
    notes_on,
    question_text,
    question_tone,
    signal_words,
    state_chips,
    stretch_text,
    summary_line,
)
from readings.domain.entries import EntryProblem
from readings.models import Measurement, PlantIndicator
from readings.selectors.catalog import catalog_items
from readings.selectors.wording import period_text, problem_words
from tests.factories.indicators import follow, measured, record
from tests.indicators.domain.test_baseline import YEAR, months
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
    empty = measured(scoped.plant, person, "SC-23", target=None)
    empty.measurements.all().delete()
    known = PlantIndicator.objects.filter(pk=empty.pk)
    known.update(created_at=dt.datetime(2026, 8, 15, tzinfo=dt.UTC))

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
    known.update(created_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))  # chosen two days ago
    assert count() == reckoned() == PathCounts(4, 1, 0, 3, 1)


def test_catalog_is_empty_before_it_is_loaded(db):
    assert catalog_items() == {}
    assert presets_for("SC-12") == []


def test_chart_speaks_the_readers_language(scoped):
    measured(scoped.plant, scoped.people["cio"])
    (series,) = plant_indicators(scoped.plant, today=NOV)
    with translation.override("zh-hans"):
        chart = control_chart(series)
    assert chart.title == "最新测量值落后于计划；2026-10高于控制上限"
    assert chart.references[0].label == "均值41.0"


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (build((), baseline=False, target=False), "No readings yet"),
        (build((1,), baseline=False, ends=1), "1 reading, no baseline yet"),
        (
            build(range(24), baseline=False, ends=24),
            "24 readings, enough for a strong baseline; none is made yet",
        ),
        (
            build((9, 10, 11, 10, 9, 50), baseline=False, ends=6),
            (
                "6 readings, enough for a provisional baseline; none is made yet; "
                "Jun 2025 is far from the other readings"
            ),
        ),
        (
            build((9, 10, 50, 11, 10, 9), baseline=False, ends=6),
            (
                "6 readings, enough for a provisional baseline; none is made yet; "
                "Mar 2025 was far from the other readings and is not explained"
            ),
        ),
        (
            build(),
            "The last reading is behind the target path; Oct 2026 lies above the upper limit",
        ),
        (
            build((*[40, 41, 42] * 4, 10), ends=13),
            "The last reading is ahead of the target path; Jan 2026 lies below the lower limit (better)",
        ),
        (
            build((*[40, 41, 42] * 4, 60, 41), ends=14),
            (
                "The last reading is on the target path; "
                "Jan 2026 lay above the upper limit and is not explained"
            ),
        ),
        (
            build((*[40, 41, 42] * 4, 10, 41), ends=14),
            (
                "The last reading is on the target path; "
                "Jan 2026 lay below the lower limit and is not explained (better)"
            ),
        ),
        (build((*[40, 41, 42] * 4, 41), ends=13), "The last reading is on the target path"),
        (build((*[40, 41, 42] * 4, "39"), ends=13), "The last reading is ahead of the target path"),
        (build((*[40, 41, 42] * 4, "42.5"), ends=13), "The last reading is behind the target path"),
        (
            build((*[40, 41, 42] * 4, *["41.5"] * 8), ends=20),
            (
                "The last reading is behind the target path; "
                "9 readings in a row (Dec 2025 – Aug 2026) lie above the center"
            ),
        ),
        (
            build((*[40, 41, 42] * 4, "41", *["37.8"] * 9), ends=22),
            (
                "The last reading is on the target path; "
                "9 readings in a row (Feb 2026 – Oct 2026) lie below the center (better)"
            ),
        ),
        (
            build((*[40, 41, 42] * 4, 44, 41, 44, 44), target=False, ends=16),
            "3 of the last 4 readings lie close to the upper limit",
        ),
        (
            build((*[40, 41, 42] * 4, 38, 38, 38, 41), target=False, ends=16),
            "3 of the last 4 readings lie close to the lower limit (better)",
        ),
        (
            build((*[40, 41, 42] * 4, 41, 90), ends=14, m14="strike"),
            "Jan 2026, the last reading that counts, is on the target path",
        ),
        (
            build((*[40, 41, 42] * 4, "39")),
            "No reading since Jan 2026; that one was ahead of the target path",
        ),
        (build((*[40, 41, 42] * 4, 41, 90), m14="strike"), "No reading since Feb 2026"),
        (build([40, 41, 42] * 4, target=False, ends=12), "All readings lie inside the limits"),
        (
            build((*[40, 41, 42] * 4, 41, 60, 41), target=False, ends=15, noted=14),
            "The last reading lies inside the limits",
        ),
    ],
)
def test_finding_says_standing_and_signals(series, words):
    """The fault seen: eight readings above the center, and only "on the target path" was said."""
    assert finding(series).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("series", "words"),
    [
        (build((), baseline=False), []),
        (build(YEAR, baseline=False, target=False, ends=12), []),
        (build(YEAR, target=False, ends=12), ["Baseline"]),
        (build(), ["Outside limits", "Behind the path"]),
        (build((*[40, 41, 42] * 4, 41), ends=13), ["On path"]),
        (build((*[40, 41, 42] * 4, 41)), ["No recent reading"]),
        (build((*[40, 41, 42] * 4, 41, 90), ends=14, m14="x"), ["Explained, left out", "On path"]),
        (
            build((*[40, 41, 42] * 4, *["41.5"] * 8), ends=20),
            ["Behind the path", "9 in a row above the center"],
        ),
        (
            build((*[40, 41, 42] * 4, 38, 38, 38, 41), target=False, ends=16),
            ["3 of 4 close to the lower limit (better)"],
        ),
    ],
)
def test_chips_say_standing_and_signals(series, words):
    assert [word for word, _tone, _icon in state_chips(series)] == words


def test_tags_of_signals():
    def tags(series):
        return [signal_words(signal, series) for signal in series.current_signals]

    assert tags(build()) == ["outside its limits"]
    assert tags(build((9, 10, 11, 10, 9, 50), baseline=False)) == ["far from the others"]
    assert tags(build((*[40, 41, 42] * 4, *["39.5"] * 8))) == [
        "8 in a row below the center (better)"
    ]
    assert tags(build((*[40, 41, 42] * 4, 44, 44, 44))) == ["3 of 4 close to the upper limit"]
    assert tags(build((*[40, 41, 42] * 4, *["39.5"] * 8, 41))) == []


def test_question_is_about_the_reading_to_explain():
    series = build((*[40, 41, 42] * 4, 60, 41))
    assert question_text(series).replace("\u00a0", " ") == "Jan 2026 lies above the upper limit"
    assert question_text(build((*[40, 41, 42] * 4, 41))) == ""


def test_what_lies_beyond_a_limit_on_the_better_side_is_no_alarm():
    """The fault seen: a red alarm "below the lower limit" where lower is better."""
    good, bad = (build((*[40, 41, 42] * 4, value, 41), ends=14) for value in (20, 60))
    assert (
        question_text(good).replace("\u00a0", " ") == "Jan 2026 lies below the lower limit (better)"
    )
    assert (question_tone(good), question_tone(bad)) == ("", "bad")
    newest = build((*[40, 41, 42] * 4, 20), ends=13)
    assert [chip[:2] for chip in state_chips(newest)] == [
        ("Better than the limits", "accent"),
        ("Ahead of the path", "good"),
    ]
    rings = control_chart(newest).rings
    assert (rings[0].note, rings[0].color) == ("below the lower limit (better)", "good")
    run = build((*[40, 41, 42] * 4, *["39.5"] * 8), ends=20)
    assert state_chips(run)[-1] == ("8 in a row below the center (better)", "accent", "info")


def test_a_baseline_that_does_not_hold_for_itself_says_why():
    fall = compute(months(*[Decimal(100) - n * 3 for n in range(12)]))
    assert "Trend inside the baseline: 6 of 12 readings" in " ".join(notes_on(fall))
    slow = compute(months(*[n % 2 * 3 + n for n in range(12)]))
    assert (slow.outside, slow.grade) == ((), "provisional")
    assert "Trend inside the baseline: the center" in " ".join(notes_on(slow))
    single = " ".join(notes_on(compute(months(*[40, 41, 42] * 4, 60))))
    assert "1 of 13 readings of the baseline lie outside its own limits (2026-01)" in single


def test_summary_counts_what_can_be_judged():
    behind, without = build(), build(YEAR, target=False)
    both = summarize([behind, without])
    assert both.judged == 1
    assert summary_line(both) == "1 behind, 1 without a path; 1 of all 2 without recent readings"
    assert summary_line(summarize([behind])) == "1 behind"
    assert summary_line(summarize([without] * 5)) == "none of the 5 can be judged yet"


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
    assert period_text(dt.date(2026, 10, 1), is_quarter=True) == "Q4\u00a02026"


def test_dropped_indicator_is_not_counted(scoped):
    (row,) = follow(scoped.plant, "SC-12", by=scoped.people["cio"])
    record(row, [1])
    follow(scoped.plant, by=scoped.people["cio"])
    assert plant_indicators(scoped.plant) == []
    assert Measurement.objects.count() == 1
