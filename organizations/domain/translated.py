"""Free texts that reach a document: declared by each app, translated on one page for each plant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organizations.domain.roles import Permission

BLUEPRINT, KPI_BASELINE = "blueprint", "indicator_baseline"


@dataclass(frozen=True, slots=True)
class Translated:
    """A kind of row with free texts; in `translated` of the app's `apps.py`.

    Attributes:
        model: label of the model, a `core.base.TranslatedModel`.
        title: what a reader calls one row of the kind.
        fields: columns with the texts, in the order of a document.
        document: value of the kind of report that prints them.
        right: what a person must be allowed to do at the plant to give their second language.
        plant: way from a row to its plant; empty where the row is the plant.
        printed: filter of the rows that a document prints.
        on_page_only: whether no form of the app edits the second language; giving it does not raise
            the version of the row then.
        reads: other columns that the texts of a row rest on.
        unprinted: those of the columns that stand on pages only, in no document.
        joins: what the name of a row reads along.
        rows: dotted name of a function (plant) -> queryset, where a filter cannot say it.
    """

    model: str
    title: Any
    fields: tuple[str, ...]
    document: str
    right: Permission
    plant: str = "plant"
    printed: Mapping[str, Any] = field(default_factory=dict)
    on_page_only: bool = False
    reads: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    rows: str = ""
