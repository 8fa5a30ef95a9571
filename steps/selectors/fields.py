"""What steps changed, field by field, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import Truncator

from core.text import LocalizedText, localized
from core.wording.figures import as_decimal, plain
from core.wording.money import money_full
from core.wording.texts import comma, lt
from organizations.models import User
from organizations.selectors.trail import changes_in_words
from steps.models import Step
from steps.selectors.tables import Row, Table, tables

SHOWN = 3  # fields of a step at first sight; the others open
OPENED = 50  # so many of the others at most, and how many more there are
LONGEST = 80  # letters of a value
NONE = "–"
# What a row keeps for the product: its place, its second language, where it comes from.
UNSAID = frozenset(
    {
        *("order", "translations", "reason", "currency"),
        *("elements", "origin", "reading_import_id", "recorded_by_id"),
    }
)
Names = Mapping[type[models.Model], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words; `of` is the title of its row where the step changed several."""

    of: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepFields:
    """The fields that a step changed, days before all others.

    Attributes:
        fields: the first ones.
        rest: those that open, `OPENED` at most.
        more: how many there are beside the first ones.
    """

    fields: tuple[FieldChange, ...] = ()
    rest: tuple[FieldChange, ...] = ()
    more: int = 0

    @property
    def unsaid(self) -> int:
        """How many are only counted."""
        return self.more - len(self.rest)


@dataclass(frozen=True, slots=True)
class _Difference:
    """A field of a row before and after a step, each with the other values of its row."""

    table: Table
    name: str
    old: Row
    new: Row

    @property
    def column(self) -> models.Field[Any, Any]:
        """The field of the model."""
        found: models.Field[Any, Any] = self.table.model._meta.get_field(self.name)  # type: ignore[assignment]  # noqa: SLF001 -- Django's public meta data
        return found

    @property
    def target(self) -> type[models.Model] | None:
        """The model whose rows the field names; None for a plain value."""
        column = self.column
        return column.related_model if column.is_relation else None  # type: ignore[return-value]


def fields_of(steps: Iterable[Step]) -> dict[int, StepFields]:
    """Return what each step changed in rows that were there before and after it, by its key.

    Names of other rows are read once for all of them: a query for each kind.
    """
    found = {step.pk: sorted(_differences(step), key=_rank) for step in steps}
    names = _names([one for all_of in found.values() for one in all_of[: SHOWN + OPENED]])
    return {key: _fields(differences, names) for key, differences in found.items()}


def _rank(one: _Difference) -> bool:
    """Put days first: among many changes they are what people look for."""
    return not isinstance(one.column, models.DateField)


def _fields(differences: Sequence[_Difference], names: Names) -> StepFields:
    many = _rows_in(differences) > 1
    said = tuple(_said(one, names, many=many) for one in differences[: SHOWN + OPENED])
    return StepFields(said[:SHOWN], said[SHOWN:], max(0, len(differences) - SHOWN))


def _differences(step: Step) -> Iterator[_Difference]:
    before = {(entry["table"], entry["id"]): entry["values"] for entry in step.before}
    for entry in step.after:
        old, new = before.get((entry["table"], entry["id"])), entry["values"]
        table = tables().get(entry["table"])
        if not old or not new or table is None:
            continue
        known = [column.attname for column in table.fields] + list(table.many)
        for name in known:
            if name in UNSAID or name not in old or name not in new or old[name] == new[name]:
                continue
            yield _Difference(table, name, old, new)


def _rows_in(differences: Iterable[_Difference]) -> int:
    return len({id(one.new) for one in differences})


def _names(differences: Iterable[_Difference]) -> Names:
    wanted: dict[type[models.Model], set[int]] = {}
    for one in differences:
        if one.target is not None:
            keys = [*_keys(one.old[one.name]), *_keys(one.new[one.name])]
            wanted.setdefault(one.target, set()).update(keys)
        for name in one.table.declared.named_by:
            if name.endswith("_id"):
                wanted.setdefault(_target(one.table, name), set()).add(one.new[name])
    return {
        model: {row.pk: _name(row) for row in model.objects.filter(pk__in=keys).select_related()}  # type: ignore[attr-defined]
        for model, keys in wanted.items()
    }


def _keys(value: Any) -> list[int]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _name(row: models.Model) -> str:
    """Return what people call a row."""
    if isinstance(row, User):
        return row.name
    kept = getattr(row, "title", None)
    if isinstance(kept, str) and hasattr(row, "both"):
        return lt(row.both("title"))
    return lt(kept) if kept else str(row)


def _said(one: _Difference, names: Names, *, many: bool) -> FieldChange:
    sides = [_value(one, values, names) for values in (one.old, one.new)]
    label = one.table.declared.model.lower()
    (change,) = changes_in_words(label, {one.name: sides})
    short = [Truncator(text).chars(LONGEST) for text in (change.before, change.after)]
    title = _named(one, names) or (_title(one.new) if many else "")
    return FieldChange(title, change.label, *short)


def _target(table: Table, name: str) -> type[models.Model]:
    return table.related(name.removesuffix("_id"))


def _named(one: _Difference, names: Names) -> str:
    """Return the name of a row without a title: "OEE 2026-10"."""
    said = [
        names[_target(one.table, name)].get(one.new[name], NONE)
        if name.endswith("_id")
        else str(one.new[name])[:7]
        for name in one.table.declared.named_by
    ]
    return " ".join(said)


def _title(values: Row) -> str:
    title = values.get("title") or ""
    if isinstance(title, dict):
        return lt(LocalizedText({"en": "", **title}))
    pair = (values.get("translations") or {}).get("title")
    return lt(localized(title, pair)) if pair else title


def _value(one: _Difference, values: Row, names: Names) -> Any:
    """Return a kept value; names of rows, sums and figures as the pages write them."""
    name, value = one.name, values[one.name]
    if one.target is not None:
        return comma().join(names[one.target].get(key, NONE) for key in _keys(value))
    if as_decimal(value) is not None and name.endswith("_amount"):
        return money_full(value, values.get("currency") or "")
    if isinstance(one.column, models.DecimalField) and value is not None:
        return plain(value)
    pair = (values.get("translations") or {}).get(name)
    return lt(localized(value, pair)) if pair else value
