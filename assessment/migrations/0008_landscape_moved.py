"""Models moved to another app; the database is not touched."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0007_withdrawal'),
        ('landscape', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='System',
                ),
            ],
        ),
    ]
