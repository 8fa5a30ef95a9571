"""Boxes of a field folded by the groups the field names."""

from __future__ import annotations

from types import SimpleNamespace

from django import forms
from django.forms.models import ModelChoiceIteratorValue

from core.templatetags.fields import choice_groups


class Grouped(forms.MultipleChoiceField):
    """A field that names groups, as the requirements of a goal do."""

    widget = forms.CheckboxSelectMultiple
    groups: list[tuple[str, str]] | None = None

    @staticmethod
    def group_of(obj: SimpleNamespace) -> str:
        return obj.kind


def field(groups: list[tuple[str, str]] | None, chosen: list[str]) -> forms.BoundField:
    choices = [
        (ModelChoiceIteratorValue(str(n), SimpleNamespace(kind=kind)), f"Row {n}")
        for n, kind in enumerate(["b", "a", "b", "stray"])
    ]
    made = Grouped(choices=choices)
    made.groups = groups
    form = type("F", (forms.Form,), {"rows": made})(initial={"rows": chosen})
    return form["rows"]


def test_without_groups_there_is_one_list() -> None:
    (group,) = choice_groups(field(None, ["1"]))
    assert group["title"] == ""
    assert [box.choice_label for box in group["options"]] == ["Row 0", "Row 1", "Row 2", "Row 3"]


def test_groups_keep_their_order_and_count_what_is_ticked() -> None:
    found = choice_groups(field([("a", "Alpha"), ("b", "Beta"), ("c", "Empty")], ["2", "3"]))
    assert [(group["title"], len(group["options"]), group["chosen"]) for group in found] == [
        ("Alpha", 1, 0),
        ("Beta", 2, 1),
        ("Others", 1, 1),
    ]
