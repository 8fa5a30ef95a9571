"""A table of readings on its way: its cells and what was said about them, carried by the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports.selectors.heads import remembered_heads
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.forms.readings import DraftForm
from readings.importers.drafts import draft_of, reading_table
from readings.importers.understood import Draft
from readings.models import Measurement, PlantIndicator
from sheets.keeping import kept, taken_out
from sheets.numbers import DecimalMark
from sheets.reading import SheetTable
from sheets.values import folded

SUBJECT = "readings.reading"


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table as it was sent: a file, or pasted cells, which have no name.

    Attributes:
        table: its cells.
        name: of the file.
        sha256: digest of the file.
        origin: how it came.
        only: the indicator of a table that names none.
        said: head -> field, as a person said in the step of the columns.
        mark: what a person said of numbers that can be read in two ways.
        before: what the check that was shown found stored.
    """

    table: SheetTable
    name: str
    sha256: str
    origin: str
    only: PlantIndicator | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    before: list[str] | None = None

    def check(self, plant: Plant, rows: Sequence[PlantIndicator]) -> Draft:
        """Return what it would do by now."""
        said = remembered_heads(plant.organization, SUBJECT)
        said |= {folded(head): name for head, name in self.said.items()}
        return draft_of(
            self.table,
            rows=rows,
            today=plant_today(plant),
            only=self.only,
            said=said,
            mark=DecimalMark(self.mark) if self.mark else None,
        )

    def sealed(self, plant: Plant, before: list[str] | None = None) -> str:
        """Return it, signed, so that no step needs a second upload."""
        return DraftForm.sealed(
            {
                "plant": plant.pk,
                "table": kept(self.table),
                "name": self.name,
                "sha256": self.sha256,
                "origin": self.origin,
                "only": self.only and self.only.pk,
                "said": dict(self.said),
                "mark": self.mark,
                "before": before,
            }
        )


def sent_table(
    data: bytes,
    rows: Sequence[PlantIndicator],
    *,
    name: str = "",
    encoding: str = "",
    only: PlantIndicator | None = None,
) -> SentTable:
    """Return a table that was sent; one without a name was pasted.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file as a whole cannot be read.
    """
    table = reading_table(data, rows=rows, name=name or _("Pasted cells"), encoding=encoding)
    origin = Measurement.Origin.FILE if name else Measurement.Origin.PASTE
    digest = hashlib.sha256(data).hexdigest() if name else ""
    return SentTable(table, name, digest, origin, only)


def reopened(data: Mapping[str, Any], plant: Plant, rows: Sequence[PlantIndicator]) -> SentTable:
    """Return a table of what a page carried.

    Args:
        data: see `SentTable.sealed`.
        plant: whose it has to be.
        rows: the indicators that are followed.

    Raises:
        ValidationError: it is another plant's, of an older version, or its indicator is gone.
    """
    if data.get("plant") != plant.pk:
        words = _("What came back is not what the check had sent. Send the file again.")
        raise ValidationError(words)
    known = {row.pk: row for row in rows}
    if data["only"] and data["only"] not in known:
        raise ValidationError(_("An indicator is no longer followed. Send the file again."))
    plain = {name: data[name] for name in ("name", "sha256", "origin", "said", "mark", "before")}
    return SentTable(taken_out(data["table"]), only=known.get(data["only"]), **plain)
