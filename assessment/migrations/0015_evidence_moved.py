"""Evidence moved to organizations; the database is not touched."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0014_evidence_linked'),
        ('organizations', '0017_evidence_moved'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='answerevidence',
                    name='evidence',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='organizations.evidence'),
                ),
                migrations.DeleteModel(
                    name='Evidence',
                ),
            ],
        ),
    ]
