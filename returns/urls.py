"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from returns.views import cases, effects, entering, ledgers, promising

app_name = "returns"
ROOT = "plants/<slug:slug>/roadmap/case/"
ONE = f"{ROOT}initiatives/<int:pk>/"
EFFECT = f"{ROOT}effects/<int:pk>/"
PROMISES = f"{ROOT}promises/"
urlpatterns = [
    path(ROOT, cases.case_detail, name="case-detail"),
    path(f"{ROOT}payback/", cases.payback_detail, name="payback-detail"),
    path(f"{ROOT}chart/", cases.case_chart, name="case-chart"),
    path(f"{ROOT}flows.csv", cases.case_export, name="case-export"),
    path(f"{ROOT}settings/", entering.settings_edit, name="settings-edit"),
    path(f"{ONE}edit/", entering.case_edit, name="case-edit"),
    path(f"{ONE}effects/create/", effects.effect_create, name="effect-create"),
    path(f"{EFFECT}edit/", effects.effect_edit, name="effect-edit"),
    path(f"{EFFECT}delete/", effects.effect_delete, name="effect-delete"),
    path(f"{EFFECT}promise/", promising.promise_create, name="promise-create"),
    path(PROMISES, ledgers.promise_list, name="promise-list"),
    path(f"{PROMISES}<int:pk>/", ledgers.promise_detail, name="promise-detail"),
    path(f"{PROMISES}<int:pk>/chart/", ledgers.promise_chart_detail, name="promise-chart"),
    path(f"{PROMISES}<int:pk>/withdraw/", promising.promise_withdraw, name="promise-withdraw"),
    path("promises/", ledgers.plant_list, name="plant-list"),
]
