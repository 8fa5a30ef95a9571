"""Several seals for a run: a signature can be withdrawn, and the run signed again."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from core.locks import keep_triggers, lock_rows


def keep_first_signature(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every signed run the time of its signature as that of its first one."""
    rows = apps.get_model("assessment", "Assessment").objects.using(editor.connection.alias)
    rows.filter(state="signed_off").update(first_signed_at=models.F("signed_off_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0006_evidence_before_answer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *keep_triggers(
            "assessment_snapshot",
            [
                migrations.AddField(
                    "snapshot", "number", models.PositiveSmallIntegerField(default=1)
                ),
                migrations.AddField(
                    "snapshot",
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="assessment.snapshot",
                    ),
                ),
                migrations.AlterField(
                    "snapshot",
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="assessment.assessment",
                    ),
                ),
                migrations.AddConstraint(
                    "snapshot",
                    models.UniqueConstraint(fields=("assessment", "number"), name="one_seal_per_number"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="assessment.snapshot",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        lock_rows("assessment_withdrawal", "UPDATE", "DELETE"),
        migrations.AddField(
            "assessment", "first_signed_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(keep_first_signature, migrations.RunPython.noop),
    ]
