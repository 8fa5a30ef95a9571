"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from launch.views import bars, plants, starts

app_name = "launch"
ROOT = "plants/<slug:slug>/roadmap/launch/"
urlpatterns = [
    path(ROOT, starts.launch_detail, name="launch-detail"),
    path(f"{ROOT}edit/", starts.start_edit, name="start-edit"),
    path(f"{ROOT}move/", starts.start_move, name="start-move"),
    path(f"{ROOT}needs/<slug:need>/bars/create/", bars.bar_create, name="bar-create"),
    path("launch/starts/", plants.start_list, name="start-list"),
]
