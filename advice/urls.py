"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from advice.views import advising, in_place

app_name = "advice"
ROOT = "plants/<slug:slug>/advice/"
THERE = f"{ROOT}in-place/"
urlpatterns = [
    path(f"{ROOT}initiatives/", advising.initiative_list, name="initiative-list"),
    path(f"{ROOT}initiatives/fit/", advising.initiative_fit, name="initiative-fit"),
    path(f"{ROOT}initiatives/accept/", advising.initiative_accept, name="initiative-accept"),
    path(f"{ROOT}selection/", advising.selection_detail, name="selection-detail"),
    path(THERE, in_place.in_place_list, name="in-place-list"),
    path(f"{THERE}state/", in_place.in_place_state, name="in-place-state"),
    path(f"{THERE}<int:pk>/revoke/", in_place.in_place_revoke, name="in-place-revoke"),
]
