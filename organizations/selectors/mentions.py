"""Where words still stand in the database: every text of every table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

TEXTS = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True, slots=True)
class Mention:
    """A column in which a word stands."""

    table: str
    column: str
    rows: int


def mentions(words: Iterable[str]) -> list[Mention]:
    """Search every text column of every table; one query for each.

    Args:
        words: names and addresses, found within longer texts too.
    """
    wanted = [word for word in words if word]
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns: Iterable[Any] = model._meta.local_concrete_fields  # noqa: SLF001 -- Django's public meta data
        for column in columns:
            rows = _count(model, column, wanted) if isinstance(column, TEXTS) else 0
            if rows:
                found.append(Mention(model._meta.db_table, column.column, rows))  # noqa: SLF001 -- as above
    return found


def _count(model: type[models.Model], column: Any, words: list[str]) -> int:
    """Count rows; JSON is searched as it is written on SQLite and on PostgreSQL."""
    hit = Q()
    for word in words:
        for spelled in {word, json.dumps(word)[1:-1]}:
            hit |= Q(text_of_column__contains=spelled)
    rows: Any = model._base_manager.annotate(  # noqa: SLF001 -- rows of every tenant
        text_of_column=Cast(column.name, models.TextField())
    )
    return int(rows.filter(hit).count()) if words else 0
