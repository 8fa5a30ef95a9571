"""Names behind an @ in what people write, and the parts of which such a text is shown.

A text is kept with ids in place of names, `@[12]`: a name that changes or is removed does so here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"@\[([0-9]{1,18})\]")
AT = re.compile(r"(?<![0-9A-Za-z._-])[@＠]")
SHOWN = re.compile(r"@\[([0-9]{1,18})\]|(https?://[^\s<>\"'`（）【】《》“”，。；：！？、]+)")
ENDS = ".,;:!?)]}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as it is shown.

    Attributes:
        kind: text, link or mention.
        text: the words, the address, the name.
    """

    kind: str
    text: str


def with_ids(text: str, people: Mapping[int, str]) -> tuple[str, frozenset[int]]:
    """Return a text with ids in place of names, and whom it names.

    Args:
        text: as typed.
        people: id -> name of those who can be named; each name once.

    Returns:
        The longest name that follows an @ counts, in whatever letter case; a Latin name ends where
        the word does. An @ within a word, as in a mail address, names nobody.
    """
    longest = sorted(people.items(), key=lambda one: -len(one[1]))
    found: set[int] = set()
    made, start = [], 0
    for at in AT.finditer(text):
        if at.start() < start:
            continue  # within the name before
        named = next((one for one in longest if _follows(text, at.end(), one[1])), None)
        if named is not None:
            made += [text[start : at.start()], f"@[{named[0]}]"]
            start = at.end() + len(named[1])
            found.add(named[0])
    return "".join([*made, text[start:]]), frozenset(found)


def _follows(text: str, place: int, name: str) -> bool:
    end = place + len(name)
    if not name or text[place:end].lower() != name.lower():
        return False
    following = text[end : end + 1]
    return not (name[-1].isascii() and following.isascii() and following.isalnum())


def as_typed(text: str, people: Mapping[int, str]) -> str:
    """Return a kept text with the names of people, as its author edits it.

    Args:
        text: as kept.
        people: id -> name of those it names; any other id stays as it stands.
    """
    return TOKEN.sub(lambda token: _name(token, people), text)


def _name(token: re.Match[str], people: Mapping[int, str]) -> str:
    name = people.get(int(token.group(1)))
    return token.group(0) if name is None else f"@{name}"


def parts(text: str, people: Mapping[int, str]) -> tuple[Piece, ...]:
    """Return the pieces of a kept text: words, web addresses, names.

    Args:
        text: as kept; nothing in it is trusted.
        people: id -> name of those it names; any other id is words.
    """
    return tuple(piece for piece in _pieces(text, people) if piece.text)


def _pieces(text: str, people: Mapping[int, str]) -> Iterator[Piece]:
    start = 0
    for found in SHOWN.finditer(text):
        if found.group(1):
            if int(found.group(1)) not in people:
                continue
            part, end = Piece("mention", _name(found, people)), found.end()
        else:
            part = Piece("link", found.group(2).rstrip(ENDS))
            end = found.start() + len(part.text)
        yield Piece("text", text[start : found.start()])
        yield part
        start = end
    yield Piece("text", text[start:])
