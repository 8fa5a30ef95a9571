"""Which recorded fields hold words of or about people; each app declares its own in `apps.py`."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core.labels import present_label
from organizations.domain.words import split_name
from organizations.models.user import FORMER


def is_word(object_type: str, name: str) -> bool:
    """Tell whether a recorded field is sealed by hash: it is personal, or a note.

    Args:
        object_type: label of the model of the event's object, in small letters.
        name: the field as recorded.
    """
    return _says("personal", object_type, name) or _says("notes", object_type, name)


def is_note(object_type: str, name: str) -> bool:
    """Tell whether a recorded field is free text that somebody may have to redact."""
    return _says("notes", object_type, name)


def _says(attribute: str, object_type: str, name: str) -> bool:
    """Look a recorded field up under the label of its day and under the present one."""
    kind, _row, field = split_name(object_type, name)
    return any(_is_declared(attribute, one, field) for one in (present_label(kind), kind))


@cache
def declared(attribute: str) -> dict[str, tuple[str, ...]]:
    """Return model label -> fields that the apps declare.

    Args:
        attribute: `personal` or `notes`, of the apps' configurations.
    """
    return {
        model: fields
        for config in apps.get_app_configs()
        for model, fields in getattr(config, attribute, {}).items()
    }


def left_of(column: models.Field[Any, Any]) -> str:
    """Return what stays where the name of somebody was: nothing, where the table allows it.

    A column without which its row is nothing, or whose rule in the database asks for a word beside
    another value, keeps the words for a former member.

    Args:
        column: in which people type a name.
    """
    rules = column.model._meta.constraints  # noqa: SLF001 -- Django's public meta data
    checks = (rule for rule in rules if isinstance(rule, models.CheckConstraint))
    is_bound = any(_names(rule.condition, column.name) for rule in checks)
    return "" if column.blank and not is_bound else FORMER


def _names(condition: Any, name: str) -> bool:
    if isinstance(condition, models.Q):
        return any(_names(part, name) for part in condition.children)
    path: str = condition[0]
    return path.partition("__")[0] == name


@cache
def _is_declared(attribute: str, kind: str, field: str) -> bool:
    """Look a field up at its model; what the model does not have, in the rest of its app."""
    known = declared(attribute)
    if field in known.get(kind, ()):
        return True
    if _has(kind, field):
        return False
    app = kind.partition(".")[0]
    return any(field in known[model] for model in known if model.partition(".")[0] == app)


def _has(kind: str, field: str) -> bool:
    try:
        apps.get_model(kind)._meta.get_field(field)  # noqa: SLF001 -- Django's public meta data
    except (LookupError, ValueError, FieldDoesNotExist):
        return False
    return True
