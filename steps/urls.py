"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from steps.views import listing, turning

app_name = "steps"
STEP = "plants/<slug:slug>/steps/<int:pk>/"
urlpatterns = [
    path("plants/<slug:slug>/steps/<slug:app>/", listing.step_list, name="step-list"),
    path(f"{STEP}undo/", turning.step_undo, name="step-undo"),
    path(f"{STEP}redo/", turning.step_redo, name="step-redo"),
]
