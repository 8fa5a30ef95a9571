"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.domain.translated import KPI_BASELINE, Translated


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
        "target.cleared": _("Took a target away"),
        "target.set": _("Set a target value"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "added": _("New"),
        "center": _("Center"),
        "changed": _("Changed"),
        "dropped": _("No longer followed"),
        "period": _("Period"),
        "target_base": _("Value the target starts from"),
        "target_change": _("Change in percent"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "indicators.indicatorbaseline": ("note",),
    }
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "indicators.Benchmark",
            _("Benchmark"),
            ("percentile", "population"),
            KPI_BASELINE,
            Permission.INDICATORS_EDIT,
            plant="plant_indicator__plant",
            printed={"plant_indicator__is_active": True},
            on_page_only=True,
            joins=("plant_indicator__indicator", "plant_indicator__plant"),
        ),
    )
