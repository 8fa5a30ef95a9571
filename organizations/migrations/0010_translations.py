from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0009_journey_moved")]

    operations = [
        migrations.AddField("plant", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
