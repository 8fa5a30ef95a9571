"""Which signed result a document rests on."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def find_seals(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Point the documents that are there at the seal whose hash they print."""
    alias = editor.connection.alias
    seals = apps.get_model("assessment", "Snapshot").objects.using(alias)
    reports = apps.get_model("reports", "Report").objects.using(alias)
    known = {
        (plant, sha256): key
        for key, plant, sha256 in seals.values_list("pk", "assessment__plant", "sha256")
    }
    rows = reports.filter(kind="blueprint", content__isnull=False)
    for key, plant, content in rows.values_list("pk", "plant", "content").iterator():
        readiness = (content or {}).get("readiness") or {}
        seal = known.get((plant, readiness.get("snapshot")))
        if seal is not None:
            reports.filter(pk=key).update(seal=seal)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("assessment", "0007_withdrawal")]
    operations = [
        migrations.AddField(
            "report",
            "seal",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.snapshot",
            ),
        ),
        migrations.RunPython(find_seals, migrations.RunPython.noop),
    ]
