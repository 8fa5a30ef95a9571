"""Who may take the plan out, bring it back and subscribe to it."""

from __future__ import annotations

from interchange.services.feeds import make_feed
from tests.access_matrix.roadmap import READ, _editors, _plant, _with_plan

TOKEN = "a" * 64


def _moved(expect, status=302):
    return {role: status if code == 200 else code for role, code in expect.items()}


def _file(cast):
    return {**_with_plan(cast), "kind": "xlsx"}


def _feed(cast):
    make_feed(plant=cast.plant, by=cast.people["stakeholder"], token=TOKEN)
    return {"token": TOKEN}


MATRIX = {
    "interchange:plan-export": {"method": "get", "kwargs": _file, "expect": READ},
    "interchange:plan-import": {"method": "get", "kwargs": _with_plan, "expect": _editors(200)},
    "interchange:plan-import-confirm": {
        "method": "post",
        "kwargs": _with_plan,
        "expect": _editors(302),
    },
    "interchange:feed-list": {"method": "get", "kwargs": _plant, "expect": READ},
    "interchange:feed-revoke": {"method": "post", "kwargs": _plant, "expect": _moved(READ)},
    "interchange:feed-read": {
        "method": "get",
        "kwargs": _feed,
        "expect": dict.fromkeys(READ, 200),
    },
}
