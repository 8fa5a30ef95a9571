"""The database itself refuses to change finished rows."""

from __future__ import annotations

from django.db import migrations

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [lock_rows("organizations_auditevent", "UPDATE", "DELETE")]
