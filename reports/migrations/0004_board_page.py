"""The board one-pager among the kinds of documents."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Name the new kind; no row changes."""

    dependencies = [("reports", "0003_versions_links_archive")]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("blueprint", "Strategy blueprint"),
                    ("indicator_baseline", "KPI baseline"),
                    ("board_page", "Board one-pager"),
                ],
                max_length=20,
            ),
        ),
    ]
