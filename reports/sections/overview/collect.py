"""The indicators of the KPI baseline, and what is open about them."""

from __future__ import annotations

from compliance.selectors.coverage import plant_coverage
from core.phrases import phrase
from indicators.domain.baseline import Grade
from reports.domain.state import OpenPoint, law_points, untranslated_points
from reports.sections.overview.content import OverviewChapter
from reports.selectors.record import PlantRecord
from translation.selectors import missing_by_language


def collect(record: PlantRecord) -> OverviewChapter:
    """Return the chapter."""
    return OverviewChapter(record.indicators, points(record))


def points(record: PlantRecord) -> tuple[OpenPoint, ...]:
    """Return what is open about the indicators, and whose law no checklist covers."""
    followed = record.indicators
    baselines = [series.baseline for series in followed]
    unset = baselines.count(None)
    weak = sum(bool(b and b.statistics.grade is Grade.PROVISIONAL) for b in baselines)
    stale = sum(series.is_stale for series in followed)
    aimless = sum(series.target is None for series in followed)
    candidates = (
        OpenPoint(
            "indicators",
            int(not followed),
            phrase("no indicators chosen"),
        ),
        OpenPoint("unset", unset, phrase("{n} without baseline", n=unset)),
        OpenPoint(
            "weak",
            weak,
            phrase("{n} with a provisional baseline", n=weak),
        ),
        OpenPoint("stale", stale, phrase("{n} with stale readings", n=stale)),
        OpenPoint("aimless", aimless, phrase("{n} without target", n=aimless)),
    )
    untranslated = untranslated_points(missing_by_language(record.plant, "indicator_baseline"))
    law = law_points(plant_coverage(record.plant).gap)
    return (*(point for point in candidates if point.count), *law, *untranslated)
