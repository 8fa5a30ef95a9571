"""A migration is noted in the transaction that made it, so that no kill leaves one without the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from launcher.migrating import WholeExecutor, are_waiting, migrate
from tests.upgrade.scratch import scratch, tables

KILLED = ("organizations", "0004_form_key")
TABLE = "organizations_formkey"


class KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.slow
def test_kill_while_a_migration_is_noted_takes_the_migration_back(
    tmp_path, monkeypatch, django_db_setup, django_db_blocker
):
    """Way taken: an error in the place of the note, in the migration that puts keys off to its end."""
    real = MigrationExecutor.record_migration

    def record(self, migration):
        if (migration.app_label, migration.name) == KILLED:
            raise KilledError
        real(self, migration)

    with django_db_blocker.unblock(), scratch(tmp_path):
        with monkeypatch.context() as killed:
            killed.setattr(MigrationExecutor, "record_migration", record)
            with pytest.raises(KilledError):
                WholeExecutor(connection).migrate([KILLED])
        assert TABLE not in tables()
        WholeExecutor(connection).migrate([KILLED])
        assert TABLE in tables()
        applied = MigrationExecutor(connection).loader.applied_migrations
        assert KILLED in applied


@pytest.mark.django_db
def test_a_start_asks_by_names_whether_a_migration_waits(monkeypatch):
    asked = []
    monkeypatch.setattr("launcher.migrating.call_command", lambda name, **_: asked.append(name))
    assert not are_waiting()
    migrate(0, None)
    assert asked == []
    MigrationRecorder(connection).record_unapplied(*KILLED)
    assert are_waiting()
    migrate(0, None)
    assert asked == ["migrate"]
