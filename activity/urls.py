"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from activity.views import comments, digests, feeds, inbox

app_name = "activity"
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
    path(f"{TALK}<int:pk>/edit/", comments.comment_edit, name="comment-edit"),
    path(f"{TALK}<int:pk>/delete/", comments.comment_delete, name="comment-delete"),
    path(f"{TALK}<slug:kind>/<str:key>/", comments.comment_list, name="comment-list"),
]
