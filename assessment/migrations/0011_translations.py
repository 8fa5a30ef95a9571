from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0010_does_not_apply_is_proposed")]

    operations = [
        migrations.AddField("answer", "translations", models.JSONField("in both languages", blank=True, default=dict)),
        migrations.AddField("assessment", "translations", models.JSONField("in both languages", blank=True, default=dict)),
    ]
