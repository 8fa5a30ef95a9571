"""Addresses of files on their way."""

from __future__ import annotations

from django.urls import path

from imports.views import progress

app_name = "imports"
urlpatterns = [
    path("imports/progress/<str:token>/", progress.progress_detail, name="progress-detail"),
]
