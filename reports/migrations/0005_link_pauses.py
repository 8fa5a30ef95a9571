from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_board_page'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='sharelink',
            name='failed_attempts',
        ),
        migrations.AddField(
            model_name='sharelink',
            name='paused_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
