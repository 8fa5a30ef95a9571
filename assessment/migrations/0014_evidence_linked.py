"""Evidence belongs to a plant, and a table of its own says which questions it supports."""

import django.db.models.deletion
from django.conf import settings
from django.core.management.color import no_style
from django.db import migrations, models

LINK = """
    INSERT INTO assessment_answerevidence
        (id, created_at, updated_at, "key", question, added_by_id, assessment_id, evidence_id)
    SELECT e.id, e.created_at, e.updated_at, e."key", a.question, e.added_by_id, a.assessment_id, e.id
    FROM assessment_evidence e JOIN assessment_answer a ON a.id = e.answer_id
"""
PLANT = """
    UPDATE assessment_evidence SET plant_id = (
        SELECT r.plant_id FROM assessment_answer a
        JOIN assessment_assessment r ON r.id = a.assessment_id
        WHERE a.id = assessment_evidence.answer_id
    )
"""


def link(apps, schema_editor):
    """Give each piece its plant and the link to its question, under its own number.

    An empty database is made from the last state, in which evidence stands in another app.
    """
    if "evidence" not in apps.all_models["assessment"]:
        return
    schema_editor.execute(LINK)
    schema_editor.execute(PLANT)
    links = apps.get_model("assessment", "AnswerEvidence")
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [links]):
        schema_editor.execute(statement)
    _settle(schema_editor)


def unlink(apps, schema_editor):
    """Way back: a piece belongs to one answer; one that supports several becomes several."""
    alias = schema_editor.connection.alias
    rows, links, answers = (
        apps.get_model("assessment", name)._base_manager.using(alias)
        for name in ("Evidence", "AnswerEvidence", "Answer")
    )
    for one in links.order_by("pk"):
        answer, _made = answers.get_or_create(
            assessment_id=one.assessment_id, question=one.question, defaults={"version": 0}
        )
        values = {"answer": answer, "key": one.key}
        if rows.filter(pk=one.evidence_id, answer=None).update(**values):
            continue
        piece = rows.get(pk=one.evidence_id)
        stamps = {"created_at": piece.created_at, "updated_at": piece.updated_at}
        piece.pk, piece.answer, piece.key = None, answer, one.key
        piece.save(using=alias, force_insert=True)
        rows.filter(pk=piece.pk).update(**stamps)
    rows.filter(answer=None).delete()
    _settle(schema_editor)


def _settle(schema_editor):
    """PostgreSQL alters no table that still has a check before it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0013_newest_run_of_plant'),
        ('organizations', '0016_followers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='evidence', name='evidence_is_added_once'),
        migrations.CreateModel(
            name='AnswerEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(blank=True, max_length=36)),
                ('question', models.CharField(max_length=60)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='assessment.assessment')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='assessment.evidence')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('assessment', 'question', 'key'), name='evidence_is_added_once'),
                    models.UniqueConstraint(fields=('assessment', 'question', 'evidence'), name='evidence_is_linked_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='plant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='organizations.plant'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='reviewed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='answer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='assessment.answer'),
        ),
        migrations.RunPython(link, unlink),
        migrations.AlterField(
            model_name='evidence',
            name='plant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='organizations.plant'),
        ),
        migrations.RemoveField(model_name='evidence', name='answer'),
        migrations.RemoveField(model_name='evidence', name='key'),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['plant', 'sha256'], name='evidence_by_content'),
        ),
    ]
