from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0004_readings_moved")]

    operations = [
        migrations.AddField("goal", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("initiative", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("milestone", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
