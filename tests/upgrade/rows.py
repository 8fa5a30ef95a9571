"""Rows for tables of an earlier state of the models: every column filled, every reference kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from core.labels import FORMER_LABELS

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
NUMBERS = count(1)
# What a constraint asks of a row; the key is the label of the model in its former app.
OTHERWISE: dict[str, dict[str, Any]] = {
    "assessment.system": {"yearly_cost_amount": None, "disposition": "keep"},
    "assessment.answer": {"na_state": ""},
    "assessment.assessment": {"period_from": None, "period_to": None},
    "assessment.evidence": {"kind": "link", "file": ""},
    "compliance.obligationstatus": {"state": "not_started", "met_on": None},
    "indicators.indicator": {"lower_bound": None, "upper_bound": None},
    "indicators.plantindicator": {"unit": {}, "target_value": None, "target_on": None},
    "organizations.plantstage": {"stage": 3},
    "roadmap.initiative": {"status": "active", "progress": 40},
    "roadmap.roadmapchange": {"before": [], "after": []},
}


BEFORE = {present: former for former, present in FORMER_LABELS.items()}


def text_of(field: models.Field[Any, Any]) -> str:
    """Return a text that fits; one of the choices, where there are some."""
    if field.choices:
        return str(next(key for key, _words in field.flatchoices if key != ""))
    text = f"{field.name} {next(NUMBERS)}"
    return text[-(field.max_length or 200) :]


def value_of(field: models.Field[Any, Any]) -> Any:
    """Return a value of the kind that a column stores."""
    makers: list[tuple[type, Any]] = [
        (models.BooleanField, False),
        (models.DateTimeField, NOW),
        (models.DateField, NOW.date()),
        (models.DecimalField, Decimal("1.5")),
        (models.JSONField, {"en": "Word", "zh-hans": "词"}),
        (models.GenericIPAddressField, "192.0.2.7"),
        (models.IntegerField, next(NUMBERS)),
    ]
    for kind, value in makers:
        if isinstance(field, kind):
            return value
    return text_of(field)


class Maker:
    """Makes rows by the models of one state; references are made on the way, one of each kind."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps
        self.made: dict[str, models.Model] = {}

    def one(self, label: str) -> models.Model:
        """Return the one row of a kind that others refer to."""
        if label not in self.made:
            self.made[label] = self.make(label)
        return self.made[label]

    def make(self, label: str) -> models.Model:
        """Store a row with every column filled."""
        model = self.apps.get_model(label)
        values = {}
        for field in model._meta.local_concrete_fields:
            if field.primary_key:
                continue
            if field.remote_field is None:
                values[field.name] = value_of(field)
            elif field.remote_field.model is not model:
                values[field.name] = self.one(field.remote_field.model._meta.label_lower)
        former = BEFORE.get(label, label)
        known = {field.name for field in model._meta.local_concrete_fields}
        asked = OTHERWISE.get(former, {})
        values |= {name: value for name, value in asked.items() if name in known}
        row = model(**values)
        row.save()
        return row
