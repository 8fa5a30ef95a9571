"""For which functions the people who answer speak."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import Stored, edited, page_of
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import people_with
from questionnaire.forms import FunctionsForm
from questionnaire.models import RaterFunctions
from questionnaire.selectors.functions import function_names, function_rows
from questionnaire.services.functions import set_functions


@login_required
@require_safe
def function_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who may answer, and for which functions they speak."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    context = {"plant": plant, "area": "current", "rows": function_rows(plant)}
    return render(request, "questionnaire/function_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def function_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say for which functions a person speaks."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    rater = _find(plant, pk)
    data = request.POST if request.method == "POST" else None
    form = FunctionsForm(data, choices=function_names(plant).items(), initial=_held(plant, rater))
    by = person(request)

    def save() -> str:
        version, chosen = form.cleaned_data["version"], form.cleaned_data["functions"]
        set_functions(plant=plant, rater=rater, functions=chosen, expected=version, by=by)
        return _("The functions of %(name)s are stored.") % {"name": rater.name}

    def now() -> Stored:
        held = _held(plant, rater)
        return Stored(held, held["version"])

    context = {"plant": plant, "area": "current", "rater": rater, "form": form}
    show = page_of(request, "questionnaire/function_edit.html", context)
    back = reverse("questionnaire:function-list", args=[slug])
    return edited(request, form, save=save, show=show, back=back, now=now)


def _find(plant: Plant, pk: int) -> User:
    """Return a person who may answer at the plant.

    Raises:
        Http404: nobody of that number may.
    """
    return get_object_or_404(people_with(plant, Permission.ASSESSMENT_ANSWER), pk=pk)


def _held(plant: Plant, rater: User) -> dict[str, Any]:
    row = RaterFunctions.objects.filter(plant=plant, rater=rater).first()
    return {"functions": row.functions if row else [], "version": row.version if row else 0}
