"""Writes of second languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from core.base import TranslatedModel, label, save_versioned
from core.errors import RuleError
from organizations.domain.translated import Translated
from organizations.models import Plant, User
from organizations.services import audit
from translation.domain.texts import FreeText, TextState, checked
from translation.selectors import rows_of, texts_in

ID_DIGITS = 18  # what an id of the database can have


@dataclass(frozen=True, slots=True)
class TextEntry:
    """What a person gives for one text.

    Attributes:
        other: the words in the other language; those of the text itself where both are the same,
            empty to take them away.
        seen: digest of what the editor saw.
    """

    other: str
    seen: str


class TextsChangedError(RuleError):
    """Texts were changed, translated or removed since the editor saw them; `keys` names them."""

    def __init__(self, message: str, keys: frozenset[str]) -> None:
        super().__init__(message)
        self.keys = keys


@transaction.atomic
def translate(
    *, plant: Plant, wanted: list[Translated], entries: Mapping[str, TextEntry], by: User
) -> int:
    """Store second languages, all or nothing.

    Args:
        plant: whose texts.
        wanted: the kinds the person may translate.
        entries: key of the text -> what is given for it.
        by: who acts.

    Returns:
        How many texts have other words now.

    Raises:
        TextsChangedError: some were changed meanwhile, or are no longer printed; nothing is stored.
        RuleError: words are too long; `field` is the key of the text.
    """
    rows = _rows(plant, wanted, entries)
    known = {text.key: text for kind, row in rows for text in texts_in(kind, row)}
    stale = {key for key, entry in entries.items() if _is_stale(known.get(key), entry)}
    if stale:
        raise TextsChangedError(_("Some texts were changed in the meantime."), frozenset(stale))
    written = [change for kind, row in rows if (change := _write(kind, row, entries))]
    for change in written:  # the trail last: from here on other writers wait
        changes = audit.difference(
            {"translations": change.before}, {"translations": change.row.translations}
        )
        audit.record(by=by, verb="text.translated", target=change.row, plant=plant, changes=changes)
    return sum(change.count for change in written)


@dataclass(frozen=True, slots=True)
class _Change:
    """A row with other words: how many of its texts, and the pairs of before."""

    row: TranslatedModel
    before: dict[str, dict[str, str]]
    count: int


def _is_stale(text: FreeText | None, entry: TextEntry) -> bool:
    return text is None or text.seen != entry.seen


def _rows(
    plant: Plant, wanted: list[Translated], entries: Mapping[str, TextEntry]
) -> list[tuple[Translated, TranslatedModel]]:
    ids: dict[str, set[str]] = {}
    for key in entries:
        model, _colon, rest = key.partition(":")
        ids.setdefault(model, set()).add(rest.partition(":")[0])
    found: list[tuple[Translated, TranslatedModel]] = []
    for kind in wanted:
        model = label(apps.get_model(kind.model))
        chosen = {int(pk) for pk in ids.get(model, ()) if pk.isdecimal() and len(pk) <= ID_DIGITS}
        if chosen:
            rows = rows_of(kind, plant).filter(pk__in=chosen)
            locked = rows.select_for_update(of=("self",), no_key=True)
            found += [(kind, row) for row in locked]
    return found


def _write(
    kind: Translated, row: TranslatedModel, entries: Mapping[str, TextEntry]
) -> _Change | None:
    """Store what is given for the texts of one row; None if that is nothing new."""
    before = row.translations
    columns: set[str] = set()
    for text in list(texts_in(kind, row)):
        entry = entries.get(text.key)
        if entry is None:
            continue
        other = checked(text, entry.other, _("Use at most %(n)s characters."))
        if other == text.other and text.state is TextState.BOTH:
            continue
        name = text.key.rpartition(":")[2]
        row.translate(name, other)
        columns |= {"translations", name}
    if not columns:
        return None
    if kind.on_page_only:
        row.save(update_fields=sorted(columns))
    else:
        save_versioned(row, expected=row.version, fields=sorted(columns))
    return _Change(row, before, len(columns) - 1)
