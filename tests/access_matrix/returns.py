"""Who may open and change business cases."""

from __future__ import annotations

from returns.models import CaseSettings, Effect, InitiativeCase
from tests.access_matrix.indicators import row_of
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
        initiative_id=_bar(cast)["pk"], title="E", plant_indicator=row_of(cast), change=-1
    )
    return {"slug": cast.plant.slug, "pk": row.pk}


MATRIX = {
    "returns:case-detail": _get(_with_plan, READ),
    "returns:case-export": _get(_with_bar, READ),
    "returns:settings-edit": _get(_settings, _editors(200)),
    "returns:case-edit": _get(_case, _editors(200)),
    "returns:effect-create": _get(_bar, _editors(200)),
    "returns:effect-edit": _get(_effect, _editors(200)),
    "returns:effect-delete": _post(_effect, 302),
}
