"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.roles import Permission
from organizations.domain.work import Owned
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class CalendarsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "calendars"

    acts: ClassVar[dict[str, Any]] = {
        "calendar.set": _("Set the working calendar"),
        "closure.added": _("Added a closure"),
        "closure.edited": _("Edited a closure"),
        "closure.removed": _("Removed a closure"),
        "plant_milestone.added": _("Added a milestone of the plant"),
        "plant_milestone.edited": _("Edited a milestone of the plant"),
        "plant_milestone.reached": _("Recorded a milestone of the plant as reached"),
        "plant_milestone.removed": _("Removed a milestone of the plant"),
        "plant_milestones.moved": _("Moved the milestones of the plant"),
        "plant_milestones.set": _("Set the milestones of the plant"),
    }
    reminders = ("calendars.services.reminders.remind",)
    labels: ClassVar[dict[str, Any]] = {
        "calendar": _("Working calendar"),
        "closure": _("Closure"),
        "key": _("Key of the pack"),
        "plant_milestone": _("Milestone of the plant"),
        "plantcalendar": _("Working calendar"),
        "plantclosure": _("Closure"),
        "plantmilestone": _("Milestone of the plant"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {"calendars.plantmilestone": ("note",)}
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "calendars.PlantMilestone",
            _("Milestones of the plant"),
            still_open={"reached_on": None},
            page="calendars:calendar-detail",
        ),
    )
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable("calendar", "calendars.PlantCalendar"),
        StepTable("closure", "calendars.PlantClosure", is_titled=True),
        StepTable("plant_milestone", "calendars.PlantMilestone", is_titled=True),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage("calendars:calendar-detail", ("calendar.", "closure.", "plant_milestone")),
    )
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "milestone",
            _("Milestone of the plant"),
            Permission.ROADMAP_VIEW,
            find="calendars.selectors.commented.find_milestone",
        ),
    )
