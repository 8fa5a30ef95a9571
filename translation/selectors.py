"""Reads of the free texts of a plant and of what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from core.base import TranslatedModel, column, label
from core.bounds import TITLE_LENGTH
from core.text import missing_language
from organizations.domain.roles import Permission
from organizations.domain.translated import Translated
from organizations.models import Plant
from translation.domain.texts import FreeText, TextState


def kinds() -> Iterator[Translated]:
    """Yield every kind of row with free texts, the lower apps first."""
    for config in apps.get_app_configs():
        yield from getattr(config, "translated", ())


def kinds_for(rights: Iterable[Permission]) -> list[Translated]:
    """Return the kinds whose second language a person with these rights may give."""
    held = frozenset(rights)
    return [kind for kind in kinds() if kind.right in held]


def rows_of(kind: Translated, plant: Plant) -> models.QuerySet[Any]:
    """Return the rows of a kind that documents of a plant print, those with texts only."""
    model: Any = apps.get_model(kind.model)
    if kind.rows:
        rows: models.QuerySet[Any] = import_string(kind.rows)(plant)
    else:
        mine = {kind.plant: plant} if kind.plant else {"pk": plant.pk}
        rows = model.objects.filter(**mine, **kind.printed).order_by("pk")
    written = models.Q()
    for name in kind.fields:
        empty: Any = {} if isinstance(column(model, name), models.JSONField) else ""
        written |= ~models.Q(**{name: empty})
    rows = rows.filter(written)
    return rows.select_related(*kind.joins) if kind.joins else rows


def texts_of(
    plant: Plant, wanted: Iterable[Translated], *, document: str = ""
) -> dict[str, FreeText]:
    """Return the free texts of a plant by key, in the order of kinds, rows and columns.

    Texts without a letter read the same in every language and are left out. One query for each
    kind.

    Args:
        plant: inside its tenant scope.
        wanted: the kinds.
        document: only those that this kind of report prints; empty for all.
    """
    found: dict[str, FreeText] = {}
    for kind in wanted:
        if document and kind.document != document:
            continue
        for row in rows_of(kind, plant):
            texts = (text for text in texts_in(kind, row) if document in ("", text.document))
            found |= {text.key: text for text in texts}
    return found


def words_in(kind: Translated, row: TranslatedModel) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield name, text and both languages of each text of a row that has words."""
    for name in kind.fields:
        text = row.typed(name)
        if any(letter.isalpha() for letter in text):
            yield name, text, row.pair(name)


def texts_in(kind: Translated, row: TranslatedModel) -> Iterator[FreeText]:
    """Yield the texts of one row that have words."""
    language = get_language() or "en"
    item = row.both("title").in_language(language) if "title" in kind.fields else str(row)
    for name, text, pair in words_in(kind, row):
        field = column(type(row), name)
        yield FreeText(
            key=f"{label(row)}:{row.pk}:{name}",
            document="" if name in kind.unprinted else kind.document,
            place=str(kind.title),
            item=item,
            part=str(field.verbose_name),
            text=text,
            pair=pair,
            longest=field.max_length or TITLE_LENGTH,
        )


def missing_by_language(plant: Plant, document: str) -> Counter[str]:
    """Return language -> number of texts of a document that do not exist in it.

    Args:
        plant: inside its tenant scope.
        document: a kind of report.
    """
    found: Counter[str] = Counter()
    for kind in kinds():
        if kind.document != document:
            continue
        # Only what is counted is read: no place, no label, no other column.
        rows = rows_of(kind, plant).select_related(None)
        for row in rows.only(*kind.fields, *kind.reads, "translations"):
            lacking = (missing_language(text, pair) for _name, text, pair in words_in(kind, row))
            found.update(code for code in lacking if code)
    return found


def open_texts(texts: Iterable[FreeText]) -> list[FreeText]:
    """Return the texts that exist in one language only, or have changed since."""
    return [text for text in texts if text.state is not TextState.BOTH]
