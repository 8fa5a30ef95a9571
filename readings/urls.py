"""Routes of this app; they begin like those of the indicator that is measured."""

from __future__ import annotations

from django.urls import path

from readings.views import entering, files

app_name = "readings"
_LIST = "plants/<slug:slug>/indicators/"
_ONE = f"{_LIST}<int:pk>/readings/"
urlpatterns = [
    path(f"{_LIST}readings/import/", files.reading_import, name="reading-import"),
    path(
        f"{_LIST}readings/import/marked/",
        files.reading_import_marked,
        name="reading-import-marked",
    ),
    path(f"{_LIST}readings/template/", files.reading_template, name="reading-template"),
    path(f"{_ONE}new/", entering.reading_create, name="reading-create"),
    path(f"{_ONE}compute/", entering.reading_compute, name="reading-compute"),
    path(f"{_ONE}<int:reading>/edit/", entering.reading_edit, name="reading-edit"),
    path(f"{_ONE}<int:reading>/delete/", entering.reading_delete, name="reading-delete"),
]
