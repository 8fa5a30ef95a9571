"""Who may translate the free texts of a plant: whoever may edit some of them."""

from __future__ import annotations

_DESK = {
    "anonymous": 302,
    "stranger": 404,
    "stakeholder": 403,
    "respondent": 200,
    "assessor": 200,
    "business_lead": 200,
    "it_lead": 200,
    "project_owner": 200,
    "cio": 200,
}


def _plant(cast):
    return {"slug": cast.plant.slug}


MATRIX = {
    "translation:text-list": {"method": "get", "kwargs": _plant, "expect": _DESK},
    "translation:text-export": {"method": "get", "kwargs": _plant, "expect": _DESK},
    "translation:text-import": {"method": "get", "kwargs": _plant, "expect": _DESK},
}
