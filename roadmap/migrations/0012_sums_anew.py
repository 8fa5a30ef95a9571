from django.db import migrations


class Migration(migrations.Migration):
    """Let the sums be stored anew: they hold from when on an initiative is behind.

    Until the worker has done so, plans are summed up from their rows.
    """

    dependencies = [("roadmap", "0011_launch_slices")]

    operations = [
        migrations.RunSQL("DELETE FROM roadmap_storedsums", migrations.RunSQL.noop),
    ]
