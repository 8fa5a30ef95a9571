"""Who may open and change business cases."""

from __future__ import annotations

from datetime import date

from core import clock
from returns.domain.promises import as_data
from returns.models import CaseSettings, Effect, InitiativeCase, Promise
from returns.selectors.promises import current_pledge
from returns.services.promises import digest_of
from tests.access_matrix.indicators import row_of
from tests.access_matrix.launch import EVERYBODY
from tests.access_matrix.roadmap import READ, _bar, _editors, _get, _post, _with_plan


def _settings(cast):
    usual = {"discount_rate": 9, "horizon_years": 8}
    CaseSettings.objects.get_or_create(plant=cast.plant, defaults=usual)
    return _with_plan(cast)


def _case(cast):
    made = _bar(cast)
    InitiativeCase.objects.create(initiative_id=made["pk"])
    return made


def _with_bar(cast):
    made = _bar(cast)
    return {"slug": made["slug"]}


def _effect(cast):
    row = Effect.objects.create(
        initiative_id=_bar(cast)["pk"], title="E", plant_indicator=row_of(cast), change=1
    )
    return {"slug": cast.plant.slug, "pk": row.pk}


def _promise(cast):
    effect = Effect.objects.select_related("initiative", "plant_indicator__indicator").get(
        pk=_effect(cast)["pk"]
    )
    pledge = current_pledge(effect, date(2026, 11, 18))
    row = Promise.objects.create(
        plant=cast.plant,
        initiative_key=effect.initiative_id,
        effect_key=effect.pk,
        content=as_data(pledge),
        digest=digest_of(pledge),
        signed_by=cast.people["cio"],
        signed_at=clock.now(),
    )
    return {"slug": cast.plant.slug, "pk": row.pk}


def _ledger(cast):
    return {"slug": _promise(cast)["slug"]}


SIGN = {**_editors(200), "business_lead": 200}
MATRIX = {
    "returns:payback-detail": _get(_with_bar, READ),
    "returns:plant-list": _get({}, EVERYBODY),
    "returns:promise-create": _get(_effect, SIGN),
    "returns:promise-detail": _get(_promise, READ),
    "returns:promise-chart": _get(_promise, READ),
    "returns:promise-list": _get(_ledger, READ),
    "returns:promise-withdraw": _get(_promise, SIGN),
    "returns:case-detail": _get(_with_plan, READ),
    "returns:case-chart": _get(_with_bar, READ),
    "returns:case-export": _get(_with_bar, READ),
    "returns:settings-edit": _get(_settings, _editors(200)),
    "returns:case-edit": _get(_case, _editors(200)),
    "returns:effect-create": _get(_bar, _editors(200)),
    "returns:effect-edit": _get(_effect, _editors(200)),
    "returns:effect-delete": _post(_effect, 302, version=1),
}
