"""Choices of the forms in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from packs.models import PackRelease, current_release
from packs.schema import Framework
from scoring.domain.matrix import dimension_ids


def dimension_choices() -> list[tuple[str, str]]:
    """Return id and name of the capability dimensions in the reader's language."""
    try:
        framework = current_release(PackRelease.Kind.FRAMEWORK).read(Framework)
    except PackRelease.DoesNotExist:
        return []
    language = get_language() or "en"
    titles = {name: framework.nodes[name].title for name in dimension_ids(framework)}
    return [
        (name, title.in_language(language) if title else name) for name, title in titles.items()
    ]
