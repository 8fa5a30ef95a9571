"""Who may open the portfolio, a plant's overview and the search."""

from __future__ import annotations

_EVERYBODY = {
    "anonymous": 302,
    "stranger": 200,
    "stakeholder": 200,
    "respondent": 200,
    "assessor": 200,
    "business_lead": 200,
    "it_lead": 200,
    "project_owner": 200,
    "cio": 200,
}
MATRIX = {
    "overview:portfolio": {"method": "get", "kwargs": lambda cast: {}, "expect": _EVERYBODY},
    "overview:portfolio-export": {
        "method": "get",
        "kwargs": lambda cast: {},
        "expect": _EVERYBODY,
    },
    "overview:plant-menu": {"method": "get", "kwargs": lambda cast: {}, "expect": _EVERYBODY},
    "overview:search": {"method": "get", "kwargs": lambda cast: {}, "expect": _EVERYBODY},
    "overview:plant-detail": {
        "method": "get",
        "kwargs": lambda cast: {"slug": cast.plant.slug},
        "expect": {**_EVERYBODY, "stranger": 404},
    },
}
