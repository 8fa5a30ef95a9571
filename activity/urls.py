"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from activity.views import comments, digests, feeds, inbox, webhooks

app_name = "activity"
WAYS = "organization/webhooks/"
TALK = "plants/<slug:slug>/comments/"
urlpatterns = [
    path("landing/", inbox.landing, name="landing"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.notices_read, name="notices-read"),
    path("inbox/<int:pk>/read/", inbox.notice_read, name="notice-read"),
    path("inbox/<int:pk>/open/", inbox.notice_open, name="notice-open"),
    path("inbox/calendar/", feeds.inbox_feed, name="inbox-feed"),
    path("inbox/calendar/revoke/", feeds.inbox_feed_revoke, name="inbox-feed-revoke"),
    path("calendars/<slug:token>/inbox.ics", feeds.inbox_feed_read, name="inbox-feed-read"),
    path("mails/<str:token>/off/", digests.digest_off, name="digest-off"),
    path(WAYS, webhooks.webhook_list, name="webhook-list"),
    path(f"{WAYS}new/", webhooks.webhook_create, name="webhook-create"),
    path(f"{WAYS}<int:pk>/", webhooks.webhook_detail, name="webhook-detail"),
    path(f"{WAYS}<int:pk>/edit/", webhooks.webhook_edit, name="webhook-edit"),
    path(f"{WAYS}<int:pk>/test/", webhooks.webhook_test, name="webhook-test"),
    path(f"{WAYS}<int:pk>/delete/", webhooks.webhook_delete, name="webhook-delete"),
    path(f"{TALK}<int:pk>/edit/", comments.comment_edit, name="comment-edit"),
    path(f"{TALK}<int:pk>/delete/", comments.comment_delete, name="comment-delete"),
    path(f"{TALK}<slug:kind>/<str:key>/", comments.comment_list, name="comment-list"),
]
