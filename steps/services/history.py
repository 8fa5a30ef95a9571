"""The log of changes: every step keeps the rows before and after, to take it back or do it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models

from core import clock
from organizations.models import Plant, User
from organizations.services import audit
from steps.models import Step
from steps.selectors.changes import begins
from steps.selectors.pages import page_turning
from steps.selectors.tables import Key, Row, Table, key_of, rows_of, tables


@dataclass(slots=True)
class OpenStep:
    """A step while it happens: the service adds rows it made and names the object.

    Attributes:
        target: the object for the audit trail.
        made: rows that it made.
        changes: what the trail tells of it; None for every value that changed.
        stored: the step, once it is over and has changed something.
    """

    target: models.Model | None = None
    made: list[Key] = field(default_factory=list)
    changes: dict[str, Any] | None = None
    stored: Step | None = None

    def add(self, *rows: models.Model) -> None:
        """Note rows that did not exist before."""
        self.made += [key_of(row) for row in rows]


def lock(plant: Plant) -> None:
    """Let the writers of one plan wait for each other until the transaction ends."""
    list(Plant.objects.select_for_update(no_key=True).filter(pk=plant.pk).values_list("pk"))


@contextmanager
def step(
    *,
    plant: Plant,
    by: User,
    verb: str,
    subject: dict[str, str],
    target: models.Model,
    rows: Iterable[models.Model] = (),
) -> Iterator[OpenStep]:
    """Keep what a change does to rows, and write one audit event.

    Args:
        plant: whose rows they are; locked until the transaction ends.
        by: who acts.
        verb: object.verb in the past tense.
        subject: title of the thing in both languages, for the list of changes.
        target: the object for the audit trail; may be replaced on the step.
        rows: rows that the change may edit or remove.
    """
    identifier = target.pk
    with kept(plant=plant, by=by, verb=verb, subject=subject, rows=rows) as taken:
        taken.target = target
        yield taken
    if (made := taken.stored) is None:
        return
    about = taken.target or target
    if about.pk is None:
        about.pk = identifier  # a removed row keeps its name in the trail
    changes = taken.changes
    if changes is None:
        changes = differences(made.before, made.after)
    audit.record(by=by, verb=verb, target=about, plant=plant, changes=changes)


@contextmanager
def kept(
    *,
    plant: Plant,
    by: User,
    verb: str,
    subject: dict[str, str],
    rows: Iterable[models.Model] = (),
) -> Iterator[OpenStep]:
    """Keep what a change does to rows; the service tells the trail itself.

    Only rows that changed are kept; a change that changed nothing is no step. The arguments are
    those of `step`.
    """
    lock(plant)
    keys = [key_of(row) for row in rows]
    before = snapshot(keys)
    taken = OpenStep()
    yield taken
    after = snapshot([*keys, *taken.made])
    if values_of(before) == values_of(after):
        return
    before, after = _changed(before, after)
    now = clock.now()
    taken.stored = Step.objects.create(
        plant=plant,
        verb=verb,
        subject=subject,
        before=before,
        after=after,
        made_by=by,
        made_at=now,
    )
    page = page_turning(verb)
    if page and page.days:
        old = Step.objects.filter(plant=plant, made_at__lt=now - timedelta(page.days))
        old.filter(begins(page.verbs)).delete()


def _changed(before: list[Row], after: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows of both sides whose values or version differ."""
    known = {(row["table"], row["id"]): row for row in before}
    same = {key for row in after if known.get(key := (row["table"], row["id"])) == row}
    left = [row for row in before if (row["table"], row["id"]) not in same]
    return left, [row for row in after if (row["table"], row["id"]) not in same]


def snapshot(keys: Iterable[Key]) -> list[Row]:
    """Return rows with their values; a row that is not there has none."""
    wanted: dict[str, list[int]] = {}
    for table, identifier in keys:
        wanted.setdefault(table, []).append(identifier)
    found: list[Row] = []
    for name in tables():
        if name in wanted:
            found += _read(name, sorted(set(wanted[name])))
    return found


def _read(name: str, identifiers: Sequence[int]) -> list[Row]:
    table = tables()[name]
    stored = {row.pk: row for row in rows_of(table, identifiers)}
    links = {many: _many(table, many, identifiers) for many in table.many}
    found: list[Row] = []
    for identifier in identifiers:
        row = stored.get(identifier)
        values: Row | None = None
        if row is not None:
            values = {f.attname: audit.plain(getattr(row, f.attname)) for f in table.fields}
            values |= {many: links[many].get(identifier, []) for many in table.many}
        version = getattr(row, "version", 0)
        found.append({"table": name, "id": identifier, "version": version, "values": values})
    return found


def _many(table: Table, many: str, identifiers: Sequence[int]) -> dict[int, list[int]]:
    relation = table.model._meta.get_field(many)  # noqa: SLF001 -- Django's public meta data
    through = relation.remote_field.through._base_manager  # type: ignore[union-attr]  # noqa: SLF001
    source, other = relation.m2m_column_name(), relation.m2m_reverse_name()  # type: ignore[union-attr]
    pairs = through.filter(**{f"{source}__in": identifiers}).values_list(source, other)
    found: dict[int, list[int]] = {}
    for left, right in pairs.order_by(source, other):
        found.setdefault(left, []).append(right)
    return found


def values_of(rows: Iterable[Row]) -> dict[Key, Row]:
    """Return the values of the rows that are there, by their name in the log."""
    return {(row["table"], row["id"]): row["values"] for row in rows if row["values"] is not None}


def differences(before: list[Row], after: list[Row], *, whole: bool = False) -> dict[str, Any]:
    """Return field -> [before, after], named by table and id where it is more than one row.

    Args:
        before: rows as they were.
        after: the same rows as they are.
        whole: name the model with its app and the id always; for events about a step, whose object
            is none of the rows.
    """
    old, new = values_of(before), values_of(after)
    touched = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    found: dict[str, Any] = {}
    for key in touched:
        kind = tables()[key[0]].declared.model.lower() if whole else key[0]
        prefix = f"{kind} {key[1]}: " if whole or len(touched) > 1 else ""
        names = {**old.get(key, {}), **new.get(key, {})}
        ordered = {name: new.get(key, {}).get(name) for name in names}
        for name, pair in audit.difference(old.get(key, {}), ordered).items():
            if name == "translations" and not any(pair):
                continue
            found[prefix + name] = pair
    return found
