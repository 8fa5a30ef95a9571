"""Models moved to another app; the database is not touched."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('journey', '0001_initial'),
        ('organizations', '0008_reaction_cursor'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='StageTask',
                ),
                migrations.DeleteModel(
                    name='PlantStage',
                ),
            ],
        ),
    ]
