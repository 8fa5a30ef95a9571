"""Triggers of a guarded table survive that SQLite builds the table anew."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from core.locks import keep_triggers, lock_rows

TABLE = "core_guarded"


def applied(state, operations):
    """Run operations on the database as a migration does, and return the state after them."""
    migration = migrations.Migration("guarded", "core")
    migration.operations = operations
    with connection.schema_editor(atomic=True) as editor:
        return migration.apply(state, editor)


@pytest.fixture
def guarded(transactional_db):
    """A table with one row that nobody may change or delete."""
    made = migrations.CreateModel(
        "Guarded", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())]
    )
    state = applied(ProjectState(), [made, lock_rows(TABLE, "UPDATE", "DELETE")])
    state.apps.get_model("core", "Guarded").objects.create(name="kept")
    yield state
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION {TABLE}_locked()")


def refused(rows) -> bool:
    """Say whether the database refuses both UPDATE and DELETE."""
    for act in (lambda: rows.update(name="changed"), lambda: rows._raw_delete("default")):
        try:
            with transaction.atomic():
                act()
        except DatabaseError:
            continue
        return False
    return True


@pytest.mark.parametrize(
    "change",
    [
        migrations.AddField("guarded", "more", models.IntegerField(default=1)),
        migrations.AlterField("guarded", "name", models.CharField(max_length=40)),
    ],
)
def test_triggers_come_back_after_the_change(guarded, change):
    state = applied(guarded, keep_triggers(TABLE, [change]))
    rows = state.apps.get_model("core", "Guarded").objects.all()
    assert [row.name for row in rows] == ["kept"]
    assert refused(rows)


def test_changes_are_refused_before(guarded):
    assert refused(guarded.apps.get_model("core", "Guarded").objects.all())
