from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_readings_moved")]

    operations = [
        migrations.AddField("benchmark", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
