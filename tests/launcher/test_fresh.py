"""Tables made at once are those that the migrations leave."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from launcher.fresh import make_tables

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
USED_CODES = settings.CACHES["default"]["LOCATION"]  # made by `createcachetable`, in tests too
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def empty(tmp_path, django_db_blocker):
    """Return a connection to a database without tables, of the kind the tests run on."""
    place = {**connection.settings_dict, "NAME": str(tmp_path / "empty.sqlite3")}
    if connection.vendor == "postgresql":
        place["NAME"] = f"{connection.settings_dict['NAME']}_empty"
        rest = {key: place[key.upper()] for key in ("user", "password", "host", "port")}
        server = psycopg.connect(dbname="postgres", autocommit=True, **rest)
        server.execute(f'CREATE DATABASE "{place["NAME"]}"')
    opened = type(connections["default"])(place, alias="empty")
    connections["empty"] = opened
    yield opened
    opened.close()
    del connections["empty"]
    if connection.vendor == "postgresql":
        server.execute(f'DROP DATABASE "{place["NAME"]}"')
        server.close()


def shape(at):
    """Return tables with columns, constraints and indexes, and all triggers."""
    found = {}
    with at.cursor() as cursor:
        for table in at.introspection.table_names(cursor):
            if table == USED_CODES:
                continue
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


def test_tables_made_at_once_are_those_of_the_migrations(empty):
    assert make_tables(empty)
    made, migrated = shape(empty), shape(connection)
    assert set(made) == set(migrated)
    assert {name: made[name] for name in made if made[name] != migrated[name]} == {}


def test_a_database_with_tables_is_left_to_the_migrations(empty):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE anything (id integer)")
    assert not make_tables(empty)
    assert empty.introspection.table_names() == ["anything"]
