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

from core.base import VersionedModel
from core.errors import RuleError, StaleVersionError
from core.forms import VersionedForm, add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from steps.selectors.changes import buttons, last_hand

Row = TypeVar("Row", bound=VersionedModel)


@dataclass(frozen=True, slots=True)
class EditedPage:
    """The page of a plant to which its forms lead back.

    Attributes:
        name: of its address, with the plant's slug as the only argument.
        title: in the reader's language, for the path to a form.
        verbs: beginnings of the verbs of the steps that Undo and Redo turn there.
    """

    name: str
    title: Any
    verbs: tuple[str, ...]

    def address(self, plant: Plant) -> str:
        """Return its address at a plant."""
        return reverse(self.name, args=[plant.slug])

    def context(self, request: HttpRequest, plant: Plant) -> dict[str, Any]:
        """Return what every page needs, with the steps that Undo and Redo would turn."""
        may_edit = may(request, plant, Permission.ROADMAP_EDIT)
        context: dict[str, Any] = {"plant": plant, "area": "roadmap", "may_edit": may_edit}
        if may_edit:
            context["turns"] = buttons(plant, person(request), only=self.verbs)
        return context

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

    def confirm(self, request: HttpRequest, plant: Plant, **words: str) -> HttpResponse:
        """Ask once before something goes; `words` are title, text and label, and may hold back."""
        context = {**self.context(request, plant), "back": self.address(plant), **words}
        return render(request, "steps/confirm_page.html", context)


def added(
    request: HttpRequest, form: forms.Form, make: Callable[[], str], back: str
) -> HttpResponse | None:
    """Add by a posted form; return where to go, or None with the errors in the form.

    Raises:
        StaleVersionError: what can be there once only is there since.
    """
    if not form.is_valid():
        return None
    try:
        text = make()
    except StaleVersionError:
        raise
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return None
    messages.success(request, text)
    return redirect(back)


def stored(
    request: HttpRequest,
    plant: Plant,
    form: VersionedForm,
    save: Callable[[], str],
    find: Callable[[], Row],
    initial: Callable[[Row], Mapping[str, Any]],
    back: str,
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Store a posted form of a row; return the answer, or status and conflict of the form.

    Args:
        request: the request.
        plant: whose row it is.
        form: the form.
        save: writes the valid form and says what was done.
        find: reads the row again, after somebody else's change.
        initial: its values as the form has them.
        back: where to go then.
    """
    if form.data.get("on_conflict") == "theirs":
        return redirect(back)
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        text = save()
    except StaleVersionError:
        row = find()
        rows, who = conflict_rows(form, initial(row)), last_hand(plant, row)
        return CONFLICT, conflict_context(rows, who=who, version=row.version)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    messages.success(request, text)
    return redirect(back)
