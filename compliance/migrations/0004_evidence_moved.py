"""Evidence of duties joins that of answers in one table; what was its row links a duty to it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COPIED = ("kind", "title", "file", "url", "content_type", "size", "sha256", "added_by_id")
STAMPS = ("created_at", "updated_at")


def _rows(apps, schema_editor):
    return (
        apps.get_model(app, name)._base_manager.using(schema_editor.connection.alias)
        for app, name in (("compliance", "ObligationEvidence"), ("organizations", "Evidence"))
    )


def join(apps, schema_editor):
    """Make a piece of evidence of every row; its file stays where it is.

    An empty database is made from the last state, in which the rows have nothing to copy.
    """
    model = apps.get_model("compliance", "ObligationEvidence")
    if not any(field.name == "kind" for field in model._meta.fields):
        return
    links, pieces = _rows(apps, schema_editor)
    names = ("pk", "status__plant_id", *COPIED, *STAMPS)
    for pk, plant, *values in list(links.order_by("pk").values_list(*names)):
        given = dict(zip((*COPIED, *STAMPS), values, strict=True))
        stamps = {name: given.pop(name) for name in STAMPS}
        piece = pieces.create(plant_id=plant, **given)
        pieces.filter(pk=piece.pk).update(**stamps)
        links.filter(pk=pk).update(evidence=piece)
    _settle(schema_editor)


def part(apps, schema_editor):
    """Way back: every row holds its file or link itself; what only duties had goes."""
    links, pieces = _rows(apps, schema_editor)
    linked = list(links.values_list("pk", "evidence"))
    for pk, piece in linked:
        values = pieces.values(*(name for name in COPIED if name != "added_by_id")).get(pk=piece)
        links.filter(pk=pk).update(**values, evidence=None)
    answers = apps.get_model("assessment", "AnswerEvidence")._base_manager
    used = answers.using(schema_editor.connection.alias).values("evidence")
    pieces.filter(pk__in=[piece for _pk, piece in linked]).exclude(pk__in=used).delete()
    _settle(schema_editor)


def _settle(schema_editor):
    """PostgreSQL alters no table that still has a check before it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0015_evidence_moved'),
        ('compliance', '0003_stored_duties'),
        ('organizations', '0017_evidence_moved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='obligationevidence',
            options={'ordering': ['created_at', 'pk']},
        ),
        migrations.RemoveConstraint(
            model_name='obligationevidence', name='duty_evidence_is_a_file_or_a_link'
        ),
        # Only for the way back, on which the columns come again empty.
        migrations.AlterField(
            model_name='obligationevidence',
            name='kind',
            field=models.CharField(blank=True, choices=[('file', 'File'), ('link', 'Link')], max_length=4),
        ),
        migrations.AlterField(
            model_name='obligationevidence',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='obligationevidence',
            name='evidence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='organizations.evidence'),
        ),
        migrations.RunPython(join, part),
        migrations.AlterField(
            model_name='obligationevidence',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='organizations.evidence'),
        ),
        *(
            migrations.RemoveField(model_name='obligationevidence', name=name)
            for name in ('content_type', 'file', 'kind', 'sha256', 'size', 'title', 'url')
        ),
        migrations.AddConstraint(
            model_name='obligationevidence',
            constraint=models.UniqueConstraint(fields=('status', 'evidence'), name='duty_evidence_is_linked_once'),
        ),
    ]
