"""How long an initiative takes, as somebody said it; of those that stand here nobody said anything."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadmap', '0013_order_by_dates'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='duration',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3660)], verbose_name='duration'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='duration_unit',
            field=models.CharField(choices=[('working', 'working days'), ('calendar', 'calendar days'), ('months', 'months')], default='calendar', max_length=8, verbose_name='unit of the duration'),
        ),
    ]
