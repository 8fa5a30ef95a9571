"""The tables of this app move in from assessment; the database is not touched."""

import django.core.validators
import django.db.models.deletion
from core.labels import rename_content_types
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('assessment', '0007_withdrawal'),
        ('organizations', '0008_reaction_cursor'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='System',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('category', models.CharField(max_length=20, verbose_name='category')),
                        ('vendor', models.CharField(blank=True, max_length=120, verbose_name='vendor')),
                        ('product_version', models.CharField(blank=True, max_length=60, verbose_name='version')),
                        ('owner_name', models.CharField(blank=True, max_length=120, verbose_name='owner')),
                        ('users_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='users')),
                        ('hosting_country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Use the two-letter country code, for example MY.')], verbose_name='hosting country')),
                        ('yearly_cost_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='yearly cost')),
                        ('currency', models.CharField(blank=True, max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Use the three-letter code, for example MYR.')], verbose_name='currency')),
                        ('contract_end_on', models.DateField(blank=True, null=True, verbose_name='contract ends')),
                        ('support_end_on', models.DateField(blank=True, null=True, verbose_name='vendor support ends')),
                        ('criticality', models.CharField(choices=[('low', 'Low: a week without it is bearable'), ('medium', 'Medium: a day without it is bearable'), ('high', 'High: the plant stops within hours')], default='medium', max_length=6, verbose_name='criticality')),
                        ('personal_data', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known yet')], default='unknown', max_length=7, verbose_name='personal data held')),
                        ('has_open_interface', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known yet')], default='unknown', max_length=7, verbose_name='documented interface')),
                        ('is_group_standard', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known yet')], default='unknown', max_length=7, verbose_name='group standard')),
                        ('fits_local_law', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', 'Not known yet')], default='unknown', max_length=7, verbose_name='fits local law and language')),
                        ('processes', models.JSONField(blank=True, default=list, verbose_name='processes covered')),
                        ('disposition', models.CharField(choices=[('undecided', 'Not decided'), ('keep', 'Keep'), ('reuse', 'Reuse'), ('retire', 'Retire'), ('replace', 'Replace')], default='undecided', max_length=10, verbose_name='disposition')),
                        ('disposition_reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                        ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                        ('plant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='systems', to='organizations.plant')),
                        ('advised_reason', models.JSONField(blank=True, default=dict, editable=False)),
                    ],
                    options={
                        'ordering': ['category', 'name'],
                        'constraints': [models.UniqueConstraint(fields=('plant', 'name'), name='a_system_is_listed_once'), models.CheckConstraint(condition=models.Q(('yearly_cost_amount__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='system_cost_has_a_currency'), models.CheckConstraint(condition=models.Q(('disposition', 'undecided'), models.Q(('disposition_reason', ''), _negated=True), _connector='OR'), name='disposition_has_a_reason')],
                        'db_table': 'assessment_system',
                    },
                ),
            ],
        ),
        rename_content_types("assessment", "landscape", "system"),
    ]
