"""The database itself refuses to change finished rows."""

from __future__ import annotations

from django.db import migrations

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [("capability", "0002_initial")]
    operations = [lock_rows("capability_capabilitymatrix", "UPDATE", "DELETE")]
