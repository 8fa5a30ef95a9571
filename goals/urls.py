"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from goals.views import goals, indicators

app_name = "goals"
ROOT = "plants/<slug:slug>/roadmap/goals/"
INDICATOR = f"{ROOT}<int:goal>/indicators/<int:pk>/"
urlpatterns = [
    path(ROOT, goals.goal_list, name="goal-list"),
    path(f"{ROOT}create/", goals.goal_create, name="goal-create"),
    path(f"{ROOT}<int:pk>/edit/", goals.goal_edit, name="goal-edit"),
    path(f"{ROOT}<int:pk>/delete/", goals.goal_delete, name="goal-delete"),
    path(
        f"{ROOT}<int:goal>/indicators/create/", indicators.indicator_create, name="indicator-create"
    ),
    path(f"{INDICATOR}edit/", indicators.indicator_edit, name="indicator-edit"),
    path(f"{INDICATOR}delete/", indicators.indicator_delete, name="indicator-delete"),
]
