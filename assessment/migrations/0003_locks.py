"""The database itself refuses to change finished rows."""

from __future__ import annotations

from django.db import migrations

from core.locks import lock_rows


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_initial")]
    operations = [lock_rows("assessment_snapshot", "UPDATE", "DELETE")]
