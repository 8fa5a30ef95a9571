"""Models moved to another app; the database is not touched."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0008_landscape_moved'),
        ('needs', '0001_initial'),
        ('roadmap', '0003_needs_moved'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='Requirement',
                ),
                migrations.DeleteModel(
                    name='Finding',
                ),
            ],
        ),
    ]
