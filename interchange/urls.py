"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from interchange.views import feeds, files, imports

app_name = "interchange"
AREA = "plants/<slug:slug>/interchange/"
urlpatterns = [
    path(f"{AREA}plans/export/<slug:kind>/", files.plan_export, name="plan-export"),
    path(f"{AREA}plans/import/", imports.plan_import, name="plan-import"),
    path(f"{AREA}plans/import/confirm/", imports.plan_import_confirm, name="plan-import-confirm"),
    path(f"{AREA}feeds/", feeds.feed_list, name="feed-list"),
    path(f"{AREA}feeds/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendars/<slug:token>/roadmap.ics", feeds.feed_read, name="feed-read"),
]
