"""The single indicator of a goal goes; its row stands among several."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0003_indicators_linked'),
    ]

    operations = [
        migrations.RemoveField('goal', 'indicator'),
    ]
