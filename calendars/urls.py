"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from calendars.views import calendars, closures, milestones

app_name = "calendars"
ROOT = "plants/<slug:slug>/roadmap/calendar/"
CLOSURE = f"{ROOT}closures/"
STONE = f"{ROOT}milestones/"
urlpatterns = [
    path(ROOT, calendars.calendar_detail, name="calendar-detail"),
    path(f"{ROOT}create/", calendars.calendar_create, name="calendar-create"),
    path(f"{ROOT}edit/", calendars.calendar_edit, name="calendar-edit"),
    path(f"{CLOSURE}create/", closures.closure_create, name="closure-create"),
    path(f"{CLOSURE}<int:pk>/edit/", closures.closure_edit, name="closure-edit"),
    path(f"{CLOSURE}<int:pk>/delete/", closures.closure_delete, name="closure-delete"),
    path(f"{STONE}create/", milestones.milestone_create, name="milestone-create"),
    path(f"{STONE}<int:pk>/edit/", milestones.milestone_edit, name="milestone-edit"),
    path(f"{STONE}<int:pk>/reach/", milestones.milestone_reach, name="milestone-reach"),
    path(f"{STONE}<int:pk>/delete/", milestones.milestone_delete, name="milestone-delete"),
]
