"""Writes of several initiatives as one: checked together, stored together, undone as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError, StaleVersionError
from core.phrases import phrase
from organizations.models import User
from planning.domain.calendars import WorkCalendar
from roadmap.domain.edits import BarEdit
from roadmap.models import Initiative, InitiativeIndicator, Milestone, Roadmap
from roadmap.selectors.plan import title_in
from roadmap.services.carrying import carry, days_of, keep_carried
from roadmap.services.dating import DATES, calendar_for
from roadmap.services.initiatives import assign, check_said, set_links, written
from roadmap.services.order import take_places
from steps.services import history


@dataclass(frozen=True, slots=True)
class Prepared:
    """Initiatives with their new values, checked and not stored yet.

    Attributes:
        rows: in the order of the edits.
        edits: what changes.
        stones: milestones that go with them.
        measured: links with indicators as they were.
        phases: of each row as it was, by key.
    """

    rows: tuple[Initiative, ...]
    edits: tuple[BarEdit, ...]
    stones: tuple[Milestone, ...]
    measured: tuple[InitiativeIndicator, ...]
    phases: Mapping[int, str]

    @property
    def touched(self) -> list[Model]:
        """Every row that the change may edit or remove."""
        return [*self.rows, *self.stones, *self.measured]

    def store(self, roadmap: Roadmap, step: history.OpenStep) -> None:
        """Store all of it within a step."""
        for row, edit in zip(self.rows, self.edits, strict=True):
            save_versioned(row, expected=edit.version, fields=written(edit.values))
        came = [row for row in self.rows if row.phase != self.phases[row.pk]]
        if came:
            take_places(roadmap=roadmap, rows=came)
        keep_carried(self.stones)
        for row, edit in zip(self.rows, self.edits, strict=True):
            set_links(row, edit.values)
        known = {link.pk for link in self.measured}
        step.add(*(link for link in _measured(self.edits) if link.pk not in known))


def prepare(roadmap: Roadmap, edits: Sequence[BarEdit]) -> Prepared:
    """Return initiatives with their new values, without a write.

    Raises:
        StaleVersionError, RuleError, ValidationError: as in `apply`.
    """
    stored = roadmap.initiatives.in_bulk([edit.id for edit in edits])
    for edit in edits:
        refuse_stale(edit, stored)
    rows = [stored[edit.id] for edit in edits]
    before = [(row, days_of(row)) for row in rows]
    phases = {row.pk: row.phase for row in rows}
    calendar = calendar_for(roadmap.plant, *(edit.values for edit in edits))
    for row, edit in zip(rows, edits, strict=True):
        row.roadmap = roadmap
        change(row, edit, calendar, is_named=len(edits) > 1)
    stones = tuple(carry(before))
    return Prepared(tuple(rows), tuple(edits), stones, tuple(_measured(edits)), phases)


@transaction.atomic
def apply(*, roadmap: Roadmap, edits: Sequence[BarEdit], by: User) -> list[Initiative]:
    """Change several initiatives of a plan, all or none; their milestones go with them.

    Args:
        roadmap: the plan.
        edits: new values of each, by name of `initiatives.FIELDS`, and requirements, goals,
            indicators; each initiative once.
        by: who acts.

    Returns:
        The rows as they are now, in the order of the edits.

    Raises:
        StaleVersionError: somebody changed or removed one of them since; it is named, `field` is its id.
        RuleError: the dates of one do not suit the plan, or its state its progress; it is named.
        ValidationError: by field.
    """
    history.lock(roadmap.plant)
    made = prepare(roadmap, edits)
    if not made.rows:
        return []
    rows = list(made.rows)
    are_moves = all(set(edit.values) <= DATES for edit in edits)
    if len(rows) == 1:
        verb = "initiative.moved" if are_moves else "initiative.edited"
    else:
        verb = "initiatives.moved" if are_moves else "initiatives.edited"
    with history.step(
        plant=roadmap.plant,
        by=by,
        verb=verb,
        subject=_subject(rows),
        target=rows[0] if len(rows) == 1 else roadmap,
        rows=made.touched,
    ) as step:
        made.store(roadmap, step)
    return rows


def _subject(rows: Sequence[Initiative]) -> dict[str, str]:
    """Return what a step is about: the first initiative by name, and how many there are besides."""
    first, more = rows[0], len(rows) - 1
    if not more:
        alone: dict[str, str] = first.title
        return alone
    return phrase("{title} and {n} more", title=first.both("title"), n=more).as_dict()


def _measured(edits: Sequence[BarEdit]) -> list[InitiativeIndicator]:
    """Return the links with indicators of the initiatives whose indicators are named."""
    keys = [edit.id for edit in edits if "indicators" in edit.values]
    return list(InitiativeIndicator.objects.filter(initiative__in=keys)) if keys else []


def change(
    row: Initiative, edit: BarEdit, calendar: WorkCalendar | None, *, is_named: bool = True
) -> None:
    """Give an initiative its new values and check them, without a write.

    Args:
        row: the initiative.
        edit: its new values.
        calendar: as in `initiatives.assign`.
        is_named: what is refused names the initiative, as one of several.

    Raises:
        RuleError: as in `apply`.
        ValidationError: by field.
    """
    try:
        assign(row, edit.values, calendar)
        if DATES & set(edit.values):
            check_said(row, edit.values)
        kept = {field.name for field in row._meta.fields} - set(edit.values)  # noqa: SLF001 -- Django's public meta data
        row.full_clean(exclude=kept, validate_unique=False, validate_constraints=False)
    except RuleError as error:
        if not is_named:
            raise
        words = _("“%(title)s”: %(why)s") % {"title": name_of(row), "why": error.message}
        raise RuleError(words, field=error.field) from error
    except ValidationError as error:
        if not is_named:
            raise
        words = _("“%(title)s”: %(why)s")
        named = {
            name: [words % {"title": name_of(row), "why": text} for text in texts]
            for name, texts in error.message_dict.items()
        }
        raise ValidationError(named) from error


def name_of(row: Initiative) -> str:
    """Return the title in the language of who acts."""
    return title_in(row.title, get_language() or "en")


def refuse_stale(edit: BarEdit, stored: Mapping[int, Initiative]) -> None:
    """Refuse an edit of a row that is gone or has another version.

    Raises:
        StaleVersionError: names the initiative; `field` is its id.
    """
    row = stored.get(edit.id)
    if row is None:
        raise StaleVersionError(
            _("One of the initiatives was removed in the meantime."), field=str(edit.id)
        )
    if row.version != edit.version:
        words = _("“%(title)s” was changed in the meantime.") % {"title": name_of(row)}
        raise StaleVersionError(words, field=str(edit.id))
