"""Words as they are compared: without case, accents and full width."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CHINESE = re.compile(f"[{HAN}]")
WORD = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
# Letters that no decomposition takes apart.
PLAIN = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """Return a text in lower case, without accents, with one width of letters and digits.

    `Bình Dương` becomes `binh duong`; Chinese stays as it is.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare).translate(PLAIN)


def terms(text: str) -> list[str]:
    """Return what a text can be found by, each once.

    These are its folded words, and of Chinese every character with its neighbor and the last one
    alone.
    """
    found: dict[str, None] = {}
    for word in WORD.findall(folded(text)):
        found.update(dict.fromkeys(_pairs(word) if CHINESE.match(word) else [word]))
    return list(found)


def wanted(words: str) -> list[str]:
    """Return the beginnings that the terms of a text must have for the words to be found in it.

    Of Chinese these are its pairs of neighbors; a single character begins a pair or stands last.
    """
    found: dict[str, None] = {}
    for word in WORD.findall(folded(words)):
        parts = (_pairs(word)[:-1] or [word]) if CHINESE.match(word) else [word]
        found.update(dict.fromkeys(parts))
    return list(found)


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word))]
