"""Reads of indicators: the catalog, the organization's definitions, a plant's series."""

from indicators.selectors.catalog import (
    BenchmarkRow,
    catalog,
    catalog_items,
    catalog_release,
    definitions,
    presets_for,
    shown_benchmarks,
    taken_names,
)
from indicators.selectors.series import (
    indicator_series,
    plant_indicators,
    plant_rows,
    plant_summary,
    stored_series,
)
from indicators.selectors.wording import chart_words, control_chart, finding, state_words

__all__ = [
    "BenchmarkRow",
    "catalog",
    "catalog_items",
    "catalog_release",
    "chart_words",
    "control_chart",
    "definitions",
    "finding",
    "indicator_series",
    "plant_indicators",
    "plant_rows",
    "plant_summary",
    "presets_for",
    "shown_benchmarks",
    "state_words",
    "stored_series",
    "taken_names",
]
