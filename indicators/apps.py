"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.work import Owned


class IndicatorsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "indicators"

    acts: ClassVar[dict[str, Any]] = {
        "baseline.made": _("Fixed a baseline"),
        "benchmark.added": _("Added a figure of others"),
        "benchmark.deleted": _("Removed a figure of others"),
        "indicator.adopted": _("Took over an indicator of the catalog"),
        "indicator.defined": _("Defined an indicator"),
        "indicator.redefined": _("Changed the definition of an indicator"),
        "indicators.chosen": _("Chose the indicators of the plant"),
        "plant_indicator.edited": _("Edited an indicator of the plant"),
        "reading.corrected": _("Corrected a reading"),
        "reading.deleted": _("Deleted a reading"),
        "reading.explained": _("Explained a reading"),
        "reading.recorded": _("Recorded a reading"),
        "readings.imported": _("Imported readings"),
        "target.cleared": _("Took a target away"),
        "target.set": _("Set a target value"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "added": _("New"),
        "center": _("Center"),
        "changed": _("Changed"),
        "definition": _("Definition"),
        "dropped": _("No longer followed"),
        "file": _("File"),
        "formula": _("Formula"),
        "new": _("New"),
        "period": _("Period"),
        "target_base": _("Value the target starts from"),
        "target_change": _("Change in percent"),
        "title": _("Name"),
        "unit": _("Unit"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {"indicators.indicator": ("owner_name",)}
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "indicators.indicatorbaseline": ("note",),
        "indicators.measurement": ("cause",),
        "indicators.plantindicator": ("deviation", "target_reason"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned("indicators.PlantIndicator", _("Indicators"), still_open={"is_active": True}),
    )
