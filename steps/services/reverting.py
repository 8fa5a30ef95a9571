"""Undo and redo: rows of a step are put back to what they were before it, or after it."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import StateError
from core.wording.dates import zoned
from organizations.models import AuditEvent, User
from organizations.services import audit
from steps.models import Step
from steps.selectors.changes import CHUNK, step_words
from steps.selectors.tables import Key, Row, guard_id, names, rows_of, tables
from steps.services.history import differences, lock, snapshot, values_of
from steps.services.restoring import Turn, put_back

TOLD_ROWS = 100


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
    _turn(change, Turn(change.after, change.before))
    change.undone_at, change.undone_by = clock.now(), by
    change.save(update_fields=["after", "undone_at", "undone_by"])
    changes = _told(change.after, change.before)
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
    _turn(change, Turn(change.before, change.after))
    change.undone_at, change.undone_by = None, None
    change.save(update_fields=["before", "undone_at", "undone_by"])
    changes = _told(change.before, change.after)
    _record(change, by, "roadmap_change.redone", changes)
    return change


def _record(change: Step, by: User, verb: str, changes: dict[str, Any]) -> None:
    audit.record(by=by, verb=verb, target=change, plant=change.plant, changes=changes)


def _told(before: list[Row], after: list[Row]) -> dict[str, Any]:
    """Return what the trail tells of a turn: every value, of very many rows only how many."""
    old, new = values_of(before), values_of(after)
    if len({**old, **new}) <= TOLD_ROWS:
        return differences(before, after, whole=True)
    counts = {
        "added": len(new.keys() - old.keys()),
        "changed": sum(old[key] != new[key] for key in old.keys() & new.keys()),
        "removed": len(old.keys() - new.keys()),
    }
    return {name: [None, count] for name, count in counts.items() if count}


def _turn(change: Step, turn: Turn) -> None:
    stored = snapshot((row["table"], row["id"]) for row in change.after)
    seen, wanted = _typed(values_of(stored)), _typed(turn.now)
    other = [key for key in {**wanted, **seen} if seen.get(key) != wanted.get(key)]
    if other or _grown(turn):
        raise StateError(_overtaken(change, other))
    versions = {(row["table"], row["id"]): row["version"] for row in stored if row["values"]}
    for row in turn.standing:  # should it come back, its version must be one that nobody has seen
        row["version"] = versions.get((row["table"], row["id"]), row["version"])
    put_back(turn)
    _raise_guards(turn)


def _typed(rows: dict[Key, Row]) -> dict[Key, Row]:
    """Return rows without what hinders nothing when it changed since: their second language, too."""
    return {
        key: {**values, **dict.fromkeys(("translations", *tables()[key[0]].declared.loose))}
        for key, values in rows.items()
    }


def _grown(turn: Turn) -> bool:
    """Tell whether rows that would go have got rows or links of their own since."""
    going: dict[str, list[int]] = {}
    for name, identifier in turn.going:
        going.setdefault(name, []).append(identifier)
    return any(_leans(table, going, turn) for table in tables()) if going else False


def _leans(name: str, going: dict[str, list[int]], turn: Turn) -> bool:
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


def _overtaken(change: Step, other: list[Key]) -> str:
    """Return who changed what since; `other` are the rows that are not as the step left them."""
    touched = set(other) or {(row["table"], row["id"]) for row in change.after}
    later = Step.objects.filter(plant=change.plant, pk__gt=change.pk, undone_at=None)
    for step in later.select_related("made_by").order_by("-pk").iterator(CHUNK):
        if touched & _reach(step):
            name = step.made_by.name if step.made_by else _("Somebody")
            return _(
                "%(name)s changed the same thing on %(time)s: %(step)s. Undo that step first;"
                " nothing was changed now."
            ) % {"name": name, "time": zoned(step.made_at), "step": step_words(step)}
    rows = [row for key in other[:1] for row in rows_of(tables()[key[0]], [key[1]])[:1]]
    if rows:
        return _told_by_the_trail(change, rows[0])
    return _("The same thing was changed since. Nothing was changed now.")


def _told_by_the_trail(change: Step, row: models.Model) -> str:
    """Return who changed a row by an act that is no step, as far as the trail knows."""
    acts = AuditEvent.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))  # noqa: SLF001 -- Django's public meta data
    later = acts.filter(happened_at__gt=change.made_at).exclude(models.Q(("verb", change.verb)))
    last = later.order_by("-pk").first()
    if last is None:
        return _("“%(thing)s” was changed since. Nothing was changed now.") % {"thing": row}
    words = {"thing": row, "name": last.actor_label, "time": zoned(last.happened_at)}
    return _("%(name)s changed “%(thing)s” on %(time)s. Nothing was changed now.") % words


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


def _raise_guards(turn: Turn) -> None:
    """Raise the version of every row in whose form rows of this step are edited.

    Whoever still has that form open would otherwise write over what has just come back.
    """
    now, then = turn.now, turn.then
    changed = [key for key in {**now, **then} if now.get(key) != then.get(key)]
    for name, table in tables().items():
        if (guard := table.guard) is None:
            continue
        keys = {guard_id(name, then.get(key) or now[key]) for key in changed if key[0] == name}
        own = {key[1] for key in changed if key[0] == names().get(guard)}  # raised when put back
        raised = [key for key in keys - own if key is not None]
        manager: models.Manager[Any] = guard.objects  # type: ignore[attr-defined]
        manager.filter(pk__in=raised).update(version=models.F("version") + 1)
