"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.text import LocalizedText
from journey.domain.stages import STAGE_NAMES
from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from organizations.domain.work import Owned


class JourneyConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields and objects are called."""

    name = "journey"

    acts: ClassVar[dict[str, Any]] = {
        "stage.edited": _("Edited a stage"),
        "stage.reopened": _("Opened a stage again"),
        "stage.signed_off": _("Signed off a stage"),
        "task.added": _("Added a task"),
        "task.done": _("Ticked a task off"),
        "task.edited": _("Edited a task"),
        "task.removed": _("Removed a task"),
        "task.reopened": _("Opened a task again"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "open_tasks": _("Open tasks"),
        "signed": _("Signed off"),
        "stage": _("Stage"),
    }
    # The name of an object ends in one of these; the trail shows it in the reader's language.
    label_names: ClassVar[dict[str, tuple[LocalizedText, ...]]] = {
        "journey.plantstage": tuple(STAGE_NAMES.values()),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "journey.plantstage": ("owner",),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "journey.plantstage": ("reason", "signed_reason", "reopened_reason"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "journey.PlantStage",
            _("Stages"),
            still_open={"signed_off_at": None},
            page="overview:plant-detail",
        ),
        Owned(
            "journey.StageTask",
            _("Tasks of the stages"),
            plant="plant_stage__plant",
            still_open={"done_at": None, "plant_stage__signed_off_at": None},
            page="overview:plant-detail",
        ),
    )
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "journey.StageTask",
            _("Task"),
            ("title",),
            BLUEPRINT,
            Permission.PLANT_EDIT,
            plant="plant_stage__plant",
            printed={"done_at": None, "plant_stage__signed_off_at": None},
        ),
    )
