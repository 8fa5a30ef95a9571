"""A matrix for every seal of a run."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from core.locks import keep_triggers


class Migration(migrations.Migration):
    dependencies = [("capability", "0003_locks"), ("assessment", "0007_withdrawal")]
    operations = [
        *keep_triggers(
            "capability_capabilitymatrix",
            [
                migrations.AddField(
                    "capabilitymatrix", "number", models.PositiveSmallIntegerField(default=1)
                ),
                migrations.AlterField(
                    "capabilitymatrix",
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matrices",
                        to="assessment.assessment",
                    ),
                ),
                migrations.AddConstraint(
                    "capabilitymatrix",
                    models.UniqueConstraint(fields=("assessment", "number"), name="one_matrix_per_seal"),
                ),
            ],
        ),
    ]
