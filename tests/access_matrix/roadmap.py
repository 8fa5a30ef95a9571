"""Who may open and change the roadmap."""

from __future__ import annotations

from datetime import date

from roadmap.models import Dependency, GateCondition, Milestone, Roadmap
from tests.access_matrix.indicators import row_of
from tests.factories.roadmap import make_bar, make_roadmap

READ = {
    "anonymous": 302,
    "stranger": 404,
    "stakeholder": 200,
    "respondent": 403,
    "assessor": 200,
    "business_lead": 200,
    "it_lead": 200,
    "project_owner": 200,
    "cio": 200,
}


def _editors(status):
    refused = {role: 403 for role, code in READ.items() if code in {200, 403}}
    return {**READ, **refused, "project_owner": status, "cio": status}


def _plant(cast):
    return {"slug": cast.plant.slug}


def _roadmap(cast):
    return Roadmap.objects.filter(plant=cast.plant).first() or make_roadmap(cast.plant)


def _with_plan(cast):
    _roadmap(cast)
    return _plant(cast)


def _bar(cast):
    return {**_plant(cast), "pk": make_bar(_roadmap(cast), "A").pk}


def _chosen(cast):
    return {"chosen": f"{_bar(cast)['pk']}:1", "status": "active"}


def _link(cast):
    roadmap = _roadmap(cast)
    first, second = make_bar(roadmap, "A"), make_bar(roadmap, "B")
    row = Dependency.objects.create(predecessor=first, successor=second)
    return {**_plant(cast), "pk": row.pk}


def _batch(cast):
    pk = _bar(cast)["pk"]
    dates = {f"{pk}-{name}": value for name, value in DATES.items()}
    return {"initiative": pk, "with_successors": "yes", **dates}


def _stone(cast):
    bar = make_bar(_roadmap(cast), "A")
    row = Milestone.objects.create(initiative=bar, title="M", due_on=date(2026, 3, 1))
    return {**_plant(cast), "pk": row.pk}


def _condition(cast):
    row, _made = GateCondition.objects.get_or_create(
        roadmap=_roadmap(cast),
        phase="integrate",
        plant_indicator=row_of(cast),
        defaults={"side": "at_least", "bound_value": 90},
    )
    return {**_plant(cast), "pk": row.pk}


def _sign(cast):
    return {**_stone(cast), "side": "business"}


def _get(kwargs, expect):
    return {"method": "get", "kwargs": kwargs, "expect": expect}


def _post(kwargs, status, **data):
    return {"method": "post", "kwargs": kwargs, "data": data, "expect": _editors(status)}


DATES = {"version": 1, "starts_on": "2026-02-01", "ends_on": "2026-04-30"}
MATRIX = {
    "roadmap:roadmap-detail": _get(_plant, READ),
    "roadmap:roadmap-presence": {**_get(_plant, READ), "method": "post"},
    "roadmap:roadmap-sort": _post(_with_plan, 302),
    "roadmap:initiative-place": _post(_bar, 302),
    "roadmap:roadmap-create": _get(_plant, _editors(200)),
    "roadmap:roadmap-preview": {**_post(_with_plan, 200), "data": _batch},
    "roadmap:roadmap-accept": {**_post(_with_plan, 302), "data": _batch},
    "roadmap:roadmap-bulk": {**_post(_with_plan, 302), "data": _chosen},
    "roadmap:budget-edit": _get(_with_plan, _editors(200)),
    "roadmap:initiative-create": _get(_with_plan, _editors(200)),
    "roadmap:initiative-edit": _get(_bar, _editors(200)),
    "roadmap:initiative-move": _post(_bar, 302, **DATES),
    "roadmap:initiative-row-edit": _post(_bar, 422),
    "roadmap:initiative-copy": _post(_bar, 302),
    "roadmap:initiative-delete": _post(_bar, 302, version=1),
    "roadmap:milestone-create": _get(_bar, _editors(200)),
    "roadmap:milestone-edit": _get(_stone, _editors(200)),
    "roadmap:milestone-reach": _post(_stone, 302, version=1, reached_on="2026-03-01"),
    "roadmap:milestone-sign": _get(_sign, {**_editors(200), "business_lead": 200}),
    "roadmap:milestone-delete": _post(_stone, 302, version=1),
    "roadmap:dependency-create": _get(_with_plan, _editors(200)),
    "roadmap:dependency-edit": _get(_link, _editors(200)),
    "roadmap:dependency-delete": _post(_link, 302, version=1),
    "roadmap:gate-list": _get(_plant, READ),
    "roadmap:gate-condition-create": _get(_with_plan, _editors(200)),
    "roadmap:gate-condition-edit": _get(_condition, _editors(200)),
    "roadmap:gate-condition-delete": _post(_condition, 302, version=1),
    "roadmap:change-list": _get(_plant, READ),
}
