"""The tables of this app move in from assessment; the database is not touched."""

import django.db.models.deletion
from django.conf import settings
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('assessment', '0008_landscape_moved'),
        ('organizations', '0009_journey_moved'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('kind', models.CharField(choices=[('gap', 'Gap'), ('pain_point', 'Pain point'), ('risk', 'Risk')], max_length=10)),
                        ('title', models.JSONField()),
                        ('question', models.CharField(blank=True, max_length=60)),
                        ('dimension', models.CharField(blank=True, max_length=40)),
                        ('current_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('target_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('priority', models.DecimalField(decimal_places=6, default=0, max_digits=9)),
                        ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='assessment.answer')),
                        ('assessment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='assessment.assessment')),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='organizations.plant')),
                    ],
                    options={
                        'ordering': ['-priority', 'question'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'gap')), fields=('assessment', 'question'), name='one_gap_per_question')],
                        'db_table': 'assessment_finding',
                    },
                ),
                migrations.CreateModel(
                    name='Requirement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('code', models.CharField(max_length=20)),
                        ('title', models.JSONField()),
                        ('dimension', models.CharField(blank=True, max_length=40)),
                        ('question', models.CharField(blank=True, max_length=60)),
                        ('priority', models.DecimalField(decimal_places=6, default=0, max_digits=9)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('planned', 'Planned'), ('met', 'Met'), ('dropped', 'Dropped')], default='open', max_length=8)),
                        ('findings', models.ManyToManyField(blank=True, related_name='requirements', to='needs.finding')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='organizations.plant')),
                    ],
                    options={
                        'ordering': ['-priority', 'code'],
                        'constraints': [models.UniqueConstraint(fields=('plant', 'code'), name='requirement_code_is_unique')],
                        'db_table': 'assessment_requirement',
                    },
                ),
            ],
        ),
        rename_content_types("assessment", "needs", "finding", "requirement"),
    ]
