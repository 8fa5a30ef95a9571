import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The tables of django-axes, which counted wrong passwords up to 0.2.0, hold addresses of people. An
# archive names the migrations that made its tables, so those of axes go from that list, too.
AXES_AWAY = [
    "DROP TABLE IF EXISTS axes_accessattemptexpiration",
    "DROP TABLE IF EXISTS axes_accessattempt",
    "DROP TABLE IF EXISTS axes_accessfailurelog",
    "DROP TABLE IF EXISTS axes_accesslog",
    "DELETE FROM auth_permission WHERE content_type_id IN "
    "(SELECT id FROM django_content_type WHERE app_label = 'axes')",
    "DELETE FROM django_content_type WHERE app_label = 'axes'",
    "DELETE FROM django_migrations WHERE app = 'axes'",
]


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('organizations', '0013_audit_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='WrongTries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(choices=[('password', 'Password'), ('code', 'Code'), ('reset', 'Reset'), ('passphrase', 'Passphrase')], max_length=10)),
                ('subject', models.CharField(max_length=20)),
                ('device', models.CharField(blank=True, max_length=32)),
                ('count', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('is_told', models.BooleanField(default=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wrong_tries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('secret', 'subject', 'device'), name='tries_are_counted_in_one_row')],
            },
        ),
        migrations.RunSQL(AXES_AWAY, migrations.RunSQL.noop),
    ]
