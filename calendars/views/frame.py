"""The page of calendar and dates, to which its forms lead back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steps.views.editing import EditedPage

PAGE = EditedPage("calendars:calendar-detail", _("Calendar and dates"))
