"""The table of evidence moves in from assessment; the database is not touched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organizations.models.evidence
from core.labels import rename_content_types


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0014_evidence_linked'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('organizations', '0016_followers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('kind', models.CharField(choices=[('file', 'File'), ('link', 'Link')], max_length=4)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('file', models.FileField(blank=True, max_length=200, upload_to=organizations.models.evidence.evidence_path)),
                        ('url', models.URLField(blank=True, max_length=500)),
                        ('content_type', models.CharField(blank=True, max_length=100)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('is_accepted', models.BooleanField(blank=True, null=True)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('review_note', models.CharField(blank=True, max_length=400)),
                        ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='organizations.plant')),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name_plural': 'evidence',
                        'db_table': 'assessment_evidence',
                        'ordering': ['created_at'],
                        'indexes': [models.Index(fields=['plant', 'sha256'], name='evidence_by_content')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'file'), ('url', ''), models.Q(('file', ''), _negated=True)), models.Q(('file', ''), ('kind', 'link'), models.Q(('url', ''), _negated=True)), _connector='OR'), name='evidence_is_a_file_or_a_link')],
                    },
                ),
            ],
        ),
        rename_content_types("assessment", "organizations", "evidence"),
    ]
