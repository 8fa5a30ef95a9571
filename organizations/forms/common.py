"""What the forms of this app share: errors of services, conflicts, choices by language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import RuleError
from organizations.domain.countries import COUNTRIES, country_choices
from organizations.domain.currencies import currency_choices
from organizations.domain.zones import zone_groups

DAY_FORMAT = "%Y-%m-%d"
AnyForm = forms.Form | forms.ModelForm  # type: ignore[type-arg]


def add_error(form: forms.BaseForm, error: RuleError | ValidationError) -> None:
    """Put an error of a service beside its field, or on top where the form has no such field."""
    if isinstance(error, RuleError):
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in by_field.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def conflict_rows(form: AnyForm, stored: models.Model) -> list[dict[str, Any]]:
    """Return label, stored and own value of every field in which the two differ."""
    rows = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(stored, name, None)
        if name != "version" and theirs != mine:
            label = form.fields[name].label
            rows.append(
                {
                    "label": label,
                    "theirs": _shown(form, name, theirs),
                    "mine": _shown(form, name, mine),
                }
            )
    return rows


def _shown(form: AnyForm, name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    choices = getattr(form.fields[name], "choices", None)
    flat = dict(_flat(choices)) if choices and not isinstance(value, models.Model) else {}
    if isinstance(value, list):
        return ", ".join(str(flat.get(item, item)) for item in value)
    return str(flat.get(value, value))


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, label in choices:
        pairs.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return pairs


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a date field with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format=DAY_FORMAT)
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def countries(empty: str = "") -> list[tuple[str, str]]:
    """Return the choices of a country field in the reader's language."""
    return [("", empty), *country_choices(get_language() or "en")]


def currencies() -> list[tuple[str, str]]:
    """Return the choices of a currency field in the reader's language."""
    return [("", ""), *currency_choices(get_language() or "en")]


def zones(country: str = "") -> list[tuple[str, Any]]:
    """Return the choices of a time zone field, those of a country first."""
    names = {
        "Africa": _("Africa"),
        "America": _("America"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
        "UTC": _("Universal time"),
        "": _("Suggested"),
    }
    suggested = COUNTRIES[country].zones if country in COUNTRIES else ()
    groups = [(names[name], pairs) for name, pairs in zone_groups(suggested)]
    return [("", ""), *groups]
