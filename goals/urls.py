"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from goals.views import goals

app_name = "goals"
ROOT = "plants/<slug:slug>/roadmap/goals/"
urlpatterns = [
    path(ROOT, goals.goal_list, name="goal-list"),
    path(f"{ROOT}create/", goals.goal_create, name="goal-create"),
    path(f"{ROOT}<int:pk>/edit/", goals.goal_edit, name="goal-edit"),
    path(f"{ROOT}<int:pk>/delete/", goals.goal_delete, name="goal-delete"),
]
