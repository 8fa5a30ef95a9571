"""Two people edited the same row: what both changed is asked about, the rest is stored side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.errors import RuleError, StaleVersionError
from core.forms import OURS, VersionedForm, add_error, comparable, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from core.second_language import OTHER, TranslatedForm, with_other_languages
from core.wording.texts import listed
from organizations.models import Plant
from roadmap.models import Initiative, Milestone
from steps.domain.merging import Merge, three_way
from steps.selectors.changes import last_hand
from steps.selectors.versions import row_at, values_at
from steps.views.editing import named_version

TEXTS = ("title", "acceptance")
TOGETHER = (
    frozenset({"status", "progress"}),
    *(frozenset({name, name + OTHER}) for name in TEXTS),
)
Initial = dict[str, Any]
Row = Initiative | Milestone
Edited = TypeVar("Edited", Initiative, Milestone)
Outcome = HttpResponse | tuple[int, dict[str, Any]]
# Stores values of a row as it had a version and answers; the last says a save side by side.
Keep = Callable[[Edited, int, Mapping[str, Any], Callable[[str], str] | None], HttpResponse]


def save_beside(
    form: VersionedForm,
    row: Edited,
    plant: Plant,
    *,
    keep: Keep[Edited],
    find: Callable[[], Edited],
    initial: Callable[[Edited], Initial],
    labels: Mapping[str, Any],
) -> Outcome:
    """Store a form of a row; return the answer, or status and conflict of the form.

    Args:
        form: bound.
        row: as it was read.
        plant: whose plan it is.
        keep: stores values and answers.
        find: reads the row again.
        initial: values of a row as the form has them.
        labels: words of the fields.
    """

    def stored(one: Edited, version: int, merge: Merge | None) -> Outcome:
        values, said = form.values(), None
        if merge is not None:
            values = merged_values(form, one, merge)
            said = partial(merged_text, who=last_hand(plant, one), merge=merge, labels=labels)
        try:
            return keep(one, version, values, said)
        except StaleVersionError:  # somebody, or a third one, was faster
            return met(find())
        except (RuleError, ValidationError) as error:
            add_error(form, error)
            return UNPROCESSABLE, {}

    def met(one: Edited) -> Outcome:
        merge = merge_of(form, initial(one))
        if merge.both and not is_settled(form, one):
            return both_ways(form, plant, one, initial(one), merge)
        return stored(one, one.version, merge)

    if not form.is_valid():
        return UNPROCESSABLE, {}
    return stored(row, form.cleaned_data["version"], None)


def seen_values(
    request: HttpRequest, plant: Plant, row: Row, initial: Callable[..., Initial]
) -> Initial:
    """Return the initial values of a form: those of the version it names, else the stored ones.

    Args:
        request: of the form.
        plant: whose plan it is.
        row: as it is now.
        initial: makes initial values of a row, and of its values in the log.
    """
    version = named_version(request) if request.method == "POST" else None
    kept = values_at(plant, row, version) if version not in (None, row.version) else None
    return initial(row_at(row, kept), kept) | {"version": version} if kept else initial(row)


def merge_of(form: VersionedForm, stored: Initial) -> Merge:
    """Return who changed what since the version that a valid form names."""
    is_known = form.initial.get("version") == form.cleaned_data["version"]
    return three_way(
        _values(with_other_languages(form.initial)) if is_known else {},
        _values(form.cleaned_data),
        _values(with_other_languages(stored)),
        TOGETHER,
    )


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    left_out = (*OURS, "translations")
    return {name: comparable(value) for name, value in values.items() if name not in left_out}


def is_settled(form: VersionedForm, stored: Row) -> bool:
    """Tell whether the editor has seen what both changed, and wants the own values."""
    is_mine = form.data.get("on_conflict") == "mine"
    return is_mine and form.data.get("against") == str(stored.version)


def both_ways(
    form: VersionedForm, plant: Plant, stored: Row, initial: Initial, merge: Merge
) -> tuple[int, dict[str, Any]]:
    """Return status and card of a conflict: only what both changed."""
    return CONFLICT, conflict_context(
        conflict_rows(form, initial, merge.both),
        who=last_hand(plant, stored),
        version=form.cleaned_data["version"],
        against=stored.version,
    )


def merged_values(form: VersionedForm, stored: Row, merge: Merge) -> dict[str, Any]:
    """Return what of a form is to be stored beside what the other person changed."""
    wanted = merge.mine | merge.both
    values: dict[str, Any] = form.values()
    changed = {name.removesuffix(OTHER) for name in wanted}
    found = {name: value for name, value in values.items() if name in changed}
    is_pulled = {"starts_on", "ends_on"} <= set(values) and "starts_on" in found
    if is_pulled and isinstance(stored, Initiative):
        # At its start alone: the length does not stay, the end does.
        found.setdefault("ends_on", stored.ends_on)
    if isinstance(form, TranslatedForm) and changed & set(form.translated):
        pairs = dict(stored.translations)
        for name in changed & set(form.translated):
            pairs.pop(name, None)
            pairs |= {key: pair for key, pair in values["translations"].items() if key == name}
        found["translations"] = pairs
    return found


def merged_text(title: str, who: str, merge: Merge, labels: Mapping[str, Any]) -> str:
    """Say whose changes stand side by side now."""
    theirs = _labels(merge.theirs - merge.both, labels)
    if not theirs or not merge.mine:
        return _("%(title)s is stored.") % {"title": title}
    words = _("%(title)s is stored: you changed %(mine)s, %(who)s %(theirs)s.")
    mine = _labels(merge.mine, labels)
    return words % {"title": title, "mine": mine, "who": who, "theirs": theirs}


def _labels(names: Iterable[str], labels: Mapping[str, Any]) -> str:
    order = [name for name in labels if name in {one.removesuffix(OTHER) for one in names}]
    return listed(str(labels[name]) for name in order)
