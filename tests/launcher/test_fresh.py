"""Tables made at once are those that the migrations leave."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from launcher.fresh import make_tables

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """Yield a connection to a database without tables, of the kind the tests run on."""
    with an_empty_database(tmp_path, "empty") as opened:
        yield opened


@contextmanager
def an_empty_database(tmp_path, alias):
    """Make a database without tables and yield a connection to it."""
    place = {**connection.settings_dict, "NAME": str(tmp_path / f"{alias}.sqlite3")}
    if connection.vendor == "postgresql":
        place["NAME"] = f"{connection.settings_dict['NAME']}_{alias}"
        rest = {key: place[key.upper()] for key in ("user", "password", "host", "port")}
        server = psycopg.connect(dbname="postgres", autocommit=True, **rest)
        server.execute(f'CREATE DATABASE "{place["NAME"]}"')
    opened = type(connections["default"])(place, alias=alias)
    connections[alias] = opened
    yield opened
    opened.close()
    del connections[alias]
    if connection.vendor == "postgresql":
        server.execute(f'DROP DATABASE "{place["NAME"]}"')
        server.close()


def shape(at):
    """Return tables with columns, constraints and indexes, and all triggers."""
    found = {}
    with at.cursor() as cursor:
        for table in at.introspection.table_names(cursor):
            columns = at.introspection.get_table_description(cursor, table)
            constraints = at.introspection.get_constraints(cursor, table).values()
            found[table] = (
                sorted(
                    (column.name, str(column.type_code), column.null_ok, str(column.default))
                    for column in columns
                ),
                sorted(
                    str(sorted((key, value) for key, value in one.items() if key != "definition"))
                    for one in constraints
                ),
            )
        cursor.execute(TRIGGERS[at.vendor])
        found["triggers"] = sorted(cursor.fetchall())
        cursor.execute("SELECT app, name FROM django_migrations")
        found["migrations"] = sorted(cursor.fetchall())
    return found


def test_tables_made_at_once_are_those_of_the_migrations(empty, tmp_path):
    assert make_tables(empty)
    with an_empty_database(tmp_path, "migrated") as other:
        executor = MigrationExecutor(other)
        executor.migrate(executor.loader.graph.leaf_nodes())
        made, migrated = shape(empty), shape(other)
    assert set(made) == set(migrated)
    assert {name: made[name] for name in made if made[name] != migrated[name]} == {}


def test_a_database_with_tables_is_left_to_the_migrations(empty):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE anything (id integer)")
    assert not make_tables(empty)
    assert empty.introspection.table_names() == ["anything"]
