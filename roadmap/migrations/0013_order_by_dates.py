"""Rows of plans stand as they did before they could be put in order by hand: by their dates."""

from __future__ import annotations

from itertools import groupby

from django.db import migrations

AT_ONCE = 500


def number(apps, schema_editor) -> None:
    """Number the initiatives of each phase of each plan by their dates."""
    alias = schema_editor.connection.alias
    initiatives = apps.get_model("roadmap", "Initiative")._base_manager.using(alias)
    rows = initiatives.order_by("roadmap", "phase", "starts_on", "ends_on", "pk").only(
        "roadmap", "phase", "order"
    )
    changed = []
    for _phase, group in groupby(rows.iterator(), key=lambda row: (row.roadmap_id, row.phase)):
        for place, row in enumerate(group):
            if row.order != place:
                row.order = place
                changed.append(row)
    initiatives.bulk_update(changed, ["order"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0012_sums_anew")]
    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
