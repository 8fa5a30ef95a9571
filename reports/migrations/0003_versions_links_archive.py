import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def own(apps, _schema):
    """Whoever made a link answers for it."""
    links = apps.get_model("reports", "ShareLink")
    links._base_manager.update(owner=models.F("made_by"))


def person(**options):
    return models.ForeignKey(
        null=True,
        **options,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_report_seal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("report", "layout", models.CharField(blank=True, max_length=64)),
        migrations.AddField(
            "report",
            "archive",
            models.FileField(blank=True, max_length=200, upload_to="reports/%Y/%m"),
        ),
        migrations.AddField("report", "archive_sha256", models.CharField(blank=True, max_length=64)),
        migrations.AddField("report", "archive_size", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("sharelink", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("sharelink", "owner", person()),
        migrations.AddField("sharelink", "changed_by", person(blank=True)),
        migrations.AddField("sharelink", "changed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("sharelink", "rekeyed_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(own, migrations.RunPython.noop, elidable=True),
    ]
