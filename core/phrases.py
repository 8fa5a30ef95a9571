"""Sentences of the product in every language that has a catalog of them, whole or not at all. Pure.

The words stand in the catalogs of `locale/`, as those of pages do: `scripts/messages.py` finds the
calls, checks and compiles them. A language that lacks a sentence, or something said within it, is
left out of the text, so that its reader has the whole sentence in English: no sentence mixes two.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import polib

from core.text import ENGLISH, LocalizedText

FOLDER = Path(__file__).resolve().parent.parent / "locale"
Asked = tuple[str, *tuple[str | int, ...]]  # a method of a catalog, and what it takes


class _Nothing(gettext.NullTranslations):
    """What is asked last: says nothing, so that a missing sentence is told from its English."""

    def gettext(self, message: str) -> str:  # noqa: ARG002
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return ""


# --- catalogs ---------------------------------------------------------------------------------
def languages() -> tuple[str, ...]:
    """Return the languages of the product, English first, then those with a compiled catalog."""
    return (ENGLISH, *sorted(_files(FOLDER)))


@lru_cache(maxsize=8)
def _files(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return language, as "zh-hans", -> compiled catalogs, in the order in which they are asked."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*/*/LC_MESSAGES/*.mo")):
        language = path.parents[1].name.replace("_", "-").lower()
        found.setdefault(language, []).append(path)
    return {language: tuple(paths) for language, paths in found.items()}


@lru_cache(maxsize=16)
def _catalog(folder: Path, language: str) -> gettext.NullTranslations:
    """Return the catalogs of a language as one."""
    first: gettext.NullTranslations | None = None
    for path in _files(folder)[language]:
        if path.stem == "django":
            with path.open("rb") as file:
                found = gettext.GNUTranslations(file)
            if first is None:
                first = found
            else:
                first.add_fallback(found)
    first = first or _Nothing()
    first.add_fallback(_Nothing())
    return first


def share(language: str) -> float:
    """Return how much of the product's sentences a language has [0-1]; English has them all."""
    return 1.0 if language == ENGLISH else _share(FOLDER, language)


@lru_cache(maxsize=16)
def _share(folder: Path, language: str) -> float:
    known = {name: _sentences(paths) for name, paths in _files(folder).items()}
    every = set().union(*known.values())
    return len(known.get(language, set())) / len(every) if every else 0.0


def _sentences(paths: Iterable[Path]) -> set[tuple[str | None, str]]:
    """Return the sentences of catalogs by context and English; one that two apps say counts once."""
    return {(entry.msgctxt, entry.msgid) for path in paths for entry in polib.mofile(str(path))}


# --- sentences --------------------------------------------------------------------------------
def phrase(text: str, /, **values: object) -> LocalizedText:
    """Return a sentence in every language that has it.

    Args:
        text: in English; `{name}` where a value stands.
        values: by name. A localized text goes in in the language of the sentence, anything else
            alike in every language.
    """
    return _worded(text, ("gettext", text), values)


def phrase_as(context: str, text: str, /, **values: object) -> LocalizedText:
    """Return a sentence whose English alone does not say what is meant; see `phrase`."""
    return _worded(text, ("pgettext", context, text), values)


def plural(one: str, many: str, n: int, /, **values: object) -> LocalizedText:
    """Return a sentence about so many things; see `phrase`.

    Args:
        one: in English for one thing.
        many: for another number of them.
        n: how many; it stands for `{n}`.
        values: what else stands in the sentence.
    """
    english = one if n == 1 else many
    return _worded(english, ("ngettext", one, many, n), {**values, "n": n})


def plural_as(context: str, one: str, many: str, n: int, /, **values: object) -> LocalizedText:
    """Return a sentence about so many things, with a context; see `plural`."""
    english = one if n == 1 else many
    return _worded(english, ("npgettext", context, one, many, n), {**values, "n": n})


def _worded(english: str, asked: Asked, values: dict[str, object]) -> LocalizedText:
    inner = {name: value for name, value in values.items() if isinstance(value, LocalizedText)}
    words = {ENGLISH: _filled(english, values, inner, ENGLISH)}
    for language, text in _patterns(FOLDER, asked):
        if not inner or all(value.has(language) for value in inner.values()):
            words[language] = _filled(text, values, inner, language)
    return LocalizedText(words)


@lru_cache(maxsize=20_000)
def _patterns(folder: Path, asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what the catalogs say, by language; those that do not know a sentence are left out."""
    method, *given = asked
    found = [
        (language, getattr(_catalog(folder, language), method)(*given))
        for language in _files(folder)
    ]
    return tuple((language, text) for language, text in found if text)


def _filled(
    text: str, values: dict[str, object], inner: dict[str, LocalizedText], language: str
) -> str:
    if inner:
        said = {name: value.in_language(language) for name, value in inner.items()}
        values = {**values, **said}
    return text.format(**values) if values else text


def in_languages(say: Callable[[str], str]) -> LocalizedText:
    """Return what somebody else says in each language, as CLDR does the names of countries.

    Args:
        say: takes a language to the words in it.
    """
    return LocalizedText({language: say(language) for language in languages()})


# --- several texts ----------------------------------------------------------------------------
def joined(texts: Sequence[LocalizedText], mark: LocalizedText) -> LocalizedText:
    """Return texts in a row with a mark between them, in the languages that all of them have.

    Args:
        texts: none gives a text without letters.
        mark: stands between two of them.
    """
    if len(texts) == 1:
        return texts[0]
    parts = (*texts, mark)
    return LocalizedText(
        {
            language: mark.in_language(language).join(text.in_language(language) for text in texts)
            for language in languages()
            if all(part.has(language) for part in parts) or language == ENGLISH
        }
    )


def names(texts: Sequence[LocalizedText]) -> LocalizedText:
    """Return names as a list: "A, B", in Chinese "A、B"."""
    return joined(texts, phrase_as("mark between names of a list", ", "))


def clauses(texts: Sequence[LocalizedText]) -> LocalizedText:
    """Return clauses one after the other: "a; b", in Chinese with a full-width mark."""
    return joined(texts, phrase_as("mark between clauses", "; "))


def sentences(texts: Sequence[LocalizedText]) -> LocalizedText:
    """Return whole sentences one after the other; a language without one of them lacks them all."""
    first, *rest = texts
    for text in rest:
        first = phrase_as("two sentences in a row", "{first} {second}", first=first, second=text)
    return first


def quoted(text: LocalizedText) -> LocalizedText:
    """Return a name in the marks of quotation."""
    return phrase_as("a name in marks of quotation", "“{name}”", name=text)
