"""A file on its way into the product: its table and what was said about it, carried by the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.fields import unsealed
from imports.importers.checks import Understanding
from organizations.models import Plant, User
from sheets.keeping import kept, taken_out
from sheets.reading import SheetTable

SALT = "imports.draft"
VALID_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A table as it was read, and how a person wants it to be understood.

    Attributes:
        table: of the file.
        places: field -> place of its column.
        said: head -> field, as a person said in the step of the columns; empty where none was needed.
        empties: whether an empty cell takes away what is stored.
        before: what the check that was shown found stored.
    """

    table: SheetTable
    places: Mapping[str, int | None]
    said: Mapping[str, str] = field(default_factory=dict)
    empties: bool = False
    before: list[str] | None = None

    @property
    def understanding(self) -> Understanding:
        """How it is read, in the language of the reader."""
        return Understanding(self.places, get_language() or "en", self.empties)


def seal(
    subject: str, plant: Plant, user: User, draft: FileDraft, before: list[str] | None = None
) -> str:
    """Return a draft, signed, so that no step needs a second upload."""
    data = {"subject": subject, "plant": plant.pk, "user": user.pk, "table": kept(draft.table)}
    data |= {"places": draft.places, "said": draft.said, "empties": draft.empties}
    return signing.dumps(data | {"before": before}, salt=SALT, compress=True)


def unseal(payload: str, subject: str, plant: Plant, user: User) -> FileDraft:
    """Return a draft of these rows, this plant and person.

    Raises:
        ValidationError: it is older than an hour, another plant's or person's, or none at all.
    """
    data = unsealed(payload, salt=SALT, seconds=VALID_SECONDS)
    if (data["subject"], data["plant"], data["user"]) != (subject, plant.pk, user.pk):
        raise ValidationError(_("This check is of another plant or person. Send the file again."))
    table = taken_out(data["table"])
    return FileDraft(table, data["places"], data["said"], data["empties"], data.get("before"))
