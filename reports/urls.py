"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from reports.views import listing, producing, public, sharing

app_name = "reports"
AREA = "plants/<slug:slug>/reports/"
ONE = f"{AREA}<int:pk>/"
urlpatterns = [
    path(AREA, listing.report_list, name="report-list"),
    path(f"{AREA}kinds/<slug:kind>/", listing.kind_detail, name="kind-detail"),
    path(f"{AREA}new/", producing.report_create, name="report-create"),
    path(f"{ONE}retry/", producing.report_retry, name="report-retry"),
    path(f"{ONE}download/", listing.report_download, name="report-download"),
    path(f"{ONE}archive/", listing.report_archive, name="report-archive"),
    path(f"{ONE}share/", sharing.link_create, name="link-create"),
    path(f"{AREA}links/<int:pk>/edit/", sharing.link_edit, name="link-edit"),
    path(f"{AREA}links/<int:pk>/rekey/", sharing.link_rekey, name="link-rekey"),
    path(f"{AREA}links/<int:pk>/revoke/", sharing.link_revoke, name="link-revoke"),
    path("share/<str:token>/", public.share_detail, name="share-detail"),
    path("share/<str:token>/download/", public.share_download, name="share-download"),
]
