from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0006_state_and_progress")]

    operations = [
        migrations.AddField("goal", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("initiative", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("milestone", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
