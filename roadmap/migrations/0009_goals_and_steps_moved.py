"""Goals and the log of steps moved to apps of their own; the database is not touched."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('steps', '0001_initial'),
        ('goals', '0001_initial'),
        ('roadmap', '0008_stored_sums'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name='roadmapchange',
                    name='made_by',
                ),
                migrations.RemoveField(
                    model_name='roadmapchange',
                    name='plant',
                ),
                migrations.RemoveField(
                    model_name='roadmapchange',
                    name='undone_by',
                ),
                migrations.AlterField(
                    model_name='initiative',
                    name='goals',
                    field=models.ManyToManyField(blank=True, related_name='initiatives', to='goals.goal'),
                ),
                migrations.DeleteModel(
                    name='Goal',
                ),
                migrations.DeleteModel(
                    name='RoadmapChange',
                ),
            ],
        ),
    ]
