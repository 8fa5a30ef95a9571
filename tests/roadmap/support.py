"""What the tests of writes share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from needs.models import Requirement
from readings.models import Indicator, PlantIndicator
from steps.selectors.changes import turns
from steps.services import reverting

TODAY = date(2026, 11, 18)


def requirement(plant, code, question):
    return Requirement.objects.create(
        plant=plant, code=code, title={"en": code, "zh-hans": code}, question=question
    )


def follow(plant, code):
    indicator = Indicator.objects.create(
        organization=plant.organization,
        code=code,
        title={"en": code, "zh-hans": code},
        name_key=code.lower(),
        name_key_zh=code.lower(),
        unit_kind="percent",
        direction="up",
    )
    return PlantIndicator.objects.create(plant=plant, indicator=indicator)


def undo_last(plant, by):
    return reverting.undo(change=turns(plant, by).back, by=by)


def values(**more):
    return {
        "title": {"en": "Own work", "zh-hans": "自有举措"},
        "phase": "digitize",
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 5, 31),
        "one_off_amount": Decimal(1000),
        **more,
    }


def goal_values(**more):
    return {
        "title": "Less downtime",
        "horizon": "short",
        "value_driver": "cost",
        "due_on": date(2027, 10, 31),
        "target_text": "−20 %",
        **more,
    }
