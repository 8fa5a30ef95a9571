"""State and progress agree in every row, and in the log from which steps are undone."""

from __future__ import annotations

from django.db import migrations


def mended(status: str, progress: int) -> tuple[str, int]:
    """Return state and progress that can both be true.

    A share that somebody entered on planned work means that it has begun; all of it is left from a
    state "done" that was taken back, and goes with it.
    """
    if status == "planned":
        return ("planned", 0) if progress >= 100 else ("active" if progress else "planned", progress)
    if status == "active":
        return "active", min(progress, 99)
    return status, 100 if status == "done" else progress


def mend(apps, schema_editor) -> None:
    initiatives = apps.get_model("roadmap", "Initiative")._base_manager
    for row in initiatives.values("pk", "status", "progress", "version"):
        pair = mended(row["status"], row["progress"])
        if pair != (row["status"], row["progress"]):
            initiatives.filter(pk=row["pk"]).update(
                status=pair[0], progress=pair[1], version=row["version"] + 1
            )
    changes = _log(apps)._base_manager
    for change in changes.iterator():
        if any([_mend_row(row) for row in [*change.before, *change.after]]):
            change.save(update_fields=["before", "after"])


def _log(apps):
    """Return the log of changes; an empty database is made from the last state, where it has moved."""
    models = {model._meta.label: model for model in apps.get_models()}
    return models.get("roadmap.RoadmapChange") or models["steps.Step"]


def _mend_row(row) -> bool:
    values = row["values"]
    if row["table"] != "initiative" or values is None or "status" not in values:
        return False
    pair = mended(values["status"], values["progress"])
    if pair == (values["status"], values["progress"]):
        return False
    values["status"], values["progress"] = pair
    return True


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0004_readings_moved")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
