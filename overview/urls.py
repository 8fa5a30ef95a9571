"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("export/", views.portfolio_export, name="portfolio-export"),
    path("search/", views.search, name="search"),
    path("plants/<slug:slug>/", views.plant_detail, name="plant-detail"),
]
