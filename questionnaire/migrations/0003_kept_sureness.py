"""How sure a run was is kept beside its seal; the database refuses to change it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0016_answered_apart"),
        ("questionnaire", "0002_answer_link"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptSureness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("questions", models.JSONField()),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sureness",
                        to="assessment.snapshot",
                    ),
                ),
            ],
        ),
        lock_rows("questionnaire_keptsureness", "UPDATE", "DELETE"),
    ]
