"""What people may comment on; declared by each app in `commented` of its `apps.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.text import LocalizedText
from organizations.domain.roles import Permission


@dataclass(frozen=True, slots=True)
class Commented:
    """A kind of objects with comments.

    Attributes:
        kind: its name in addresses and rows; never changed.
        title: what a reader calls one of them.
        right: what a person must be allowed to do at the plant to read and write there.
        find: path of the function that finds one: `(plant, key)` to a `Subject`, or None.
        may_read: path of the function that hides comments on one from a person who has the right:
            `(plant, key, person)` to a truth value; empty where nobody is kept out.
    """

    kind: str
    title: Any
    right: Permission
    find: str
    may_read: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One object with comments.

    Attributes:
        title: what it is called, as notices of mentions say it, too.
        path: the page that shows it.
    """

    title: LocalizedText
    path: str


def row_key(key: str) -> int:
    """Return the id of a row by its name in an address; 0, which no row has, for anything else."""
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
