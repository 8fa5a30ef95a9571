"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from capability import views

app_name = "capability"
urlpatterns = [
    path("plants/<slug:slug>/capability/", views.matrix_detail, name="matrix-detail"),
    path("plants/<slug:slug>/capability/export/", views.matrix_export, name="matrix-export"),
    path("plants/<slug:slug>/capability/chart/", views.chart_detail, name="chart-detail"),
]
