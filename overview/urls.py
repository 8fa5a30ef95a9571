"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("export/", views.portfolio_export, name="portfolio-export"),
    path("switch/", views.plant_menu, name="plant-menu"),
    path("search/", views.search, name="search"),
    path("plants/<slug:slug>/", views.plant_detail, name="plant-detail"),
]
