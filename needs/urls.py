"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from needs.views import requirements

app_name = "needs"
urlpatterns = [
    path(
        "plants/<slug:slug>/needs/requirements/",
        requirements.requirement_list,
        name="requirement-list",
    ),
]
