"""The calendar of an inbox for a calendar program. See docs/method.md#calendar."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activity.models import Notice
from core.icalendar import DayEvent, calendar_file

HOURS = 1  # after how many a program asks again


def inbox_calendar(notices: Iterable[Notice]) -> bytes:
    """Return what is to be done by a day, in the reader's language.

    No name of a person stands in it: notices hold none.

    Args:
        notices: each with its day and its plant.
    """
    language = get_language() or "en"
    return calendar_file(
        _("Landfall inbox"), (_event(row, language) for row in notices), hours=HOURS
    )


def _event(row: Notice, language: str) -> DayEvent:
    day = row.due_on or row.made_at.date()
    return DayEvent(
        uid=f"notice-{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}",
        first=day,
        last=day,
        title=row.text.in_language(language),
        text=row.plant.shown_name if row.plant else "",
        category=row.get_kind_display(),
        address=settings.PUBLIC_URL + row.path,
        changed_at=row.updated_at,
    )
