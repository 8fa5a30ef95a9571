"""The table of goals moves in from roadmap; the database is not touched."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadmap', '0008_stored_sums'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('needs', '0001_initial'),
        ('organizations', '0015_moments_of_guesses'),
        ('readings', '0002_translations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Goal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('translations', models.JSONField(blank=True, default=dict, verbose_name='in both languages')),
                        ('horizon', models.CharField(choices=[('short', 'Short term, up to 1 year'), ('mid', 'Mid term, 1 to 3 years'), ('long', 'Long term, 3 to 5 years')], max_length=5, verbose_name='horizon')),
                        ('title', models.CharField(max_length=200, verbose_name='goal')),
                        ('value_driver', models.CharField(choices=[('response', 'Response to the local market'), ('cost', 'Operating and management cost'), ('compliance', 'Compliance and risk'), ('scheduling', 'Global resource scheduling'), ('decisions', 'Decisions on data')], max_length=10, verbose_name='value driver')),
                        ('due_on', models.DateField(verbose_name='due')),
                        ('baseline_text', models.CharField(blank=True, max_length=80, verbose_name='baseline')),
                        ('target_text', models.CharField(max_length=80, verbose_name='target')),
                        ('expected_return_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='expected return a year')),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('dimensions', models.JSONField(blank=True, default=list, verbose_name='capability dimensions')),
                        ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='readings.plantindicator')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='organizations.plant')),
                        ('requirements', models.ManyToManyField(blank=True, related_name='goals', to='needs.requirement')),
                    ],
                    options={
                        'db_table': 'roadmap_goal',
                        'ordering': ['due_on', 'title'],
                        'constraints': [models.UniqueConstraint(fields=('plant', 'title'), name='a_goal_is_set_once')],
                    },
                ),
            ],
        ),
        rename_content_types("roadmap", "goals", "goal"),
    ]
