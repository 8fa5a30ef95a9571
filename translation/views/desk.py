"""A translator at a plant: what they may translate, and what the pages show."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from core.text import LANGUAGES
from organizations.access import get_plant, grants_of
from organizations.domain.roles import Permission
from organizations.domain.translated import Translated
from organizations.models import Plant
from translation.domain.texts import DOCUMENTS, FreeText
from translation.selectors import kinds_for, open_texts, texts_of


@dataclass(frozen=True, slots=True)
class TextDesk:
    """A plant and the texts that a person may translate there."""

    plant: Plant
    wanted: list[Translated]
    texts: dict[str, FreeText]

    def shown(self, document: str, show: str) -> list[FreeText]:
        """Return the texts of a document, or of all; only those in one language unless `all`."""
        chosen = [text for text in self.texts.values() if document in ("", text.document)]
        return chosen if show == "all" else open_texts(chosen)

    def missing(self) -> dict[str, dict[str, int]]:
        """Return document -> language -> number of texts that do not exist in it."""
        waiting = open_texts(self.texts.values())
        return {
            document: {
                code: sum(t.document == document and t.other_code == code for t in waiting)
                for code in LANGUAGES
            }
            for document in DOCUMENTS
        }


def desk_of(request: HttpRequest, slug: str) -> TextDesk:
    """Return the desk of a person at a plant.

    Raises:
        Http404: the plant is foreign.
        PermissionDenied: the person may translate nothing there.
    """
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    wanted = kinds_for(grants_of(request).at_plant(plant))
    if not wanted:
        raise PermissionDenied
    return TextDesk(plant, wanted, texts_of(plant, wanted))
