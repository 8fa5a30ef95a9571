"""Reads of the log of changes: the steps, the newest of a person, who touched a row last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.text import LocalizedText, localized
from core.wording.texts import lt
from organizations.models import Plant, User
from organizations.selectors.trail import act_words
from steps.models import Step
from steps.selectors.pages import verbs_beside
from steps.selectors.tables import Row, guard_id, names, rows_of, tables

LOOKED_BACK = 200
CHUNK = 10  # steps read at once, with their rows: that of an import has thousands
Starts = tuple[str, ...]
SITTING = dt.timedelta(hours=12)


def changes(plant: Plant, only: Starts) -> QuerySet[Step]:
    """Return the steps whose verbs begin so, the newest first."""
    rows = Step.objects.filter(begins(only), plant=plant).select_related("made_by", "undone_by")
    return rows.order_by("-pk")


def subjects(plant: Plant, steps: Iterable[Step]) -> dict[int, LocalizedText]:
    """Return what each step was about in both languages, by its key; two queries.

    A step keeps the title of its day as it was typed. Where the row still has that title and was
    translated since, its other language counts.
    """
    found = {step.pk: localized_title(step.subject) for step in steps}
    titled = {name: table for name, table in tables().items() if table.declared.is_titled}
    for name, table in titled.items():
        about = {
            step.pk: key
            for step in steps
            if step.verb.startswith(f"{name}.")
            for entry in [*step.before, *step.after]
            if (key := _about(entry, name)) is not None
        }
        mine = rows_of(table, list(about.values())).filter(**{table.plant_path: plant})
        rows = {row.pk: row for row in mine.only("title", "translations")}
        for key, identifier in about.items():
            row, title = rows.get(identifier), found[key]
            if row is not None and title.en == title.zh_hans:
                found[key] = localized(title.en, row.pair("title"))
    return found


def _about(entry: Row, name: str) -> int | None:
    """Return the row of a table that a row of a step is, or else the one that it belongs to."""
    if entry["table"] == name:
        return int(entry["id"])
    parents = tables()[entry["table"]].parents
    keys = [(entry["values"] or {}).get(column) for column, to in parents.items() if to == name]
    return next((int(key) for key in keys if key is not None), None)


def localized_title(subject: Mapping[str, str]) -> LocalizedText:
    """Return a kept title; a step about the whole plan has none."""
    return LocalizedText.of(subject.get("en", ""), subject.get("zh-hans") or subject.get("en", ""))


@dataclass(frozen=True, slots=True)
class Turns:
    """What Undo takes back and what Redo does again, without the rows of the steps."""

    back: Step | None
    again: Step | None


def turns(plant: Plant, by: User, *, only: Starts = ()) -> Turns:
    """Return the person's newest step of this sitting, and the one undone last; one query.

    Nothing can be done again once the person has made another step since: what was undone before
    belongs to a plan that is no more.

    Args:
        plant: whose plan it is.
        by: the person.
        only: beginnings of the verbs that count; empty for all.
    """
    made = Q(made_by=by, undone_at=None, made_at__gte=_sitting())
    undone = Q(undone_by=by, undone_at__gte=_sitting())
    rows = Step.objects.filter(made | undone, begins(only), plant=plant)
    rows = rows.defer("before", "after")
    steps = rows.order_by("-pk")[:LOOKED_BACK]
    back = next((step for step in steps if step.undone_at is None), None)
    taken = [step for step in steps if step.undone_at is not None]
    again = max(taken, key=lambda step: (step.undone_at, -step.pk), default=None)
    since = again.undone_at if again else None
    if since and any(step.undone_at is None and step.made_at > since for step in steps):
        again = None
    return Turns(back, again)


def begins(starts: Starts) -> Q:
    """Return the filter of steps whose verbs begin so; of every step without any."""
    condition = Q()
    for start in starts:
        condition |= Q(verb__startswith=start)
    return condition


@dataclass(frozen=True, slots=True)
class TurnButton:
    """What the button shows that takes a step back, or does an undone one again.

    Attributes:
        pk: of the step.
        mark: undo or redo.
        label: of the button.
        words: what the step did.
        at: when the step was made or, of an undone one, taken back.
    """

    pk: int
    mark: str
    label: str
    words: str
    at: dt.datetime


def button(step: Step, words: str) -> TurnButton:
    """Return the button of a step."""
    mark, label = ("redo", _("Redo")) if step.undone_at else ("undo", _("Undo"))
    return TurnButton(step.pk, mark, label, words, step.undone_at or step.made_at)


def buttons(plant: Plant, by: User, *, only: Starts) -> list[TurnButton]:
    """Return the buttons of the steps that `turns` finds."""
    found = turns(plant, by, only=only)
    return [button(step, step_words(step)) for step in (found.back, found.again) if step]


def _sitting() -> dt.datetime:
    """Return how far back Undo and Redo reach by themselves; older steps stand in the list."""
    return clock.now() - SITTING


def step_words(step: Step, subject: LocalizedText | None = None) -> str:
    """Return what a step did in the reader's language: "Moved an initiative: MES line 1"."""
    act, title = act_words(step.verb), lt(subject or localized_title(step.subject))
    return (
        pgettext("act and thing", "%(act)s: %(thing)s") % {"act": act, "thing": title}
        if title
        else act
    )


def last_hand(plant: Plant, row: Model) -> str:
    """Return the name of who last changed a row or put it back by undo; empty if unknown.

    Args:
        plant: whose plan it is.
        row: the row whose version guards a form; rows that it guards count as part of it.
    """
    steps = about(plant, row).select_related("made_by", "undone_by")
    newest = steps.annotate(at=Coalesce("undone_at", "made_at")).order_by("-at", "-pk")
    for step in newest[:LOOKED_BACK].iterator(CHUNK):
        if any(_is_part(entry, row) for entry in [*step.before, *step.after]):
            person = step.undone_by if step.undone_at else step.made_by
            return person.name if person else ""
    return ""


def about(plant: Plant, row: Model | type[Model]) -> QuerySet[Step]:
    """Return the steps of a plant that may have touched a row, or rows of a model, by their verbs."""
    app = row._meta.app_label  # noqa: SLF001 -- Django's public meta data
    return Step.objects.filter(begins(verbs_beside(app)), plant=plant)


def _is_part(entry: Row, row: Model) -> bool:
    name, values = entry["table"], entry["values"]
    guard = tables()[name].guard
    if guard is not None:
        is_its = isinstance(row, guard) and values is not None
        return bool(is_its and guard_id(name, values) == row.pk)
    return bool(name == names().get(type(row)) and entry["id"] == row.pk)
