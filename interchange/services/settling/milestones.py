"""Rows of the sheet of milestones; they go with their bars."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import replace
from functools import cached_property

from interchange.selectors.rows import key_of
from interchange.services.drafts import DraftRow
from interchange.services.settling.settler import Settler, changed_in
from roadmap.models import Milestone
from roadmap.services.carrying import carried_along, days_of
from roadmap.services.milestones import check_due, check_reached

WRITTEN = ("title", "due_on", "reached_on", "acceptance")


class MilestoneTaker:
    """Takes milestones once the bars are taken."""

    def __init__(self, settler: Settler) -> None:
        self.settler = settler

    def take(self, settler: Settler, draft: DraftRow, stored: Milestone | None) -> None:
        """Take one milestone."""
        draft = self._with_bar(draft, stored)
        if stored is not None and not settler.differs(draft, stored, draft.values):
            return
        if stored is not None:
            row = copy(stored)  # with the dates of the file
            row.initiative = settler.taken["initiatives"][f"I{stored.initiative_id}"]
        else:
            settler.need(draft, "initiative", "title", "due_on")
            row = Milestone(initiative=settler.found(draft, "initiative"))
        due = row.due_on
        for name in WRITTEN:
            if name in draft.values:
                setattr(row, name, draft.values[name])
        row.clean_fields(exclude={"initiative"})
        check_reached(row)
        if row.due_on != due:
            check_due(row)
        settler.done(draft, stored, row, draft.values)

    def take_along(self) -> None:
        """Let milestones of which the file has no row go with their bars."""
        for row in self.settler.rows.milestones:
            key = key_of(row)
            if row.pk in self.carried and ("milestones", key) not in self.settler.met:
                self.settler.take(DraftRow("milestones", 0, key, row.version, {}), self.take)

    @cached_property
    def carried(self) -> dict[int, dt.date]:
        """The days to which milestones go with their bars; asked for once those are taken."""
        rows, taken = self.settler.rows, self.settler.taken["initiatives"]
        bars = [(taken[key_of(row)], days_of(row)) for row in rows.initiatives]
        stones = [copy(row) for row in rows.milestones if row.reached_on is None]
        return {row.pk: row.due_on for row in carried_along(stones, bars)}

    def _with_bar(self, draft: DraftRow, stored: Milestone | None) -> DraftRow:
        """Return a row of which the bar takes a milestone along: a day that is stored is no wish."""
        if stored is None or stored.pk not in self.carried:
            return draft
        said = changed_in(stored, draft.values)
        if {"due_on", "reached_on"} & set(said):
            return draft
        # What the file repeats needs no version of it.
        version = draft.version if said else stored.version
        due = {"due_on": self.carried[stored.pk]}
        return replace(draft, version=version, values={**draft.values, **due})
