"""Who may open the capability pages."""

from __future__ import annotations


def _plant(cast):
    return {"slug": cast.plant.slug}


_READ = {
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
_NO_RUN = {**_READ, **{role: 404 for role, status in _READ.items() if status == 200}}
MATRIX = {
    "capability:matrix-detail": {"method": "get", "kwargs": _plant, "expect": _READ},
    # Without a run there is nothing to hand out.
    "capability:matrix-export": {"method": "get", "kwargs": _plant, "expect": _NO_RUN},
    "capability:chart-detail": {"method": "get", "kwargs": _plant, "expect": _NO_RUN},
}
