"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.domain.translated import KPI_BASELINE, Translated
from organizations.domain.work import Owned
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class ReadingsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "readings"

    acts: ClassVar[dict[str, Any]] = {
        "reading.corrected": _("Corrected a reading"),
        "reading.deleted": _("Deleted a reading"),
        "reading.explained": _("Explained a reading"),
        "reading.recorded": _("Recorded a reading"),
        "readings.imported": _("Imported readings"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "changed": _("Changed"),
        "definition": _("Definition"),
        "file": _("File"),
        "formula": _("Formula"),
        "new": _("New"),
        "title": _("Name"),
        "unit": _("Unit"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "readings.indicator": ("owner_name",),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "readings.measurement": ("cause", "translations"),
        "readings.plantindicator": ("deviation", "target_reason", "translations"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "readings.PlantIndicator",
            _("Indicators"),
            still_open={"is_active": True},
            page="indicators:indicator-list",
        ),
    )
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "readings.PlantIndicator",
            _("Indicator"),
            ("source", "deviation", "target_reason", "value_driver"),
            KPI_BASELINE,
            Permission.INDICATORS_EDIT,
            unprinted=("value_driver",),
            printed={"is_active": True},
            joins=("indicator", "plant"),
        ),
        Translated(
            "readings.Measurement",
            _("Reading"),
            ("cause",),
            KPI_BASELINE,
            Permission.INDICATORS_RECORD,
            plant="plant_indicator__plant",
            printed={"plant_indicator__is_active": True},
            joins=("plant_indicator__indicator", "plant_indicator__plant"),
        ),
    )
    # A file that was taken in can be taken back as a whole; single readings are corrected.
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable("reading", "readings.Measurement", named_by=("plant_indicator_id", "period")),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage(
            "indicators:indicator-list",
            ("readings.",),
            Permission.INDICATORS_RECORD,
            area="indicators",
            days=30,
        ),
    )
