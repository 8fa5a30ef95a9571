"""Undo and redo: rows of a step are put back to what they were before it, or after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import StateError
from core.text import pairs_put_back
from core.wording.dates import zoned
from organizations.models import User
from organizations.services import audit
from steps.models import Step
from steps.selectors.tables import Key, Row, guard_id, names, rows_of, tables
from steps.services.history import differences, lock, snapshot, values_of


@dataclass(frozen=True, slots=True)
class _Turn:
    """From what the rows of a step must be now to what they become, as the step keeps them."""

    standing: list[Row]
    then: list[Row]

    @property
    def now(self) -> dict[Key, Row]:
        """Values of the rows that must be there."""
        return values_of(self.standing)

    @property
    def going(self) -> list[Key]:
        """Rows that are there now and will not be."""
        return [key for key in self.now if key not in values_of(self.then)]


@transaction.atomic
def undo(*, change: Step, by: User) -> Step:
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
    _turn(change, _Turn(change.after, change.before))
    change.undone_at, change.undone_by = clock.now(), by
    change.save(update_fields=["after", "undone_at", "undone_by"])
    changes = differences(change.after, change.before, whole=True)
    _record(change, by, "roadmap_change.undone", changes)
    return change


@transaction.atomic
def redo(*, change: Step, by: User) -> Step:
    """Do a step again that was undone.

    Args:
        change: a step of the plan that is undone.
        by: who acts.

    Raises:
        StateError: it is not undone, or somebody changed the same rows since. Nothing is
            written then.
    """
    lock(change.plant)
    change.refresh_from_db()
    if change.undone_at is None:
        raise StateError(_("This step is not undone."))
    _turn(change, _Turn(change.before, change.after))
    change.undone_at, change.undone_by = None, None
    change.save(update_fields=["before", "undone_at", "undone_by"])
    changes = differences(change.before, change.after, whole=True)
    _record(change, by, "roadmap_change.redone", changes)
    return change


def _record(change: Step, by: User, verb: str, changes: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, target=change, plant=change.plant, changes=changes)


def _turn(change: Step, turn: _Turn) -> None:
    stored = snapshot((row["table"], row["id"]) for row in change.after)
    if _typed(values_of(stored)) != _typed(turn.now) or _grown(turn):
        raise StateError(_overtaken(change))
    seen = {(row["table"], row["id"]): row["version"] for row in stored if row["values"]}
    for row in turn.standing:  # should it come back, its version must be one that nobody has seen
        row["version"] = seen.get((row["table"], row["id"]), row["version"])
    _put_back(turn)
    _raise_guards(turn)


def _typed(rows: dict[Key, Row]) -> dict[Key, Row]:
    """Return rows without what hinders nothing when it changed since: their second language, too."""
    return {
        key: {**values, **dict.fromkeys(("translations", *tables()[key[0]].declared.loose))}
        for key, values in rows.items()
    }


def _grown(turn: _Turn) -> bool:
    """Tell whether rows that would go have got rows or links of their own since."""
    going: dict[str, list[int]] = {}
    for name, identifier in turn.going:
        going.setdefault(name, []).append(identifier)
    return any(_leans(table, going, turn) for table in tables()) if going else False


def _leans(name: str, going: dict[str, list[int]], turn: _Turn) -> bool:
    """Tell whether a row of a table that the step does not know rests on one that would go."""
    table, rests = tables()[name], models.Q()
    for column, parent in table.parents.items():
        rests |= models.Q(**{f"{column}__in": going.get(parent, ())})
    for relation, partner in table.partners.items():
        rests |= models.Q(**{f"{relation}__in": going.get(partner, ())})
    if not rests:
        return False
    known = [identifier for other, identifier in turn.now if other == name]
    manager: models.Manager[Any] = table.model.objects  # type: ignore[attr-defined]
    return manager.filter(rests).exclude(pk__in=known).exists()


def _overtaken(change: Step) -> str:
    touched = {(row["table"], row["id"]) for row in change.after}
    later = Step.objects.filter(plant=change.plant, pk__gt=change.pk, undone_at=None)
    for other in later.select_related("made_by").order_by("-pk"):
        if touched & _reach(other):
            name = other.made_by.name if other.made_by else _("Somebody")
            return _(
                "%(name)s changed the same thing on %(time)s. Undo that step first; nothing was"
                " changed now."
            ) % {"name": name, "time": zoned(other.made_at)}
    return _("The same thing was changed since. Nothing was changed now.")


def _reach(change: Step) -> set[Key]:
    """Return the rows of a step, those its rows belong to and those they are linked with."""
    found: set[Key] = set()
    for row in [*change.before, *change.after]:
        found.add((row["table"], row["id"]))
        values, table = row["values"] or {}, tables()[row["table"]]
        found |= {(to, values[name]) for name, to in table.parents.items() if name in values}
        for relation, to in table.partners.items():
            found |= {(to, other) for other in values.get(relation, ())}
    return found


def _put_back(turn: _Turn) -> None:
    for name in reversed(tables()):
        gone = [identifier for table, identifier in turn.going if table == name]
        if gone:
            rows_of(tables()[name], gone).delete()
    # Within a table what comes back is made first: rows that stayed may point at it.
    place = {name: number for number, name in enumerate(tables())}
    ordered = sorted(
        turn.then, key=lambda row: (place[row["table"]], (row["table"], row["id"]) in turn.now)
    )
    for row in ordered:
        key = (row["table"], row["id"])
        if row["values"] is not None and turn.now.get(key) != row["values"]:
            _restore(row, turn.now.get(key))


def _raise_guards(turn: _Turn) -> None:
    """Raise the version of every row in whose form rows of this step are edited.

    Whoever still has that form open would otherwise write over what has just come back.
    """
    now, then = turn.now, values_of(turn.then)
    changed = [key for key in {**now, **then} if now.get(key) != then.get(key)]
    for name, table in tables().items():
        if (guard := table.guard) is None:
            continue
        keys = {guard_id(name, then.get(key) or now[key]) for key in changed if key[0] == name}
        own = {key[1] for key in changed if key[0] == names().get(guard)}  # raised when put back
        raised = [key for key in keys - own if key is not None]
        manager: models.Manager[Any] = guard.objects  # type: ignore[attr-defined]
        manager.filter(pk__in=raised).update(version=models.F("version") + 1)


def _restore(row: Row, after: Row | None) -> None:
    table, is_new = tables()[row["table"]], after is None
    if is_new:
        instance = table.model(pk=row["id"])
        version = row["version"]
    else:
        instance = rows_of(table, [row["id"]]).get()
        version = getattr(instance, "version", 0)
    stored = dict(getattr(instance, "translations", {}))
    values = {**row["values"], "translations": pairs_put_back(stored, row["values"], after or {})}
    for name in table.declared.loose:
        if after is not None and after[name] == values[name]:
            values[name] = getattr(instance, name)
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
