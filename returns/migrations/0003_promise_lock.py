"""The database itself refuses to change a promise."""

from __future__ import annotations

from django.db import migrations

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [("returns", "0002_promises")]
    operations = [lock_rows("returns_promise", "UPDATE", "DELETE")]
