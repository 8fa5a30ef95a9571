"""The database itself refuses to change a baseline."""

from __future__ import annotations

from django.db import migrations

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [lock_rows("indicators_indicatorbaseline", "UPDATE", "DELETE")]
