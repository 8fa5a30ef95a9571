"""Models moved to another app; the database is not touched."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readings', '0001_initial'),
        ('roadmap', '0003_needs_moved'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='goal',
                    name='indicator',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='readings.plantindicator'),
                ),
                migrations.AlterField(
                    model_name='initiativeindicator',
                    name='plant_indicator',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='initiative_links', to='readings.plantindicator'),
                ),
            ],
        ),
    ]
