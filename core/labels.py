"""What models were called before they moved to another app, and who still says so.

Sealed audit events and backups keep the name of their day for ever; readers of both ask here.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Former label -> present label. A line is added when a model moves and never taken out.
FORMER_LABELS = {
    "indicators.indicator": "readings.indicator",
    "indicators.plantindicator": "readings.plantindicator",
    "indicators.readingimport": "readings.readingimport",
    "indicators.measurement": "readings.measurement",
    "assessment.finding": "needs.finding",
    "assessment.requirement": "needs.requirement",
    "organizations.plantstage": "journey.plantstage",
    "organizations.stagetask": "journey.stagetask",
    "assessment.system": "landscape.system",
    "roadmap.goal": "goals.goal",
    "roadmap.roadmapchange": "steps.step",
    "assessment.evidence": "organizations.evidence",
}


def present_label(label: str) -> str:
    """Return the label that a model has now; one that never moved keeps its own."""
    return FORMER_LABELS.get(label, label)


def every_label(label: str) -> list[str]:
    """Return the present label of a model and all it had before."""
    return [label, *(former for former, now in FORMER_LABELS.items() if now == label)]


def rename_content_types(old: str, new: str, *models: str, **renamed: str) -> migrations.RunPython:
    """Return an operation that lets content types, and so permissions, move along with models.

    Args:
        old: label of the app that the models leave.
        new: label of their new app.
        models: their names in lower case.
        renamed: former name -> new name of models that change it on the way.
    """
    names = {name: name for name in models} | renamed

    def move(apps: StateApps, source: str, target: str, pairs: dict[str, str]) -> None:
        kinds = apps.get_model("contenttypes", "ContentType").objects
        for former, name in pairs.items():
            if not kinds.filter(app_label=target, model=name).exists():
                mine = kinds.filter(app_label=source, model=former)
                mine.update(app_label=target, model=name)

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        move(apps, old, new, names)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        move(apps, new, old, {name: former for former, name in names.items()})

    return migrations.RunPython(forwards, backwards)
