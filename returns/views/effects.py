"""Effects of an initiative: add, edit, remove."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from returns.forms import EffectForm, effect_initial
from returns.models import Effect
from returns.services import effects
from returns.views.frame import PAGE, find_initiative, home
from roadmap.models import Initiative
from steps.views.editing import RowRemoval, by_now


def find_effect(plant: Plant, pk: int) -> Effect:
    """Return an effect of an initiative of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Effect.objects.select_related(
        "initiative__roadmap__plant__organization", "plant_indicator__indicator", "goal"
    )
    return get_object_or_404(rows, initiative__roadmap__plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def effect_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what an initiative changes."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    initiative = find_initiative(plant, pk)
    form = EffectForm(
        request.POST or None,
        plant=plant,
        currency=initiative.currency,
        is_new=True,
        initial={"ramp_months": 0},
    )
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _make(request, initiative, form),
        title=_("Add an effect of %(title)s") % {"title": lt(initiative.title)},
        submit=_("Add the effect"),
        back=home(plant, pk),
    )


def _make(request: HttpRequest, initiative: Initiative, form: EffectForm) -> str:
    by = person(request)
    row = once(
        by=by,
        key=form.cleaned_data["key"],
        make=lambda: effects.add_effect(initiative=initiative, values=form.values(), by=by),
        model=Effect,
    )
    return _("Effect %(title)s is kept.") % {"title": lt(row.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def effect_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an effect."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_effect(plant, pk)
    form = EffectForm(
        request.POST or None,
        plant=plant,
        currency=row.initiative.currency,
        initial=effect_initial(row),
    )
    back = home(plant, row.initiative_id)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, row, form),
        now=lambda: by_now(plant, find_effect(plant, pk), effect_initial),
        title=_("Edit the effect"),
        submit=_("Save the effect"),
        back=back,
    )


def _save(request: HttpRequest, row: Effect, form: EffectForm) -> str:
    version, values = form.cleaned_data["version"], form.values()
    effects.edit_effect(effect=row, version=version, values=values, by=person(request))
    return _("Effect %(title)s is stored.") % {"title": lt(row.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def effect_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove an effect; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_effect(plant, pk)
    named = {"title": lt(row.both("title"))}
    removal = RowRemoval(
        title=_("Remove %(title)s?") % named,
        text=_("Its benefit goes from every figure of the case. Undo brings it back."),
        label=_("Remove the effect"),
        done=_("Effect %(title)s was removed.") % named,
        act=lambda version: effects.delete_effect(effect=row, version=version, by=person(request)),
        find=lambda: find_effect(plant, pk),
        initial=effect_initial,
        fields=EffectForm(None, plant=plant, currency=row.initiative.currency).fields,
        back=home(plant, row.initiative_id),
    )
    return PAGE.remove(request, plant, removal)
