from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readings", "0001_initial")]

    operations = [
        migrations.AddField("measurement", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("plantindicator", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
