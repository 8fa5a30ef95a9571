"""What forms of every app share: errors of services, days, versions, both sides of a stale save."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.bounds import EARLIEST, ID_MAX, LATEST
from core.errors import RuleError
from core.second_language import with_other_languages
from core.wording.dates import day
from core.wording.figures import plain
from core.wording.texts import DASH

DAY_FORMAT = "%Y-%m-%d"
SPAN = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))
KEY = RegexValidator(r"^[0-9A-Za-z-]{8,36}$")
OURS = ("version", "key")
MANY = (list, tuple, models.QuerySet)


class DayInput(forms.DateInput):
    """The browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=DAY_FORMAT)


class LongSelect(forms.Select):
    """A select of hundreds of options, whose HTML is made once for each language.

    Django's own draws each option by a template.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 -- Django's signature
        """Return the select with its option chosen."""
        options = _options(_frozen(self.choices))
        chosen = format_html('<option value="{}">', "" if value is None else value)
        options = options.replace(chosen, f"{chosen[:-1]} selected>", 1)
        attributes = flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", attributes, mark_safe(options))  # noqa: S308 -- made of escaped parts


def _frozen(choices: Iterable[tuple[Any, Any]]) -> tuple[Any, ...]:
    """Return choices as a name for the cache: labels as the reader's language has them."""
    return tuple(
        (str(key), _frozen(label) if isinstance(label, MANY) else str(label))
        for key, label in choices
    )


@lru_cache(maxsize=64)
def _options(choices: tuple[Any, ...]) -> str:
    return "".join(
        format_html('<optgroup label="{}">{}</optgroup>', key, mark_safe(_options(label)))  # noqa: S308 -- as above
        if isinstance(label, tuple)
        else format_html('<option value="{}">{}</option>', key, label)
        for key, label in choices
    )


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day as browsers send it; it may be left empty unless `required`."""
    usual = {"required": False, "widget": DayInput(), "input_formats": [DAY_FORMAT]}
    return forms.DateField(label=label, **{**usual, "validators": SPAN, **options})


def id_field(**options: Any) -> forms.IntegerField:
    """Return a field for the id of a row, or for its version, that every database can look up."""
    return forms.IntegerField(**{"min_value": 1, "max_value": ID_MAX, **options})


def new_key() -> str:
    """Return a key that names one act of a person."""
    return uuid.uuid4().hex


class KeyedForm(forms.Form):
    """A form that adds something and names the act by a key: sent twice, it is done once.

    The service that adds compares the key; see `organizations.services.once`.
    """

    key = forms.CharField(
        widget=forms.HiddenInput, max_length=36, required=False, initial=new_key, validators=[KEY]
    )

    def clean_key(self) -> str:
        """Return the key, a fresh one where the browser sent none."""
        return self.cleaned_data["key"] or new_key()


class VersionedForm(forms.Form):
    """A form that names the version its editor saw.

    What is stored stays a choice, even where the list no longer offers it: a select without it
    would stand on its first line and drop it with the next save of anything else.
    """

    version = id_field(widget=forms.HiddenInput)

    def __getitem__(self, name: str) -> BoundField:
        """Return a field as it is shown and checked, with the stored choice among its choices."""
        known: dict[str, BoundField] = self._bound_fields_cache  # type: ignore[attr-defined]
        if name not in known and "version" in self.fields:
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                _keep(field, self.get_initial_for_field(field, name))
        return super().__getitem__(name)

    def values(self) -> dict[str, Any]:
        """Return what was entered by name, without version and key."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OURS}


def _keep(field: Any, stored: Any) -> None:
    """Add stored rows or values to what a field of choices offers, where they are missing."""
    values = stored if isinstance(stored, MANY) else [stored]
    keys = [getattr(value, "pk", value) for value in values if value not in (None, "")]
    if not keys:
        return
    if isinstance(field, forms.ModelChoiceField):
        offer: Any = field.queryset
        kept = offer.model._default_manager.filter(pk__in=keys)  # noqa: SLF001 -- Django's public name
        field.queryset = offer.distinct() | kept.distinct()
        return
    offered: list[Any] = list(field.choices)
    pairs: list[Any] = list(flatten_choices(offered))
    known = {str(pair[0]) for pair in pairs}
    field.choices = [*offered, *((key, key) for key in keys if str(key) not in known)]


def add_error(form: forms.BaseForm, error: RuleError | ValidationError) -> None:
    """Put an error of a service beside its field, or on top where the form has no such field."""
    if isinstance(error, RuleError):
        errors: dict[str, list[Any]] = {error.field: [error.message]}
    else:
        errors = getattr(error, "error_dict", {"": [error]})
    for name, entries in errors.items():
        form.add_error(name if name in form.fields else None, entries)


def conflict_rows(
    form: forms.BaseForm,
    stored: models.Model | Mapping[str, Any],
    only: Collection[str] | None = None,
) -> list[dict[str, str]]:
    """Return the fields in which a stale form and the stored row differ, both sides in words.

    Args:
        form: the valid form of the later editor.
        stored: the stored row, or its values by name of the fields; other fields are left out.
        only: names of the fields that are meant; None for all.

    Returns:
        For each field its label, theirs (stored) and mine (entered).
    """
    known = stored if isinstance(stored, Mapping) else _attributes(stored, form)
    entered = {name: mine for name, mine in form.cleaned_data.items() if name not in OURS}
    chosen = {name: mine for name, mine in entered.items() if only is None or name in only}
    return both_sides(form.fields, chosen, with_other_languages(known))


def both_sides(
    fields: Mapping[str, forms.Field], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Return label, theirs and mine in words of the fields in which two sets of values differ."""
    return [
        {
            "label": str(fields[name].label),
            "theirs": _words(fields[name], theirs[name]),
            "mine": _words(fields[name], value),
        }
        for name, value in mine.items()
        if name in theirs and comparable(theirs[name]) != comparable(value)
    ]


def _attributes(row: models.Model, form: forms.BaseForm) -> dict[str, Any]:
    names = [*form.fields, "translations"]
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


def comparable(value: Any) -> Any:
    """Return a value such that two equal entries are equal: nothing is one thing, order is none."""
    if isinstance(value, MANY):
        value = sorted(str(getattr(item, "pk", item)) for item in value)
    return None if value in ("", []) else value


def conflict_context(
    rows: list[dict[str, str]], *, who: str, version: int, against: int | None = None
) -> dict[str, Any]:
    """Return what `_components/conflict.html` needs.

    Args:
        rows: from `conflict_rows`.
        who: name of the earlier editor; empty if unknown.
        version: the version which the form names from now on: the stored one, or the one that its
            editor saw where the two are merged by field.
        against: the stored version where they are merged.
    """
    named = {"against": against} if against else {}
    return {"conflict": {"rows": rows, "who": who or _("Somebody"), "version": version, **named}}


def _words(field: forms.Field, value: Any) -> str:
    items = value if isinstance(value, MANY) else [value]
    words = ", ".join(_word(field, item) for item in items)
    return _("nothing") if words in ("", DASH) else words


def _word(field: forms.Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        pairs: list[tuple[Any, Any]] = list(flatten_choices(choices))
        names = {str(key): name for key, name in pairs}
        return str(names.get(str(value), value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return day(value)
    is_number = isinstance(value, Decimal | int)
    return plain(value) if is_number else str(field.prepare_value(value))
