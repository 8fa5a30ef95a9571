"""Reads of the audit trail, and its events in the reader's words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.labels import present_label
from core.text import LocalizedText
from core.wording.dates import day, moment
from core.wording.texts import comma, lt
from organizations.domain.words import AFTER, BEFORE, CHANGES, Removal, field_of, split_name
from organizations.models import AuditEvent, Organization, Plant, User
from organizations.models.audit import removal_words
from organizations.models.user import FORMER
from organizations.selectors.personal import is_note

LISTED = 6
LONGEST = 300
DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(rf"{DAY.pattern}T\d\d:\d\d:.+")


@dataclass(frozen=True, slots=True)
class Change:
    """What an event did to one field, in words; `name` is the field as recorded."""

    name: str
    label: str
    before: str
    after: str
    is_pair: bool


@dataclass(frozen=True, slots=True)
class Described:
    """An event with its act, its object and its changes in words.

    Attributes:
        has_notes: whether it holds a note that can still be redacted.
    """

    event: AuditEvent
    act: str
    target: str
    changes: list[Change]
    has_notes: bool


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which events to show; what is None or empty keeps all."""

    plant: int | None = None
    person: int | None = None
    act: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what is chosen as JSON values."""
        values = {
            "plant": self.plant,
            "person": self.person,
            "act": self.act,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrailFilter:
        """Return the filter that `as_json` wrote."""
        days = {name: dt.date.fromisoformat(data[name]) for name in DAYS if name in data}
        return cls(**{**data, **days})


DAYS = ("since", "until")


def trail(organization: Organization, chosen: TrailFilter) -> models.QuerySet[AuditEvent]:
    """Return the events of an organization that fit a filter, with plant and words, newest first.

    Days are those of the active time zone.
    """
    rows = AuditEvent.objects.filter(organization=organization).select_related("plant", "words")
    if chosen.plant:
        rows = rows.filter(plant=chosen.plant)
    if chosen.person:
        rows = rows.filter(actor=chosen.person)
    if chosen.act:
        rows = rows.filter(verb=chosen.act)
    if chosen.since:
        rows = rows.filter(happened_at__gte=_edge(chosen.since, dt.time.min))
    if chosen.until:
        rows = rows.filter(happened_at__lte=_edge(chosen.until, dt.time.max))
    return rows


def _edge(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


@cache
def known_acts() -> dict[str, Promise]:
    """Return verb -> words of every act; each app keeps its own in its `apps.py`."""
    return {
        verb: words
        for config in apps.get_app_configs()
        for verb, words in getattr(config, "acts", {}).items()
    }


def act_words(act: str) -> str:
    """Say what was done in the reader's language; an act nobody knows keeps its name."""
    return str(known_acts().get(act, act))


def describe(events: Iterable[AuditEvent]) -> list[Described]:
    """Put events into words; two queries at most, whatever their number.

    Args:
        events: read together with their words (`select_related("words")`).
    """
    rows = list(events)
    names = _people(rows)
    _name_reasons(rows)
    return [
        Described(
            event=row,
            act=act_words(row.verb),
            target=target_words(row.object_type, row.object_label),
            changes=changes_in_words(row.object_type, row.changes, names),
            has_notes=bool(redactable(row)),
        )
        for row in rows
    ]


def redactable(event: AuditEvent) -> list[str]:
    """Return the keys of the notes of an event that are still there and say something."""
    if not event.commitments:
        return []
    return [
        key
        for key, word in event.words.words.items()
        if key.startswith(CHANGES) and word["value"] and is_note(event.object_type, field_of(key))
    ]


def notes_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    """Return key and words of each note of an event that can still be redacted."""
    sides = {BEFORE: _("before"), AFTER: _("after")}
    colon = pgettext("between label and value", ": ")
    found = []
    for key in redactable(event):
        label = _label(present_label(event.object_type), field_of(key))
        side = next((words for end, words in sides.items() if key.endswith(end)), "")
        name = _("%(label)s, %(side)s") % {"label": label, "side": side} if side else label
        found.append((key, name + colon + _text(str(event.words.words[key]["value"]))))
    return found


def _name_reasons(events: Iterable[AuditEvent]) -> None:
    """Let redacted notes say why, in the words of who redacted them; one query, if there are any."""
    redacted = {
        str(event.pk): event
        for event in events
        if event.commitments and Removal.REDACTED in event.words.removed.values()
    }
    if not redacted:
        return
    acts = AuditEvent.objects.filter(
        verb="words.redacted",
        object_type=AuditEvent._meta.label_lower,  # noqa: SLF001 -- Django's public meta data
        object_id__in=redacted,
    )
    for act in acts.select_related("words").order_by("pk"):
        event, why = redacted[act.object_id], str(act.changes.get("reason", ""))
        for key, cause in event.words.removed.items():
            if cause == Removal.REDACTED and field_of(key) == act.changes.get("field"):
                event.shown_words[key] = removal_words(cause, why)


def target_words(object_type: str, label: str) -> str:
    """Say what an event was done to: choices and names in the label read in words.

    Args:
        object_type: label of the model, as an event keeps it.
        label: the object's own name at that time.
    """
    if label == FORMER:
        return _(FORMER)
    object_type = present_label(object_type)
    parts = re.split("(: | )", label)
    known = _choices(object_type)
    endings = _label_names().get(object_type)
    if endings:
        parts = list(label.rpartition(": "))
        known = {name.en: lt(name) for name in endings}
    return "".join(str(known.get(part, part)) for part in parts)


@cache
def _label_names() -> dict[str, tuple[LocalizedText, ...]]:
    """Return model -> the names in which labels of its objects end; see `apps.py`."""
    return {
        label: names
        for config in apps.get_app_configs()
        for label, names in getattr(config, "label_names", {}).items()
    }


def _choices(object_type: str) -> dict[str, Any]:
    """Return key -> words of every choice a model knows."""
    try:
        fields = apps.get_model(object_type)._meta.get_fields()  # noqa: SLF001 -- as above
    except (LookupError, ValueError):
        return {}
    return {
        str(key): words
        for field in fields
        if isinstance(field, models.Field)
        for key, words in field.flatchoices
        if key
    }


def changes_in_words(
    object_type: str, changes: Mapping[str, Any], names: Mapping[int, str] | None = None
) -> list[Change]:
    """Put what happened to the fields of an object into words.

    Args:
        object_type: label of the model, as an event keeps it.
        changes: field -> [before, after], or one value.
        names: id -> name of the people the changes mention.

    Returns:
        One row a field; what has no words keeps the text of the trail.
    """
    object_type = present_label(object_type)
    rows = []
    for name, value in changes.items():
        kind, _number, field = split_name(object_type, name)
        column = _column(kind, field)
        is_pair = isinstance(value, list) and len(value) == 2
        before, after = value if is_pair else (None, value)
        rows.append(
            Change(
                name=name,
                label=_label(object_type, name),
                before=_value(before, column, names or {}),
                after=_value(after, column, names or {}),
                is_pair=is_pair,
            )
        )
    return rows


def _column(object_type: str, name: str) -> models.Field[Any, Any] | None:
    """Return the field of a model; what it does not have is looked up in the rest of its app."""
    app = object_type.partition(".")[0]
    of_app = list(apps.get_app_config(app).get_models()) if app in apps.app_configs else []
    for model in sorted(of_app, key=lambda model: model._meta.label_lower != object_type):  # noqa: SLF001 -- Django's public meta data
        try:
            found = model._meta.get_field(name)  # noqa: SLF001 -- as above
        except FieldDoesNotExist:
            continue
        if isinstance(found, models.Field):
            return found
    return None


def _label(object_type: str, name: str) -> str:
    kind, number, field = split_name(object_type, name)
    kind = present_label(kind)
    if number:
        words = {"kind": _field_label("", kind.partition(".")[2]), "number": number}
        row = _("%(kind)s %(number)s") % words
        return row + pgettext("between label and value", ": ") + _field_label(kind, field)
    return _field_label(kind, field)


def _field_label(object_type: str, name: str) -> str:
    """Return a field's name from its model, its app, any app, or the facts of a plant."""
    column = _column(object_type, name)
    if column is not None and isinstance(column.verbose_name, Promise):
        return str(capfirst(column.verbose_name))
    plain = name.removesuffix("_id")
    own = _labels().get(object_type.partition(".")[0], {})
    for known in (own, *_labels().values()):
        if plain in known:
            return str(known[plain])
    fact = _column(Plant._meta.label_lower, name)  # noqa: SLF001 -- as above
    return str(capfirst(fact.verbose_name)) if fact is not None else name


@cache
def _labels() -> dict[str, dict[str, Promise]]:
    return {config.label: getattr(config, "labels", {}) for config in apps.get_app_configs()}


def _people(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Return the names of the people whose ids the changes of events hold."""
    wanted: set[int] = set()
    for event in events:
        for name, value in event.changes.items():
            kind, _number, field = split_name(present_label(event.object_type), name)
            if _is_person(_column(kind, field)):
                wanted |= {item for item in _several(value) if isinstance(item, int)}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _is_person(column: models.Field[Any, Any] | None) -> bool:
    return column is not None and column.is_relation and column.related_model is User


def _several(value: Any) -> list[Any]:
    """Return the single values of nested lists."""
    return [one for item in value for one in _several(item)] if isinstance(value, list) else [value]


def _value(value: Any, column: models.Field[Any, Any] | None, names: Mapping[int, str]) -> str:
    if value is None or value in ("", [], {}):
        return _("not set")
    if isinstance(value, list):
        return _list([_value(item, column, names) for item in value])
    if isinstance(value, dict):
        return _mapping(value, names)
    return _single(value, column, names)


def _single(value: Any, column: models.Field[Any, Any] | None, names: Mapping[int, str]) -> str:
    choices = {str(key): words for key, words in column.flatchoices} if column else {}
    if str(value) in choices:
        return str(choices[str(value)])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if _is_person(column):
        return names.get(value, str(value))
    return _text(str(value))


def _mapping(value: dict[str, Any], names: Mapping[int, str]) -> str:
    if set(value) == {"en", "zh-hans"}:
        return _text(lt(value))
    colon = pgettext("between label and value", ": ")
    pairs = [_field_label("", key) + colon + _value(of, None, names) for key, of in value.items()]
    return _list(pairs)


def _list(items: list[str]) -> str:
    shown, left = items[:LISTED], len(items) - LISTED
    if left > 0:
        shown.append(ngettext("%(n)s more", "%(n)s more", left) % {"n": left})
    return comma().join(shown)


def _text(value: str) -> str:
    try:
        if DAY.fullmatch(value):
            return day(dt.date.fromisoformat(value))
        if INSTANT.fullmatch(value):
            return moment(dt.datetime.fromisoformat(value))
    except ValueError:
        return value
    return Truncator(value).chars(LONGEST)
