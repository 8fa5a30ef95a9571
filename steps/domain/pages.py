"""Where steps are turned back and again; declared by each app in `step_pages` of its `apps.py`."""

from __future__ import annotations

from dataclasses import dataclass

from organizations.domain.roles import Permission


@dataclass(frozen=True, slots=True)
class StepPage:
    """A page of a plant with the buttons Undo and Redo.

    Attributes:
        name: of its address, with the plant's slug as the only argument.
        verbs: beginnings of the verbs of the steps that it turns.
        right: what a person needs to make such a step, and to turn it.
        area: the part of the frame it stands in.
        answer: path of the function that answers a part of the page in place of leading there:
            `(request, plant, text, *, tone, status)`; empty where the page is always led to.
        days: for how long the log keeps such a step; 0 for ever.
    """

    name: str
    verbs: tuple[str, ...]
    right: Permission = Permission.ROADMAP_EDIT
    area: str = "roadmap"
    answer: str = ""
    days: int = 0
