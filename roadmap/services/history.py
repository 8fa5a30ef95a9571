"""The log of changes: every step keeps the rows before and after, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import StateError
from core.text import pairs_put_back
from core.wording.dates import zoned
from organizations.models import Plant, User
from organizations.services import audit
from roadmap.models import (
    BudgetYear,
    Dependency,
    Goal,
    Initiative,
    InitiativeIndicator,
    Milestone,
    RoadmapChange,
)
from roadmap.selectors.changes import GUARDED, guard_id

Key = tuple[str, int]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """What of a model the log keeps."""

    model: type[models.Model]
    many: tuple[str, ...] = ()

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """Return the columns without key, version and times."""
        skipped = {"id", "version", "created_at", "updated_at"}
        return [field for field in self.model._meta.concrete_fields if field.name not in skipped]  # noqa: SLF001 -- Django's public meta data


# In the order in which rows can be made again: a row points at earlier tables only.
TABLES: dict[str, Table] = {
    "limit": Table(BudgetYear),
    "goal": Table(Goal, many=("requirements",)),
    "initiative": Table(Initiative, many=("requirements", "goals")),
    "indicator": Table(InitiativeIndicator),
    "dependency": Table(Dependency),
    "milestone": Table(Milestone),
}
NAMES = {table.model: name for name, table in TABLES.items()}


@dataclass(slots=True)
class Step:
    """A step while it happens: the service adds rows it made and names the object."""

    target: models.Model
    made: list[Key] = field(default_factory=list)

    def add(self, *rows: models.Model) -> None:
        """Note rows that did not exist before."""
        self.made += [key_of(row) for row in rows]


def key_of(row: models.Model) -> Key:
    """Return the name of a row in the log."""
    return NAMES[type(row)], int(row.pk)


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
) -> Iterator[Step]:
    """Keep what a change does to rows, and write one audit event.

    Args:
        plant: whose plan it is; locked until the transaction ends.
        by: who acts.
        verb: object.verb in the past tense.
        subject: title of the thing in both languages, for the list of changes.
        target: the object for the audit trail; may be replaced on the step.
        rows: rows that the change may edit or remove.
    """
    lock(plant)
    keys = [key_of(row) for row in rows]
    before = snapshot(keys)
    taken = Step(target=target)
    identifier = target.pk
    yield taken
    after = snapshot([*keys, *taken.made])
    if _values(before) == _values(after):
        return
    RoadmapChange.objects.create(
        plant=plant,
        verb=verb,
        subject=subject,
        before=before,
        after=after,
        made_by=by,
        made_at=clock.now(),
    )
    if taken.target.pk is None:
        taken.target.pk = identifier  # a removed row keeps its name in the trail
    audit.record(
        by=by,
        verb=verb,
        target=taken.target,
        plant=plant,
        changes=_differences(before, after),
    )


def snapshot(keys: Iterable[Key]) -> list[Row]:
    """Return rows with their values; a row that is not there has none."""
    wanted: dict[str, list[int]] = {}
    for table, identifier in keys:
        wanted.setdefault(table, []).append(identifier)
    found: list[Row] = []
    for name in TABLES:
        if name in wanted:
            found += _read(name, sorted(set(wanted[name])))
    return found


def _read(name: str, identifiers: Sequence[int]) -> list[Row]:
    table = TABLES[name]
    stored = {row.pk: row for row in _rows(table, identifiers)}
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


def _rows(table: Table, identifiers: Sequence[int]) -> models.QuerySet[Any]:
    manager: models.Manager[Any] = table.model.objects  # type: ignore[attr-defined]
    return manager.filter(pk__in=identifiers)


def _many(table: Table, many: str, identifiers: Sequence[int]) -> dict[int, list[int]]:
    relation = table.model._meta.get_field(many)  # noqa: SLF001 -- Django's public meta data
    through = relation.remote_field.through._base_manager  # type: ignore[union-attr]  # noqa: SLF001
    source, other = relation.m2m_column_name(), relation.m2m_reverse_name()  # type: ignore[union-attr]
    pairs = through.filter(**{f"{source}__in": identifiers}).values_list(source, other)
    found: dict[int, list[int]] = {}
    for left, right in pairs.order_by(source, other):
        found.setdefault(left, []).append(right)
    return found


def _values(rows: Iterable[Row]) -> dict[Key, Row]:
    return {(row["table"], row["id"]): row["values"] for row in rows if row["values"] is not None}


def _differences(before: list[Row], after: list[Row]) -> dict[str, Any]:
    """Return field -> [before, after], named by table and id where it is more than one row."""
    old, new = _values(before), _values(after)
    touched = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    found: dict[str, Any] = {}
    for key in touched:
        prefix = "" if len(touched) == 1 else f"{key[0]} {key[1]}: "
        names = {**old.get(key, {}), **new.get(key, {})}
        ordered = {name: new.get(key, {}).get(name) for name in names}
        for name, pair in audit.difference(old.get(key, {}), ordered).items():
            if name == "translations" and not any(pair):
                continue
            found[prefix + name] = pair
    return found


@transaction.atomic
def undo(*, change: RoadmapChange, by: User) -> RoadmapChange:
    """Put back what a step changed.

    Args:
        change: any step of the plan that is not undone.
        by: who acts.

    Raises:
        StateError: it is undone already, or somebody changed the same rows since; the message
            says who and when. Nothing is written then.
    """
    lock(change.plant)
    change.refresh_from_db()
    if change.undone_at is not None:
        raise StateError(_("This step is undone already."))
    now = _values(snapshot((row["table"], row["id"]) for row in change.after))
    if _typed(now) != _typed(_values(change.after)) or _grown(change):
        raise StateError(_overtaken(change))
    _put_back(change)
    _raise_guards(change)
    change.undone_at, change.undone_by = clock.now(), by
    change.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        by=by,
        verb="roadmap_change.undone",
        target=change,
        plant=change.plant,
        changes=_differences(change.after, change.before),
    )
    return change


def _typed(rows: dict[Key, Row]) -> dict[Key, Row]:
    """Return rows without their second language: words translated since hinder no undo."""
    return {key: {**values, "translations": None} for key, values in rows.items()}


def _made(change: RoadmapChange) -> list[Key]:
    """Return the rows that the step made."""
    return [key for key in _values(change.after) if key not in _values(change.before)]


def _grown(change: RoadmapChange) -> bool:
    """Tell whether rows that would go have got rows or links of their own since."""
    made = _made(change)
    goals = [identifier for table, identifier in made if table == "goal"]
    if Initiative.objects.filter(goals__in=goals).exists():
        return True
    gone = [identifier for table, identifier in made if table == "initiative"]
    ends = models.Q(predecessor__in=gone) | models.Q(successor__in=gone)
    own: dict[str, models.QuerySet[Any]] = {
        "dependency": Dependency.objects.filter(ends),
        "milestone": Milestone.objects.filter(initiative__in=gone),
        "indicator": InitiativeIndicator.objects.filter(initiative__in=gone),
    }
    kept = set(_values(change.after))
    return any(
        (table, identifier) not in kept
        for table, rows in own.items()
        for identifier in rows.values_list("pk", flat=True)
    )


def _overtaken(change: RoadmapChange) -> str:
    touched = {(row["table"], row["id"]) for row in change.after}
    later = RoadmapChange.objects.filter(plant=change.plant, pk__gt=change.pk, undone_at=None)
    for other in later.select_related("made_by").order_by("-pk"):
        if touched & _reach(other):
            name = other.made_by.name if other.made_by else _("Somebody")
            return _(
                "%(name)s changed the same thing on %(time)s. Undo that step first; nothing was"
                " changed now."
            ) % {"name": name, "time": zoned(other.made_at)}
    return _("The same thing was changed since. Nothing was changed now.")


def _reach(change: RoadmapChange) -> set[Key]:
    """Return the rows of a step, the initiatives its rows belong to and the goals they serve."""
    found: set[Key] = set()
    for row in [*change.before, *change.after]:
        found.add((row["table"], row["id"]))
        values = row["values"] or {}
        for name in ("initiative_id", "predecessor_id", "successor_id"):
            if name in values:
                found.add(("initiative", values[name]))
        found |= {("goal", goal) for goal in values.get("goals", ())}
    return found


def _put_back(change: RoadmapChange) -> None:
    made = _made(change)
    for name in reversed(TABLES):
        gone = [identifier for table, identifier in made if table == name]
        if gone:
            _rows(TABLES[name], gone).delete()
    after = _values(change.after)
    for row in change.before:
        key = (row["table"], row["id"])
        if row["values"] is not None and after.get(key) != row["values"]:
            _restore(row, after.get(key))


def _raise_guards(change: RoadmapChange) -> None:
    """Raise the version of every row in whose form rows of this step are edited.

    Whoever still has that form open would otherwise write over what has just come back.
    """
    before, after = _values(change.before), _values(change.after)
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for table, guard in GUARDED.items():
        keys = {
            guard_id(key[0], before.get(key) or after[key]) for key in changed if key[0] == table
        }
        own = {key[1] for key in changed if key[0] == NAMES.get(guard)}  # raised when put back
        raised = [key for key in keys - own if key is not None]
        guard.objects.filter(pk__in=raised).update(version=models.F("version") + 1)


def _restore(row: Row, after: Row | None) -> None:
    table, is_new = TABLES[row["table"]], after is None
    if is_new:
        instance = table.model(pk=row["id"])
        version = row["version"]
    else:
        instance = _rows(table, [row["id"]]).get()
        version = getattr(instance, "version", 0)
    stored = dict(getattr(instance, "translations", {}))
    values = {**row["values"], "translations": pairs_put_back(stored, row["values"], after or {})}
    for entry in table.fields:
        value = values[entry.attname]
        setattr(instance, entry.attname, entry.to_python(value) if value is not None else None)
    if hasattr(instance, "version"):
        instance.version = version + 1  # whoever still has the old form open must look again
    owner = getattr(instance, "owner_id", None)
    if owner and not User.objects.filter(pk=owner).exists():
        instance.owner_id = None  # type: ignore[attr-defined]
    try:
        instance.full_clean(validate_unique=is_new)
    except ValidationError as error:
        raise StateError(
            _("This cannot be put back any more: %(why)s") % {"why": " ".join(error.messages)}
        ) from error
    instance.save(force_insert=is_new)
    for many in table.many:
        relation = getattr(instance, many)
        relation.set(relation.model.objects.filter(pk__in=row["values"][many]))
