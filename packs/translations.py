"""Words of further languages beside a pack: `i18n/<language>.yaml`, item -> path -> words. Pure."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from core.cldr import knows
from core.text import ENGLISH, LANGUAGES
from packs.checks.problem import Problem

FOLDER = "i18n/"


def with_translations(
    merged: Mapping[str, Any], files: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return a pack with the words of its further languages laid over its own.

    Args:
        merged: the content of the pack's own files.
        files: all files by relative name; those of `i18n/` name an item by its id, a text by the keys
            on the way to it, "levels.3" for instance.

    Returns:
        The content, and what in the files of words fits nothing in the pack.
    """
    further = {name: data for name, data in files.items() if name.startswith(FOLDER)}
    if not further:
        return dict(merged), []
    laid, problems = copy.deepcopy(dict(merged)), []
    for name, data in further.items():
        problems += [Problem(name, item, why) for item, why in _lay(laid, name, data)]
    return laid, problems


def _lay(laid: dict[str, Any], name: str, data: Any) -> Iterator[tuple[str, str]]:
    language = PurePath(name).stem
    if language in LANGUAGES or not knows(language):
        yield "", f"not a further language: {language}"
        return
    if not isinstance(data, dict):
        yield "", "a mapping of items is needed"
        return
    items: dict[str, list[dict[str, Any]]] = {}
    for item in _items(laid):
        items.setdefault(str(item["id"]), []).append(item)
    for key, words in data.items():
        if str(key) not in items:
            yield str(key), "no such item"
        elif not isinstance(words, dict):
            yield str(key), "a mapping of paths is needed"
        else:
            yield from _lay_item(items[str(key)], str(key), words, language)


def _lay_item(
    items: list[dict[str, Any]], key: str, words: dict[Any, Any], language: str
) -> Iterator[tuple[str, str]]:
    for path, text in words.items():
        places = [found for item in items if (found := _text_at(item, str(path))) is not None]
        if not places:
            yield key, f"no such text: {path}"
        elif not isinstance(text, str) or not text.strip():
            yield key, f"empty translation: {path}"
        else:
            places[0][language] = text


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield everything with an id: the pack itself, then what stands in it."""
    if isinstance(value, dict):
        if "id" in value:
            yield value
        for entry in value.values():
            yield from _items(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _items(entry)


def _text_at(item: dict[str, Any], path: str) -> dict[str, Any] | None:
    """Return the text on a path below an item; None where there is none."""
    place: Any = item
    for step in path.split("."):
        if isinstance(place, dict):
            place = next((entry for name, entry in place.items() if str(name) == step), None)
        elif isinstance(place, list) and step.isdecimal() and int(step) < len(place):
            place = place[int(step)]
        else:
            return None
    return place if isinstance(place, dict) and ENGLISH in place else None
