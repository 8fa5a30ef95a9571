"""The sections of a run: assign, hand on, submit, take back, return."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, SectionAssignment
from assessment.services.answering import lock_run
from assessment.services.lifecycle import record, require, save
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import Plant, User


def version_of(parts: Iterable[SectionAssignment], *, apart: bool = False) -> int:
    """Return a number that is the same as long as the same people answer until the same day.

    Args:
        parts: the people of a section.
        apart: whether each of them answers on their own.
    """
    held = sorted((part.user_id, str(part.due_on or "")) for part in parts)
    return zlib.crc32(repr((held, apart) if apart else held).encode()) + 1


@transaction.atomic
def assign_section(
    *,
    plant: Plant,
    run_id: int,
    section: str,
    people: list[User],
    due_on: dt.date | None,
    by: User,
    expected: int | None = None,
    apart: bool | None = None,
) -> None:
    """Say who answers a section until when; people no longer named lose the task.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        section: id of one of its sections.
        people: persons with the right to answer at this plant; none leaves it open to all of them.
        due_on: day by which they answer; None is the run's own day.
        by: who assigns.
        expected: `version_of` what the editor saw; None writes over whatever there is.
        apart: whether each of them answers on their own, see `questionnaire`; None leaves it.

    Raises:
        StaleVersionError: somebody else assigned the section since.
        StateError: the run is closed.
        RuleError: no such section.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    if section not in run.scores["sections"]:
        raise RuleError(_("This run has no such section."), field="section")
    held = {row.user_id: row for row in run.assignments.filter(section=section)}
    if expected not in (None, version_of(held.values(), apart=section in run.apart)):
        message = "somebody else assigned this section in the meantime"
        raise StaleVersionError(message)
    wanted = {person.pk for person in people}
    before = sorted(held)
    for person_id, row in held.items():
        if person_id not in wanted:
            row.delete()
        elif row.due_on != due_on:
            row.due_on = due_on
            row.save(update_fields=["due_on", "updated_at"])
    for person in people:
        if person.pk not in held:
            row = SectionAssignment(assessment=run, section=section, user=person, due_on=due_on)
            row.full_clean()
            row.save(force_insert=True)
    changes: dict[str, Any] = {"section": section, "user": [before, sorted(wanted)]}
    if apart is not None and apart != (section in run.apart):
        changes["apart"] = [section in run.apart, apart]
        run.apart = sorted({*run.apart, section} if apart else {*run.apart} - {section})
        save(run, "apart")
    record(by, "section.assigned", run, changes)


@transaction.atomic
def hand_on(
    *, plant: Plant, run_id: int, section: str, to: User | None, reason: str, by: User
) -> None:
    """Give a section of one's own to somebody else, or back to whoever assigns.

    What the person answered in it stays as theirs.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        section: id of the section.
        to: somebody with the right to answer at this plant; None hands it back.
        reason: why; needed where it is handed back.
        by: whose section it is.

    Raises:
        StateError: the run is closed, or the section does not wait for the person.
        RuleError: no reason, or the other person answers it already.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    held = {row.user_id: row for row in run.assignments.filter(section=section)}
    own = held.get(by.pk)
    if own is None or own.submitted_at is not None:
        raise StateError(_("This section does not wait for you."))
    if to is not None and to.pk in held:
        raise RuleError(_("This person answers the section already."), field="person")
    if to is None and not reason.strip():
        raise RuleError(_("Say why it is not yours."), field="reason")
    before = sorted(held)
    own.delete()
    if to is not None:
        row = SectionAssignment(assessment=run, section=section, user=to, due_on=own.due_on)
        row.full_clean()
        row.save(force_insert=True)
    after = sorted({*before} - {by.pk} | ({to.pk} if to else set()))
    changes = {"section": section, "user": [before, after], "reason": [None, reason.strip()[:2000]]}
    record(by, "section.handed_on", run, changes)


@transaction.atomic
def submit_sections(*, plant: Plant, run_id: int, by: User) -> list[str]:
    """Hand in the person's own sections; returns their ids.

    Raises:
        StateError: the run is closed, or nothing is assigned to the person.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    own = list(run.assignments.filter(user=by, submitted_at__isnull=True))
    if not own:
        raise StateError(_("No section is assigned to you."))
    now = clock.now()
    for row in own:
        row.submitted_at, row.returned_at, row.return_note = now, None, ""
        row.save(update_fields=["submitted_at", "returned_at", "return_note", "updated_at"])
    names = sorted(row.section for row in own)
    record(by, "sections.submitted", run, {"sections": [None, names]})
    return names


@transaction.atomic
def reopen_sections(*, plant: Plant, run_id: int, by: User) -> None:
    """Take the person's own sections back while the run is still open.

    Raises:
        StateError: the run is closed.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.OPEN)
    own = run.assignments.filter(user=by, submitted_at__isnull=False)
    names = sorted(own.values_list("section", flat=True))
    if names:
        own.update(submitted_at=None)
        record(by, "sections.taken_back", run, {"sections": [names, None]})


@transaction.atomic
def return_section(*, plant: Plant, run_id: int, section: str, note: str, by: User) -> Assessment:
    """Give a section back with a note; the run is open again for answers.

    Raises:
        StateError: the run is signed off.
        RuleError: no note, or no such section.
    """
    run = lock_run(plant=plant, run_id=run_id)
    require(run, Assessment.State.SUBMITTED, Assessment.State.IN_REVIEW, Assessment.State.OPEN)
    if not note.strip():
        raise RuleError(_("Say what has to change."), field="note")
    if section not in run.scores["sections"]:
        raise RuleError(_("This run has no such section."), field="section")
    if not run.assignments.filter(section=section).exists():
        person = run.submitted_by or run.opened_by or by
        SectionAssignment.objects.create(assessment=run, section=section, user=person)
    run.assignments.filter(section=section).update(
        submitted_at=None, returned_at=clock.now(), return_note=note.strip()[:2000]
    )
    before = run.state
    run.state, run.submitted_at, run.submitted_by = Assessment.State.OPEN, None, None
    save(run, "state", "submitted_at", "submitted_by")
    changes = {"section": section, "state": [before, "open"], "return_note": [None, note.strip()]}
    record(by, "section.returned", run, changes)
    return run
