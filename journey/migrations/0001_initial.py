"""The tables of this app move in from organizations; the database is not touched."""

import django.db.models.deletion
from django.conf import settings
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('organizations', '0008_reaction_cursor'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PlantStage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('stage', models.PositiveSmallIntegerField(choices=[(1, 'Current state'), (2, 'Goals'), (3, 'Solution and selection'), (4, 'Pilot and iterate'), (5, 'Roll-out and enablement')])),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('signed_off_at', models.DateTimeField(blank=True, null=True)),
                        ('reopened_reason', models.CharField(blank=True, max_length=300, verbose_name='reason for reopening')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='organizations.plant')),
                        ('signed_off_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['plant', 'stage'],
                        'constraints': [models.UniqueConstraint(fields=('plant', 'stage'), name='one_row_per_stage'), models.CheckConstraint(condition=models.Q(('stage__gte', 1), ('stage__lte', 5)), name='stage_is_1_to_5')],
                        'db_table': 'organizations_plantstage',
                    },
                ),
                migrations.CreateModel(
                    name='StageTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('standard', models.CharField(blank=True, max_length=30)),
                        ('title', models.CharField(blank=True, max_length=200, verbose_name='task')),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant_stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='journey.plantstage')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('standard', ''), _negated=True), _connector='OR'), name='task_has_words')],
                        'db_table': 'organizations_stagetask',
                    },
                ),
            ],
        ),
        rename_content_types("organizations", "journey", "plantstage", "stagetask"),
    ]
