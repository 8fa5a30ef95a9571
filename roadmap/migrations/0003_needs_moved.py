"""Models moved to another app; the database is not touched."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('needs', '0001_initial'),
        ('roadmap', '0002_link_version'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='goal',
                    name='requirements',
                    field=models.ManyToManyField(blank=True, related_name='goals', to='needs.requirement'),
                ),
                migrations.AlterField(
                    model_name='initiative',
                    name='requirements',
                    field=models.ManyToManyField(blank=True, related_name='initiatives', to='needs.requirement'),
                ),
            ],
        ),
    ]
