"""The log of steps moves in from roadmap; the database is not touched."""

import django.db.models.deletion
from django.conf import settings
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadmap', '0008_stored_sums'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('organizations', '0015_moments_of_guesses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('verb', models.CharField(max_length=40)),
                        ('subject', models.JSONField(blank=True, default=dict)),
                        ('before', models.JSONField()),
                        ('after', models.JSONField()),
                        ('made_at', models.DateTimeField()),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='organizations.plant')),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'roadmap_roadmapchange',
                        'ordering': ['-id'],
                    },
                ),
            ],
        ),
        rename_content_types("roadmap", "steps", roadmapchange="step"),
    ]
