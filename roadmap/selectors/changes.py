"""Reads of the log of changes: the steps, the newest of a person, who touched a row last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from core.text import LocalizedText, localized
from organizations.models import Plant, User
from roadmap.models import Dependency, Goal, Initiative, Milestone, Roadmap, RoadmapChange

LOOKED_BACK = 200
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


def last_change(plant: Plant, by: User, *, of_goals: bool | None = None) -> RoadmapChange | None:
    """Return the person's newest step that is not undone, without the rows it kept.

    Args:
        plant: whose plan it is.
        by: the person.
        of_goals: only steps on goals, or only steps on the plan; None for both.
    """
    rows = RoadmapChange.objects.filter(plant=plant, made_by=by, undone_at=None)
    if of_goals is not None:
        wanted = Q(verb__startswith="goal.")
        rows = rows.filter(wanted if of_goals else ~wanted)
    return rows.defer("before", "after").order_by("-pk").first()


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
