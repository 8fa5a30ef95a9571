"""Reads of the log of changes: the steps, the newest of a person, who touched a row last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from core import clock
from core.text import LocalizedText, localized
from core.wording.texts import lt
from organizations.models import Plant, User
from organizations.selectors.trail import act_words
from roadmap.models import Dependency, Goal, Initiative, Milestone, Roadmap, RoadmapChange

LOOKED_BACK = 200
SITTING = dt.timedelta(hours=12)
# Rows with a title that is typed, and the way to their plant.
TITLED: dict[str, tuple[type[Goal | Milestone], str]] = {
    "goal": (Goal, "plant"),
    "milestone": (Milestone, "initiative__roadmap__plant"),
}
# Rows that are edited in the form of another row: table of the log -> the row with the version.
GUARDED: dict[str, type[Roadmap | Initiative]] = {"limit": Roadmap, "indicator": Initiative}


def changes(plant: Plant) -> QuerySet[RoadmapChange]:
    """Return the steps of editing, the newest first."""
    rows = RoadmapChange.objects.filter(plant=plant).select_related("made_by", "undone_by")
    return rows.order_by("-pk")


def subjects(plant: Plant, steps: Iterable[RoadmapChange]) -> dict[int, LocalizedText]:
    """Return what each step was about in both languages, by its key; two queries.

    A step keeps the title of its day as it was typed. Where the row still has that title and was
    translated since, its other language counts.
    """
    found = {step.pk: localized_title(step.subject) for step in steps}
    for table, (model, path) in TITLED.items():
        about = {
            step.pk: entry["id"]
            for step in steps
            for entry in [*step.before, *step.after]
            if entry["table"] == table and step.verb.startswith(f"{table}.")
        }
        mine = model.objects.filter(**{path: plant}).only("title", "translations")
        rows = {row.pk: row for row in mine}
        for key, identifier in about.items():
            row, title = rows.get(identifier), found[key]
            if row is not None and title.en == title.zh_hans:
                found[key] = localized(title.en, row.pair("title"))
    return found


def localized_title(subject: Mapping[str, str]) -> LocalizedText:
    """Return a kept title; a step about the whole plan has none."""
    return LocalizedText(subject.get("en", ""), subject.get("zh-hans") or subject.get("en", ""))


@dataclass(frozen=True, slots=True)
class Turns:
    """What Undo takes back and what Redo does again, without the rows of the steps."""

    back: RoadmapChange | None
    again: RoadmapChange | None


def turns(plant: Plant, by: User, *, of_goals: bool | None = None) -> Turns:
    """Return the person's newest step of this sitting, and the one undone last; one query.

    Nothing can be done again once the person has made another step since: what was undone before
    belongs to a plan that is no more.

    Args:
        plant: whose plan it is.
        by: the person.
        of_goals: only steps on goals, or only steps on the plan; None for both.
    """
    made = Q(made_by=by, undone_at=None, made_at__gte=_sitting())
    undone = Q(undone_by=by, undone_at__gte=_sitting())
    rows = RoadmapChange.objects.filter(made | undone, plant=plant).defer("before", "after")
    if of_goals is not None:
        wanted = Q(verb__startswith="goal.")
        rows = rows.filter(wanted if of_goals else ~wanted)
    steps = rows.order_by("-pk")[:LOOKED_BACK]
    back = next((step for step in steps if step.undone_at is None), None)
    taken = [step for step in steps if step.undone_at is not None]
    again = max(taken, key=lambda step: (step.undone_at, -step.pk), default=None)
    since = again.undone_at if again else None
    if since and any(step.undone_at is None and step.made_at > since for step in steps):
        again = None
    return Turns(back, again)


def _sitting() -> dt.datetime:
    """Return how far back Undo and Redo reach by themselves; older steps stand in the list."""
    return clock.now() - SITTING


def step_words(step: RoadmapChange, subject: LocalizedText | None = None) -> str:
    """Return what a step did in the reader's language: "Moved an initiative: MES line 1"."""
    act, title = act_words(step.verb), lt(subject or localized_title(step.subject))
    return (
        pgettext("act and thing", "%(act)s: %(thing)s") % {"act": act, "thing": title}
        if title
        else act
    )


def last_hand(plant: Plant, row: Goal | Initiative | Dependency | Milestone | Roadmap) -> str:
    """Return the name of who last changed a row or put it back by undo; empty if unknown.

    Args:
        plant: whose plan it is.
        row: the row whose version guards a form; rows of `GUARDED` tables count as part of it.
    """
    steps = RoadmapChange.objects.filter(plant=plant).select_related("made_by", "undone_by")
    newest = steps.annotate(at=Coalesce("undone_at", "made_at")).order_by("-at", "-pk")
    for step in newest[:LOOKED_BACK]:
        if any(_is_part(entry, row) for entry in [*step.before, *step.after]):
            person = step.undone_by if step.undone_at else step.made_by
            return person.name if person else ""
    return ""


def guard_id(table: str, values: Mapping[str, Any]) -> int | None:
    """Return the key of the row in whose form a row of the log is edited; None for its own form."""
    guard = GUARDED.get(table)
    return values[f"{guard.__name__.lower()}_id"] if guard else None


def _is_part(entry: Mapping[str, Any], row: Model) -> bool:
    table, values = entry["table"], entry["values"]
    if table in GUARDED:
        is_its = isinstance(row, GUARDED[table]) and values is not None
        return is_its and guard_id(table, values) == row.pk
    return bool(table == type(row).__name__.lower() and entry["id"] == row.pk)
