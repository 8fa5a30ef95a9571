"""The words of an audit event: what its seal holds as text, and what by a salted hash only.

A word is one value that says something about a person: a name, an address, one side of a note.
Words are kept apart from the event under a key, so that each can be removed alone:

    actor, object, address            label of who acted, label of the object, network address
    changes.reason                    a field recorded as one value
    changes.note.before, ….after      the two sides of a field recorded as [before, after]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

ACTOR, OBJECT, ADDRESS = "actor", "object", "address"
CHANGES = "changes."
BEFORE, AFTER = ".before", ".after"
ROW = re.compile(r"([\w.]+) (\d+): (\w+)")


class Removal(StrEnum):
    """Why a word was removed."""

    AGE = "age"
    LEFT = "left"
    REQUEST = "request"
    REDACTED = "redacted"


def split_name(object_type: str, name: str) -> tuple[str, str, str]:
    """Return model, row and field of a recorded name such as `initiative 5: starts_on`.

    A row is of the app of the object unless its name says another: `goals.goal 5: due_on`.

    Args:
        object_type: label of the model of the event's object, in small letters.
        name: the field as recorded.
    """
    found = ROW.fullmatch(name)
    if found is None:
        return object_type, "", name
    kind = found[1] if "." in found[1] else f"{object_type.partition('.')[0]}.{found[1]}"
    return kind, found[2], found[3]


def is_pair(value: Any) -> bool:
    """Tell whether a recorded value is [before, after]."""
    return isinstance(value, list) and len(value) == 2


def take_apart(
    changes: Mapping[str, Any], is_word: Callable[[str], bool]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Separate what is sealed as text from what is sealed by hash.

    Args:
        changes: field -> [before, after], or one value.
        is_word: tells of a recorded field whether it holds words of or about people.

    Returns:
        The fields without words, and key -> value of the words.
    """
    plain: dict[str, Any] = {}
    words: dict[str, Any] = {}
    for name, value in changes.items():
        if not is_word(name):
            plain[name] = value
        elif is_pair(value):
            words[f"{CHANGES}{name}{BEFORE}"], words[f"{CHANGES}{name}{AFTER}"] = value
        else:
            words[f"{CHANGES}{name}"] = value
    return plain, words


def put_together(plain: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes of an event as they were recorded; the reverse of `take_apart`.

    Args:
        plain: the fields without words.
        words: key -> value; keys of other words than those of changes are left out.
    """
    changes = dict(plain)
    for key, value in words.items():
        if not key.startswith(CHANGES):
            continue
        name = field_of(key)
        if key == f"{CHANGES}{name}":
            changes[name] = value
        else:
            changes.setdefault(name, [None, None])[key.endswith(AFTER)] = value
    return changes


def field_of(key: str) -> str:
    """Return the recorded field a word of changes belongs to."""
    return key.removeprefix(CHANGES).removesuffix(BEFORE).removesuffix(AFTER)
