"""The tables of this app move in from indicators; the database is not touched."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('indicators', '0002_locks'),
        ('organizations', '0009_journey_moved'),
        ('packs', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('code', models.CharField(max_length=20, verbose_name='code')),
                        ('title', models.JSONField()),
                        ('name_key', models.CharField(max_length=200)),
                        ('name_key_zh', models.CharField(max_length=200)),
                        ('definition', models.JSONField(blank=True, default=dict)),
                        ('formula', models.JSONField(blank=True, default=dict)),
                        ('unit', models.JSONField(blank=True, default=dict)),
                        ('unit_kind', models.CharField(choices=[('percent', 'Percentage'), ('ratio', 'Ratio'), ('index', 'Index'), ('count', 'Count'), ('days', 'Days'), ('hours', 'Hours'), ('minutes', 'Minutes'), ('money', 'Money'), ('ppm', 'Parts per million'), ('rate', 'Rate'), ('energy_per_unit', 'Energy per unit'), ('other', 'Other')], max_length=24, verbose_name='kind of unit')),
                        ('direction', models.CharField(choices=[('up', 'Higher is better'), ('down', 'Lower is better'), ('target', 'The target value is best')], max_length=6, verbose_name='direction')),
                        ('lower_bound', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='lowest possible value')),
                        ('upper_bound', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='highest possible value')),
                        ('owner_name', models.CharField(blank=True, max_length=120, verbose_name='definition owner')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('frequency', models.CharField(choices=[('month', 'Monthly'), ('quarter', 'Quarterly')], default='month', max_length=7, verbose_name='frequency')),
                        ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='organizations.organization')),
                        ('release', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='packs.packrelease')),
                    ],
                    options={
                        'ordering': ['code'],
                        'constraints': [models.UniqueConstraint(fields=('organization', 'code'), name='one_definition_per_code'), models.UniqueConstraint(fields=('organization', 'name_key'), name='one_definition_per_name'), models.UniqueConstraint(fields=('organization', 'name_key_zh'), name='one_definition_per_chinese_name'), models.CheckConstraint(condition=models.Q(('lower_bound__isnull', True), ('upper_bound__isnull', True), ('lower_bound__lt', models.F('upper_bound')), _connector='OR'), name='indicator_bounds_run_upwards')],
                        'db_table': 'indicators_indicator',
                    },
                ),
                migrations.CreateModel(
                    name='PlantIndicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source at the plant')),
                        ('deviation', models.TextField(blank=True, max_length=1000, verbose_name='local deviation')),
                        ('unit', models.JSONField(blank=True, default=dict, verbose_name='unit at the plant')),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('target_value', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='target')),
                        ('target_on', models.DateField(blank=True, null=True, verbose_name='target date')),
                        ('target_kind', models.CharField(blank=True, choices=[('value', 'A value'), ('percent', 'Percent change of the baseline'), ('points', 'Percentage points'), ('speed', 'Percent more speed'), ('benchmark', 'Part of the way to a benchmark'), ('preset', 'A common target')], max_length=9, verbose_name='how the target is set')),
                        ('target_change', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                        ('target_base', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                        ('target_reason', models.CharField(blank=True, max_length=200, verbose_name='why this target')),
                        ('value_driver', models.CharField(blank=True, max_length=40, verbose_name='value driver')),
                        ('is_active', models.BooleanField(default=True)),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='readings.indicator')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner at the plant')),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='organizations.plant')),
                    ],
                    options={
                        'ordering': ['indicator__code'],
                        'constraints': [models.UniqueConstraint(fields=('plant', 'indicator'), name='an_indicator_once'), models.CheckConstraint(condition=models.Q(models.Q(('target_on__isnull', True), ('target_value__isnull', True)), models.Q(('target_on__isnull', False), ('target_value__isnull', False)), _connector='OR'), name='target_has_value_and_date'), models.CheckConstraint(condition=models.Q(('unit', {}), models.Q(('deviation', ''), _negated=True), _connector='OR'), name='another_unit_is_explained')],
                        'db_table': 'indicators_plantindicator',
                    },
                ),
                migrations.CreateModel(
                    name='ReadingImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('file_name', models.CharField(max_length=200)),
                        ('sha256', models.CharField(max_length=64)),
                        ('rows', models.PositiveIntegerField()),
                        ('imported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_imports', to='organizations.plant')),
                    ],
                    options={
                        'ordering': ['-created_at'],
                        'db_table': 'indicators_readingimport',
                    },
                ),
                migrations.CreateModel(
                    name='Measurement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('period', models.DateField(verbose_name='period')),
                        ('value', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='value')),
                        ('origin', models.CharField(choices=[('manual', 'Entered by hand'), ('paste', 'Pasted'), ('file', 'Imported from a file'), ('computed', 'Computed from elements')], default='manual', max_length=8)),
                        ('elements', models.JSONField(blank=True, default=dict)),
                        ('quality', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='data quality, %')),
                        ('cause', models.CharField(blank=True, max_length=300, verbose_name='cause')),
                        ('is_excluded', models.BooleanField(default=False, verbose_name='left out of limits')),
                        ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plant_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measurements', to='readings.plantindicator')),
                        ('reading_import', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='measurements', to='readings.readingimport')),
                    ],
                    options={
                        'ordering': ['period'],
                        'constraints': [models.UniqueConstraint(fields=('plant_indicator', 'period'), name='one_value_per_period'), models.CheckConstraint(condition=models.Q(('is_excluded', False), models.Q(('cause', ''), _negated=True), _connector='OR'), name='excluded_reading_has_a_cause'), models.CheckConstraint(condition=models.Q(('quality__isnull', True), models.Q(('quality__gte', 0), ('quality__lte', 100)), _connector='OR'), name='reading_quality_is_a_percentage')],
                        'db_table': 'indicators_measurement',
                    },
                ),
            ],
        ),
        rename_content_types("indicators", "readings", "indicator", "plantindicator", "readingimport", "measurement"),
    ]
