"""What people own: declared by each app, handed over when somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organizations.domain.roles import Permission


@dataclass(frozen=True, slots=True)
class Owned:
    """A kind of work that stands under a person's name; in `owned` of the app's `apps.py`.

    Attributes:
        model: label of the model.
        title: what a reader calls the kind, several of it.
        column: the one that names the person.
        plant: way from a row to its plant; empty where the row is the plant.
        still_open: filter of the rows that are still to be done; the others keep the name. A value
            may be a function that is asked each time.
        once: columns in which a person may stand once only; a row the successor has is dropped.
        right: what the successor must be allowed to do at the plant.
        page: route of the plant's page with such rows, to which their new owner is led; empty where
            the app itself tells whoever takes one on.
        ending: words of the choice to end the rows instead of handing them over; empty if there is
            none. Ending them is a reaction of their app to `person.closed`.
    """

    model: str
    title: Any
    column: str = "owner"
    plant: str = "plant"
    still_open: Mapping[str, Any] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    right: Permission = Permission.PLANT_VIEW
    page: str = ""
    ending: Any = ""
