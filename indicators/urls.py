"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from indicators.views import aims, definitions, detail, plant_set, readings, workbooks

app_name = "indicators"
_LIST = "plants/<slug:slug>/indicators/"
_ONE = f"{_LIST}<int:pk>/"
urlpatterns = [
    path("indicators/", definitions.definition_list, name="definition-list"),
    path("indicators/new/", definitions.definition_create, name="definition-create"),
    path("indicators/<int:pk>/", definitions.definition_detail, name="definition-detail"),
    path("indicators/<int:pk>/edit/", definitions.definition_edit, name="definition-edit"),
    path(_LIST, plant_set.indicator_list, name="indicator-list"),
    path(f"{_LIST}choose/", plant_set.indicator_choose, name="indicator-choose"),
    path(f"{_LIST}readings/export/", readings.reading_export, name="reading-export"),
    path(f"{_LIST}workbook/", workbooks.workbook_list, name="workbook-list"),
    path(f"{_LIST}workbook/<int:workbook>/file/", workbooks.workbook_file, name="workbook-file"),
    path(_ONE, detail.indicator_detail, name="indicator-detail"),
    path(f"{_ONE}edit/", plant_set.indicator_edit, name="indicator-edit"),
    path(f"{_ONE}chart/", detail.chart_detail, name="chart-detail"),
    path(
        f"{_ONE}readings/<int:reading>/explain/", readings.reading_explain, name="reading-explain"
    ),
    path(f"{_ONE}baselines/new/", aims.baseline_create, name="baseline-create"),
    path(f"{_ONE}target/", aims.target_edit, name="target-edit"),
    path(f"{_ONE}target/delete/", aims.target_delete, name="target-delete"),
    path(f"{_ONE}benchmarks/new/", aims.benchmark_create, name="benchmark-create"),
    path(
        f"{_ONE}benchmarks/<int:benchmark>/delete/",
        aims.benchmark_delete,
        name="benchmark-delete",
    ),
]
