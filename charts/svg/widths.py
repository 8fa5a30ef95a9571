"""How wide words are: by the typefaces' own advances, so that they are placed and cut where they end."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from charts.svg.advances import REGULAR, SEMI_BOLD

ELLIPSIS = "…"
_WIDE = frozenset("WF")
_UNKNOWN = 0.6  # of a script that no typeface of ours holds
_KNOWN_TEXTS = 8192


def _by_character(table: Mapping[int, str]) -> dict[str, float]:
    return {char: width / 1000 for width, text in table.items() for char in text}


_ADVANCES = {False: _by_character(REGULAR), True: _by_character(SEMI_BOLD)}


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """Return the width of a text in pixels.

    Args:
        text: in any script; a Han character is one em, as in every Chinese typeface.
        size: size of the type [pixels].
        bold: whether it is set semi-bold.

    Returns:
        The sum of the advances. Kerning is left out: it makes texts narrower by about 1 %.
    """
    return _ems(text, bold) * size


@lru_cache(maxsize=_KNOWN_TEXTS)
def _ems(text: str, bold: bool) -> float:  # noqa: FBT001 -- key of the cache
    known = _ADVANCES[bold]
    return sum(known[char] if char in known else _other(char) for char in text)


def _other(char: str) -> float:
    if unicodedata.east_asian_width(char) in _WIDE:
        return 1.0
    return 0.0 if unicodedata.combining(char) else _UNKNOWN


def fitted(text: str, width: float, size: float = 12, *, bold: bool = False) -> str:
    """Shorten a text to a width, with an ellipsis; a word of letters that is cut falls away whole.

    A single long word, and one that leaves little else, is cut within.
    """
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, bold=bold)
    taken = 0.0
    for place, char in enumerate(text):
        taken += text_width(char, size, bold=bold)
        if taken > room:
            return _whole_words(text, place) + ELLIPSIS
    return text


def _whole_words(text: str, place: int) -> str:
    """Return a text up to a place, or up to the word that ends beyond it if most of it stays."""
    cut = text[:place].rstrip()
    is_within = text[place - 1 : place + 1].isalnum() and text[place - 1 : place + 1].isascii()
    before, space, _word = cut.rpartition(" ")
    if is_within and space and len(before) * 2 > place:
        return before.rstrip(" ,;:-–")
    return cut
