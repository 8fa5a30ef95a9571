"""Who may see the advice, take it into the plan, and say what is in place."""

from __future__ import annotations

from advice.models import InPlace
from core import clock
from tests.access_matrix.roadmap import READ, _get, _plant, _post, _with_plan
from tests.factories.assessment_runs import catalog


def _with_catalog(cast):
    catalog()
    return _plant(cast)


def _statement(cast):
    catalog()
    row = InPlace.objects.create(
        plant=cast.plant, catalog_id="D01", proof="word", reason="seen", stated_at=clock.now()
    )
    return {**_plant(cast), "pk": row.pk}


MATRIX = {
    "advice:initiative-list": _get(_plant, READ),
    "advice:initiative-fit": _get(_with_plan, READ),
    "advice:selection-detail": _get(_with_catalog, READ),
    "advice:initiative-accept": _post(_with_plan, 422),
    "advice:in-place-list": _get(_with_catalog, READ),
    "advice:in-place-state": _post(_with_catalog, 422),
    "advice:in-place-revoke": _post(_statement, 302),
}
