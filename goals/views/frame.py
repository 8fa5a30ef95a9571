"""The page of goals, to which its forms lead back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steps.views.editing import EditedPage

PAGE = EditedPage("goals:goal-list", _("Goals"))
