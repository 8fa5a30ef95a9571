"""Models moved to another app; the database is not touched."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0002_locks'),
        ('readings', '0001_initial'),
        ('roadmap', '0004_readings_moved'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='indicatorbaseline',
                    name='plant_indicator',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='baselines', to='readings.plantindicator'),
                ),
                migrations.AlterField(
                    model_name='benchmark',
                    name='plant_indicator',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benchmarks', to='readings.plantindicator'),
                ),
                migrations.DeleteModel(
                    name='Measurement',
                ),
                migrations.DeleteModel(
                    name='ReadingImport',
                ),
                migrations.DeleteModel(
                    name='PlantIndicator',
                ),
                migrations.DeleteModel(
                    name='Indicator',
                ),
            ],
        ),
    ]
