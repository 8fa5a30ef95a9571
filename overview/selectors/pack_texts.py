"""The texts of packs as the search looks through them: once per release, not once per plant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from compliance.selectors.packs import checklists_of
from core.text import LocalizedText
from overview.domain.folding import terms
from packs.models import PackRelease
from packs.schema import Framework

# Release and digest -> id of each text -> its terms. A release never changes.
_terms: dict[tuple[int, str], dict[str, str]] = {}


def matching_duties(beginnings: Collection[str]) -> dict[int, list[str]]:
    """Return by release of a checklist the duties in which all words begin so."""
    return _matching(PackRelease.Kind.CHECKLIST, _duties, beginnings)


def matching_questions(beginnings: Collection[str]) -> dict[int, list[str]]:
    """Return by release of a framework the questions in which all words begin so."""
    return _matching(PackRelease.Kind.FRAMEWORK, _questions, beginnings)


def is_match(text: str, beginnings: Iterable[str]) -> bool:
    """Tell whether terms, each between spaces, hold a term of each beginning."""
    return all(f" {one}" in text for one in beginnings)


def _matching(
    kind: str, read: Callable[[int], dict[str, str]], beginnings: Collection[str]
) -> dict[int, list[str]]:
    releases = PackRelease.objects.filter(kind=kind).order_by("pk")
    found = {}
    for pk, digest in releases.values_list("pk", "digest"):
        if (pk, digest) not in _terms:
            _terms[pk, digest] = read(pk)
        ids = [key for key, text in _terms[pk, digest].items() if is_match(text, beginnings)]
        if ids:
            found[pk] = ids
    return found


def _joined(texts: Iterable[str | LocalizedText]) -> str:
    parts = [
        part
        for text in texts
        for part in ((text.en, text.zh_hans) if isinstance(text, LocalizedText) else (text,))
    ]
    return f" {' '.join(terms(' '.join(parts)))} "


def _duties(release: int) -> dict[str, str]:
    (checklist,) = checklists_of([release]).values()
    return {one.id: _joined((one.text, one.law, one.cited)) for one in checklist.obligations}


def _questions(release: int) -> dict[str, str]:
    framework = PackRelease.objects.get(pk=release).read(Framework)
    return {one.id: _joined((one.id, one.topic, one.text)) for one in framework.questions}
