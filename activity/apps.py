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
        "webhook.added": _("Opened a way to a group chat"),
        "webhook.deleted": _("Closed a way to a group chat"),
        "webhook.edited": _("Changed a way to a group chat"),
        "webhook.tried": _("Tried a way to a group chat"),
        "inbox_feed.made": _("Made a calendar address of the own inbox"),
        "inbox_feed.revoked": _("Revoked a calendar address of the own inbox"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "comment": pgettext_lazy("what somebody says", "Comment"),
        "inboxfeed": _("Calendar address of the inbox"),
        "every_plant": _("All plants"),
        "is_active": _("Sends"),
        "kinds": _("Notices"),
        "new_secret": _("Another secret"),
        "new_url": _("Another address"),
        "subject": _("About"),
        "webhook": _("Way to a group chat"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {"activity.comment": ("text",)}
    remove_old: ClassVar[dict[str, str]] = {
        "messages to group chats": "activity.services.webhooks.remove_old",
        "notices of what is done": "activity.services.notices.remove_done",
    }
