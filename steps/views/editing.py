"""Pages on which rows are edited whose steps can be undone: frame, form, stale save, question.

Rooms above use them for their own pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.base import VersionedModel
from core.editing import Stored, edited
from core.errors import StaleVersionError
from core.forms import both_sides, id_field
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.models import Plant
from steps.selectors.changes import last_hand
from steps.selectors.versions import related_at, row_at, values_at
from steps.views.turning import turn_context

Row = TypeVar("Row", bound=VersionedModel)


@dataclass(frozen=True, slots=True)
class RowRemoval:
    """What is asked before a row goes, and what is done then.

    Attributes:
        title, text, label: heading, what goes along, and the words of the button.
        done: what is said afterwards.
        act: removes the row, if it still has a version.
        find: reads the row again, after somebody else's change.
        initial: values of a row as its form has them.
        fields: of that form; they say values in words.
        back: where to go then; empty for the page.
    """

    title: str
    text: str
    label: str
    done: str
    act: Callable[[int], None]
    find: Callable[[], VersionedModel]
    initial: Callable[[Any], Mapping[str, Any]]
    fields: Mapping[str, forms.Field]
    back: str = ""


@dataclass(frozen=True, slots=True)
class EditedPage:
    """The page of a plant to which its forms lead back.

    Attributes:
        name: of its address, as the app declares it in `step_pages`.
        title: in the reader's language, for the path to a form.
        area: the part of the frame it stands in.
    """

    name: str
    title: Any
    area: str = "roadmap"

    def address(self, plant: Plant) -> str:
        """Return its address at a plant."""
        return reverse(self.name, args=[plant.slug])

    def context(self, request: HttpRequest, plant: Plant) -> dict[str, Any]:
        """Return what every page needs, with the steps that Undo and Redo would turn."""
        turning = turn_context(request, plant, self.name)
        return {"plant": plant, "area": self.area, **turning}

    def form(
        self,
        request: HttpRequest,
        plant: Plant,
        form: forms.BaseForm,
        *,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """Show a form.

        Args:
            request: the request.
            plant: whose page it is.
            form: the form.
            status: status code.
            more: `title` and `submit`; may hold `back`, `intro`, the `conflict` of a stale save.
        """
        home = self.address(plant)
        context = {**self.context(request, plant), "form": form, "home": home, "back": home}
        context |= {"home_title": self.title, **more}
        return render(request, "steps/form_page.html", context, status=status)

    def edit(
        self,
        request: HttpRequest,
        plant: Plant,
        form: forms.BaseForm,
        *,
        save: Callable[[], str],
        now: Callable[[], Stored] | None = None,
        back: str = "",
        **words: Any,
    ) -> HttpResponse:
        """Show a form, or store what it was sent with; see `core.editing.edited`.

        Args:
            request: the request.
            plant: whose page it is.
            form: bound where something was sent.
            save: hands it to a service and says what was done.
            now: what is stored by now; None for a form that adds.
            back: where to go then; the page if empty.
            words: as in `form`.
        """
        home = back or self.address(plant)

        def show(status: int, more: dict[str, Any]) -> HttpResponse:
            return self.form(request, plant, form, status=status, back=home, **words, **more)

        return edited(request, form, save=save, show=show, back=home, now=now)

    def remove(self, request: HttpRequest, plant: Plant, removal: RowRemoval) -> HttpResponse:
        """Ask once, then remove a row; what somebody changed since the question is shown first."""
        row, back = removal.find(), removal.back or self.address(plant)
        version, status, more = named_version(request), 200, dict[str, Any]()
        if request.method == "POST" and version is None:
            status = UNPROCESSABLE
        elif request.method == "POST" and version is not None:
            try:
                removal.act(version)
            except StaleVersionError:
                row, status = removal.find(), CONFLICT
                sides = since(plant, row, version, removal.initial, removal.fields)
                more = {"sides": sides, "who": last_hand(plant, row) or _("Somebody")}
            else:
                messages.success(request, removal.done)
                return redirect(back)
        context = {**self.context(request, plant), "removal": removal, "version": row.version}
        context |= {"back": back, **more}
        return render(request, "steps/confirm_page.html", context, status=status)


def by_now(plant: Plant, row: Row, initial: Callable[[Row], Mapping[str, Any]]) -> Stored:
    """Return what is stored of a row by now, and who changed it last.

    Args:
        plant: whose row it is.
        row: as it is read now.
        initial: its values as the form has them.
    """
    return Stored(initial(row), row.version, last_hand(plant, row))


def named_version(request: HttpRequest) -> int | None:
    """Return the version that a form names; None for none."""
    try:
        return int(id_field().clean(request.POST.get("version")))
    except ValidationError:
        return None


def since(
    plant: Plant,
    row: VersionedModel,
    version: int,
    initial: Callable[[Any], Mapping[str, Any]],
    fields: Mapping[str, forms.Field],
) -> list[dict[str, str]]:
    """Return what changed of a row since a version, both sides in words; empty if nobody knows.

    Args:
        plant: whose row it is.
        row: as it is now.
        version: the one that somebody saw.
        initial: its values by name of the fields.
        fields: how the values are said.
    """
    kept = values_at(plant, row, version)
    if kept is None:
        return []
    before = {**initial(row_at(row, kept)), **related_at(row, kept)}
    known = {name: value for name, value in before.items() if name in fields and name != "version"}
    return both_sides(fields, known, initial(row))
