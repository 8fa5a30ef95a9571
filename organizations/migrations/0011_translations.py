from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0010_facts_of_2026_5")]

    operations = [
        migrations.AddField("plant", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
