"""“Does not apply” can be a proposal; what stands in earlier runs counts as it did."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [("proposed", "proposed"), ("accepted", "accepted"), ("refused", "refused")]
STATE = models.CharField(blank=True, choices=STATES, default="", max_length=8)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0009_needs_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("answer", "na_state", STATE),
        migrations.AddField(
            "answer",
            "decision_note",
            models.TextField(
                blank=True,
                default="",
                max_length=1000,
                verbose_name="reason of the assessor",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "answer",
            "decided_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("answer", "decided_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("answerrevision", "na_state", STATE),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(na_state="")
                | models.Q(na_state="refused", not_applicable=False)
                | models.Q(na_state__in=["proposed", "accepted"], not_applicable=True),
                name="na_state_fits_not_applicable",
            ),
        ),
    ]
