"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from returns.views import cases, effects, entering

app_name = "returns"
ROOT = "plants/<slug:slug>/roadmap/case/"
ONE = f"{ROOT}initiatives/<int:pk>/"
EFFECT = f"{ROOT}effects/<int:pk>/"
urlpatterns = [
    path(ROOT, cases.case_detail, name="case-detail"),
    path(f"{ROOT}flows.csv", cases.case_export, name="case-export"),
    path(f"{ROOT}settings/", entering.settings_edit, name="settings-edit"),
    path(f"{ONE}edit/", entering.case_edit, name="case-edit"),
    path(f"{ONE}effects/create/", effects.effect_create, name="effect-create"),
    path(f"{EFFECT}edit/", effects.effect_edit, name="effect-edit"),
    path(f"{EFFECT}delete/", effects.effect_delete, name="effect-delete"),
]
