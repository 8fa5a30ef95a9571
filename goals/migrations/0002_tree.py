"""Goals serve goals and have several indicators."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0001_initial'),
        ('readings', '0002_translations'),
        ('steps', '0001_initial'),
    ]

    operations = [
        migrations.AddField('goal', 'parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='goals.goal', verbose_name='goal it serves')),
        migrations.AddField('goal', 'counted_from', models.DateField(blank=True, null=True, verbose_name='horizon counted from')),
        migrations.CreateModel(
            name='GoalIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('baseline_value', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='baseline value')),
                ('target_value', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='target value')),
                ('target_on', models.DateField(blank=True, null=True, verbose_name='target date')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicator_links', to='goals.goal', verbose_name='goal')),
                ('plant_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goal_links', to='readings.plantindicator', verbose_name='Indicator')),
            ],
            options={
                'ordering': ['plant_indicator__indicator__code'],
                'constraints': [models.UniqueConstraint(fields=('goal', 'plant_indicator'), name='a_goal_has_an_indicator_once', violation_error_message='The goal has this indicator already.')],
            },
        ),
    ]
