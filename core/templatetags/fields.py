"""Form fields as the components draw them. Built into the engine."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext

from core.second_language import OTHER
from core.text import language_of
from core.uploads import ACCEPT

register = template.Library()


@register.simple_tag
def accepted_files() -> str:
    """Return the endings a file field for evidence offers."""
    return ACCEPT


@register.filter
def choice_groups(bound_field: BoundField) -> list[dict[str, Any]]:
    """Return the boxes of a field by the groups it names: title, options, number of ticked ones."""
    named = getattr(bound_field.field, "groups", None)
    options = list(bound_field)
    if not named:
        return [{"title": "", "options": options}]
    of = bound_field.field.group_of  # type: ignore[attr-defined]
    boxes: dict[str, list[BoundWidget]] = {key: [] for key, _title in named}
    for option in options:
        boxes.setdefault(of(option.data["value"].instance), []).append(option)
    titles = dict(named)
    return [
        {
            "title": titles.get(key) or gettext("Others"),
            "options": box,
            "chosen": sum(1 for option in box if option.data["selected"]),
        }
        for key, box in boxes.items()
        if box
    ]


@register.filter
def widget_kind(bound_field: BoundField) -> str:
    """Name the widget of a field: text, textarea, select, checkbox, radio, date, file, second."""
    if getattr(bound_field.field, "second_of", ""):
        return "second"  # drawn under its first language
    widget = bound_field.field.widget
    names = {
        "CheckboxInput": "checkbox",
        "CheckboxSelectMultiple": "checkboxes",
        "RadioSelect": "radio",
        "Textarea": "textarea",
        "Select": "select",
        "SelectMultiple": "select",
        "NullBooleanSelect": "select",
        "DateInput": "date",
        "FileInput": "file",
        "ClearableFileInput": "file",
        "HiddenInput": "hidden",
    }
    for kind in type(widget).__mro__:
        if kind.__name__ in names:
            return names[kind.__name__]
    return "text"


@register.filter
def second_language(bound_field: BoundField) -> BoundField | None:
    """Return the field for the same text in the other language, if the form offers it."""
    name = bound_field.name + OTHER
    return bound_field.form[name] if name in bound_field.form.fields else None


@register.filter
def is_chinese(text: object) -> bool:
    """Return whether a text is written in Chinese."""
    return language_of(str(text)) == "zh-hans"
