"""Rows made for evidence alone had version 1, which no open card knows; 0 is "not answered"."""

from __future__ import annotations

from django.db import migrations


def take_back(apps, schema_editor):
    """Set the version of rows that nobody ever answered to 0."""
    answers = apps.get_model("assessment", "Answer").objects.using(schema_editor.connection.alias)
    answers.filter(answered_at=None, last_key="", revisions=None, version=1).update(version=0)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0005_advised_reason")]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
