"""What the tests of a plan's import share."""

from __future__ import annotations

import datetime as dt

from interchange.importers.plans import check_plan
from interchange.selectors.rows import plan_rows
from interchange.services.plans import import_plan
from roadmap.models import Initiative

D = dt.date


def checked(roadmap, data, **more):
    return check_plan(plan_rows(roadmap), data, **more)


def take(roadmap, data, by):
    rows = plan_rows(roadmap)
    draft = check_plan(rows, data)
    return import_plan(roadmap=roadmap, drafts=draft.drafts, seen=rows.digest, by=by)


def places(draft):
    return {problem.place: problem.message for problem in draft.problems}


def key(name):
    return f"I{Initiative.objects.get(title__en__startswith=name).pk}"


def new_row(**more):
    values = {"Phase": "digitize", "Start": D(2027, 1, 1), "End": D(2027, 6, 30)}
    values |= {"One-off_cost": 1000, "Title_(English)": "New work", "Key": "N1"}
    return {**values, **more}
