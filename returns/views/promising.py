"""Promise what an effect brings, and take a promise back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import RuleError, StaleVersionError, StateError
from core.forms import add_error
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.once import once
from returns.forms import PromiseForm, PromiseWithdrawForm
from returns.models import Effect, Promise
from returns.selectors.promises import current_pledge, lack_of, standing
from returns.selectors.seals import pledge_in
from returns.services import promises
from returns.views.effects import find_effect
from returns.views.frame import PAGE, SIGN, find_promise, home


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promise_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show what is promised and, on the button, sign it."""
    plant = get_plant(request, slug, SIGN)
    effect = find_effect(plant, pk)
    before = standing(effect.pk)
    form = PromiseForm(request.POST or None, is_first=before is None)
    problem, status = "", 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return _sign(request, plant, effect, form)
            status = UNPROCESSABLE
        except StaleVersionError:
            problem, status = _("Somebody changed it since you opened it. Read it again."), CONFLICT
            effect = find_effect(plant, pk)
        except (RuleError, StateError) as error:
            status = UNPROCESSABLE
            if isinstance(error, RuleError) and error.field in form.fields:
                add_error(form, error)
            else:
                problem = error.message
    return _show(request, plant, effect, before, form, problem=problem, status=status)


def _sign(request: HttpRequest, plant: Plant, effect: Effect, form: PromiseForm) -> HttpResponse:
    by, values = person(request), form.cleaned_data
    row = once(
        by=by,
        key=values["key"],
        make=lambda: promises.promise_effect(
            effect=effect, digest=values["digest"], reason=values.get("reason", ""), by=by
        ),
        model=Promise,
    )
    if row.effect_key != effect.pk:
        raise StateError(_("This form was sent before for another effect. Open it again."))
    messages.success(request, _("The promise is signed. It stands in the ledger as it reads now."))
    return redirect("returns:promise-detail", plant.slug, row.pk)


def _show(
    request: HttpRequest,
    plant: Plant,
    effect: Effect,
    before: Promise | None,
    form: PromiseForm,
    *,
    problem: str,
    status: int,
) -> HttpResponse:
    """Show the promise as it would read now, or what the effect lacks for one."""
    pledge = current_pledge(effect, plant_today(plant))
    lack = lack_of(effect)
    context: dict[str, Any] = {
        **PAGE.context(request, plant),
        "effect": effect,
        "pledge": pledge,
        "before": before,
        "form": form,
        "digest": promises.digest_of(pledge) if pledge else "",
        "lack": promises.lack_words(lack) if lack else "",
        "problem": problem,
        "back": home(plant, effect.initiative_id),
    }
    return render(request, "returns/promise_create.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promise_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for the reason, then take a promise back; it stays in the ledger."""
    plant = get_plant(request, slug, SIGN)
    row = find_promise(plant, pk)
    back = reverse("returns:promise-detail", args=[plant.slug, pk])
    form, status = PromiseWithdrawForm(request.POST or None), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                _withdraw(request, row, form)
            except (RuleError, StateError) as error:
                add_error(form, RuleError(error.message))
                status = CONFLICT if isinstance(error, StateError) else UNPROCESSABLE
            else:
                messages.success(request, _("The promise is taken back."))
                return redirect(back)
    return PAGE.form(
        request,
        plant,
        form,
        title=_("Withdraw: %(title)s") % {"title": lt(pledge.effect)}
        if (pledge := pledge_in(row))
        else _("Withdraw the promise"),
        submit=_("Withdraw the promise"),
        back=back,
        status=status,
    )


def _withdraw(request: HttpRequest, row: Promise, form: PromiseWithdrawForm) -> None:
    by, values = person(request), form.cleaned_data
    made = once(
        by=by,
        key=values["key"],
        make=lambda: promises.withdraw_promise(promise=row, reason=values["reason"], by=by),
        model=Promise,
    )
    if made.replaces_id != row.pk:
        raise StateError(_("This form was sent before for another promise. Open it again."))
