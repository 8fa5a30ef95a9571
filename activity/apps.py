"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActivityConfig(AppConfig):
    """Names the app, its acts in the audit trail and what goes by itself."""

    name = "activity"

    acts: ClassVar[dict[str, Any]] = {
        "comment.added": _("Commented"),
        "comment.deleted": _("Deleted a comment"),
        "comment.edited": _("Changed a comment"),
        "inbox_feed.made": _("Made a calendar address of the own inbox"),
        "inbox_feed.revoked": _("Revoked a calendar address of the own inbox"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "comment": pgettext_lazy("what somebody says", "Comment"),
        "inboxfeed": _("Calendar address of the inbox"),
        "subject": _("About"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {"activity.comment": ("text",)}
    remove_old: ClassVar[dict[str, str]] = {
        "notices of what is done": "activity.services.notices.remove_done",
    }
