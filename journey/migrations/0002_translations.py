from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_initial")]

    operations = [
        migrations.AddField("stagetask", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
