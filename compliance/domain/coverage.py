"""Whose law the loaded checklists cover at a plant: absence of rules is never completeness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.phrases import in_languages, phrase
from core.text import LocalizedText
from organizations.domain.countries import country_name
from organizations.domain.facts import EU_MEMBER_STATES

UNION = "EU"
INTERNATIONAL = "INT"


class Layer(StrEnum):
    """Whose rules a duty comes from, in the order in which they are shown."""

    COUNTRY = "country"
    UNION = "union"
    INTERNATIONAL = "international"
    HEADQUARTERS = "headquarters"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the loaded checklists cover at a plant.

    Attributes:
        country: ISO 3166-1 alpha-2 code of the plant's country.
        has_country: whether a checklist of the country itself is loaded.
        has_union: whether one of the European Union is; None outside of it.
    """

    country: str
    has_country: bool
    has_union: bool | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every law that binds the plant in its country has a checklist."""
        return self.has_country and self.has_union is not False

    @property
    def gap(self) -> LocalizedText | None:
        """What no checklist covers, in a sentence; None when nothing is missing."""
        if self.is_whole:
            return None
        country = in_languages(lambda language: country_name(self.country, language))
        if self.has_country:
            return phrase(
                "{country}: national law is covered by a checklist, EU law is not. Ask counsel.",
                country=country,
            )
        if self.has_union:
            return phrase(
                "{country}: EU law is covered by a checklist, national law is not. Ask counsel.",
                country=country,
            )
        return phrase(
            "{country}: no checklist covers the law of this country. Ask counsel.", country=country
        )


def coverage(country: str, jurisdictions: Iterable[str]) -> Coverage:
    """Return what the loaded checklists cover at a plant.

    Args:
        country: ISO 3166-1 alpha-2 code of the plant's country.
        jurisdictions: those of the current checklists: country codes, EU, INT.

    Returns:
        Whether the country's own law and, for members, the Union's have a checklist. China's
        outbound rules and the international list cover no country's law.

    Source: docs/method.md#coverage-of-law
    """
    loaded = frozenset(jurisdictions)
    is_member = country in EU_MEMBER_STATES
    return Coverage(country, country in loaded, UNION in loaded if is_member else None)


def layer_of(jurisdiction: str, country: str) -> Layer:
    """Return whose rules a duty comes from.

    Args:
        jurisdiction: of the duty's checklist.
        country: of the plant.

    Returns:
        The plant's country, the Union, the international list; any other jurisdiction is that of
        headquarters: its duties rest on headquarters, not on the plant.

    Source: docs/method.md#coverage-of-law
    """
    if jurisdiction == country:
        return Layer.COUNTRY
    named = {UNION: Layer.UNION, INTERNATIONAL: Layer.INTERNATIONAL}
    return named.get(jurisdiction, Layer.HEADQUARTERS)
