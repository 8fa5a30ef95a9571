"""Rows of every table: reading them as values, putting them back exactly as they were."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.migrations.recorder import MigrationRecorder

from core.errors import RuleError

PLAIN = (bool, int, float, str)
INTEGERS = BaseDatabaseOperations.integer_field_ranges  # of the columns of PostgreSQL


def tables(registry: Apps = apps) -> list[type[models.Model]]:
    """Return every model with a table of its own, the joining tables included.

    Args:
        registry: the models of this version, or those of an earlier state of the tables.
    """
    found = registry.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]  # noqa: SLF001


def part_of(model: type[models.Model]) -> str:
    """Return the name of the part that holds a table."""
    return f"tables/{model._meta.label}.jsonl"  # noqa: SLF001 -- Django's public meta API


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that are stored in the model's own table."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001 -- Django's public meta API
    return [field for field in fields if not getattr(field, "generated", False)]


def migrations() -> list[tuple[str, str]]:
    """Return the migrations that made the present tables."""
    return sorted(MigrationRecorder(connection).applied_migrations())


# --- reading -----------------------------------------------------------------------------------
def row_values(row: models.Model, fields: list[models.Field[Any, Any]]) -> dict[str, Any]:
    """Return a row as values that JSON can hold without losing anything."""
    values: dict[str, Any] = {}
    for field in fields:
        value = field.value_from_object(row)
        plain = value is None or isinstance(value, PLAIN) or isinstance(field, models.JSONField)
        values[field.attname] = value if plain else field.value_to_string(row)
    return values


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Read all tables as they were at one instant, and hold up nobody who writes.

    Both databases read from a snapshot. On SQLite a transaction of the product takes the lock of a
    writer when it begins; this one must not.
    """
    usual = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        with transaction.atomic():
            if connection.vendor == "sqlite":
                connection.transaction_mode = usual  # type: ignore[attr-defined]
            elif len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual  # type: ignore[attr-defined]


# --- writing -----------------------------------------------------------------------------------
def insert_rows(model: type[models.Model], lines: IO[bytes]) -> int:
    """Insert rows exactly as they were, keys and times of change included; return their number.

    Raises:
        RuleError: a line is no row of this table; the message names it.
    """
    fields, count = columns(model), 0
    try:
        for line in lines:
            count += 1
            values = json.loads(line)
            put_back(model(**{f.attname: python_value(f, values[f.attname]) for f in fields}))
    except (
        ValueError,
        KeyError,
        TypeError,
        ValidationError,
        IntegrityError,
        DataError,
        OverflowError,
        RecursionError,
    ) as error:
        place = f"{part_of(model)}, line {count}"
        message = f"The backup is wrong in {place}: {_reason(error)}."
        raise RuleError(message) from error
    return count


def _reason(error: Exception) -> str:
    """Say in words why a line is no row of its table."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages).rstrip(".")
    if isinstance(error, KeyError):
        return f"the field {error.args[0]} is missing"
    kinds = (
        ((json.JSONDecodeError, UnicodeDecodeError, RecursionError), "it cannot be read"),
        (IntegrityError, "it contradicts another row, or a rule of the table"),
        ((OverflowError, DataError), "the column has no room for a value"),
        (TypeError, "it is no row of this table"),
    )
    return next((words for kind, words in kinds if isinstance(error, kind)), str(error))


def python_value(field: models.Field[Any, Any], value: Any) -> Any:
    """Return what the archive holds as the field's own type.

    Raises:
        ValueError: the column has no room for it.
    """
    if value is None or isinstance(field, models.JSONField):
        return value
    found = field.to_python(value)
    check_room(field, found)
    return found


def check_room(field: models.Field[Any, Any], value: Any) -> None:
    """Refuse what PostgreSQL has no room for; SQLite by itself stores anything anywhere.

    Raises:
        ValueError: the value is too long or too large for its column.
    """
    low, high = INTEGERS.get(field.get_internal_type(), (None, None))
    if isinstance(field, models.CharField | models.FileField):
        fits = not field.max_length or len(value) <= field.max_length
    elif isinstance(field, models.DecimalField):
        whole = (field.max_digits or 0) - (field.decimal_places or 0)
        fits = value.is_finite() and value.adjusted() < whole
    else:
        fits = low is None or low <= value <= high
    if not fits:
        message = f"{field.name} has no room for {str(value)[:40]}"
        raise ValueError(message)


def put_back(row: models.Model) -> None:
    """Insert a row as it stands, as Django's serializers do: no default and no clock changes it."""
    DeserializedObject(row).save(save_m2m=False, force_insert=True)


def empty_tables(models_to_empty: list[type[models.Model]] | None = None) -> None:
    """Remove every row of all or of some tables; the triggers that refuse it must be away."""
    chosen = tables() if models_to_empty is None else models_to_empty
    names = [connection.ops.quote_name(model._meta.db_table) for model in chosen]  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")


@contextlib.contextmanager
def triggers_away() -> Iterator[None]:
    """Take the triggers that guard rows away for a moment.

    Inside a transaction nobody else sees it, and an error brings them back. References are checked
    before and after: PostgreSQL changes no table that still has a check before it.
    """
    take, give_back = trigger_statements()
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in take:
            cursor.execute(statement)
        yield
        connection.check_constraints()
        for statement in give_back:
            cursor.execute(statement)


def trigger_statements() -> tuple[list[str], list[str]]:
    """Return the statements that take this database's own triggers away and bring them back."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
            )
            alter = [f"ALTER TABLE {quote(row[0])} %s TRIGGER USER" for row in cursor.fetchall()]
            return [a % "DISABLE" for a in alter], [a % "ENABLE" for a in alter]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {quote(name)}" for name, _ in triggers], [sql for _, sql in triggers]


def reset_sequences() -> None:
    """Let the next new row get the next free number."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
