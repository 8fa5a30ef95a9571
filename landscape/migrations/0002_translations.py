from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("landscape", "0001_initial")]

    operations = [
        migrations.AddField("system", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
