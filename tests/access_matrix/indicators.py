"""Who may open and change what the plant measures."""

from __future__ import annotations

from decimal import Decimal

from core import clock
from indicators.models import Benchmark
from indicators.services import aims, workbooks
from readings.models import Indicator, PlantIndicator
from tests.factories.indicators import measured

READERS = {
    "stakeholder": 200,
    "respondent": 200,
    "assessor": 200,
    "business_lead": 200,
    "it_lead": 200,
    "project_owner": 200,
    "cio": 200,
}
_READ = {"anonymous": 302, "stranger": 404, **READERS}
_CANNOT_RECORD = {"stakeholder": 403, "assessor": 403}
_CANNOT_EDIT = {**_CANNOT_RECORD, "respondent": 403, "business_lead": 403}
_RECORD = {**_READ, **_CANNOT_RECORD}
_EDIT = {**_READ, **_CANNOT_EDIT}


def done(expect: dict[str, int]) -> dict[str, int]:
    """Return what a form that is sent gives: those who may are led on."""
    return {role: 302 if status == 200 else status for role, status in expect.items()}


def row_of(cast) -> PlantIndicator:
    found = PlantIndicator.objects.filter(plant=cast.plant).first()
    return found or measured(cast.plant, cast.people["cio"], "ISO-06", target="50")


def plant(cast):
    return {"slug": cast.plant.slug}


def one(cast):
    return {"slug": cast.plant.slug, "pk": row_of(cast).pk}


def reading(cast):
    return {**one(cast), "reading": row_of(cast).measurements.last().pk}


def benchmark(cast):
    row = row_of(cast)
    found = Benchmark.objects.filter(plant_indicator=row).first()
    values = {"value": Decimal(60), "population": "plants", "year": 2025, "grade": "primary"}
    found = found or aims.add_benchmark(
        row=row, values={**values, "source_name": "Survey"}, by=cast.people["cio"]
    )
    return {**one(cast), "benchmark": found.pk}


def definition(cast):
    row_of(cast)
    return {"pk": Indicator.objects.get(code="ISO-06").pk}


def this_month(_cast):
    return {"period": f"{clock.today():%Y-%m}-01", "value": "60"}


def workbook(cast):
    row_of(cast)
    job = workbooks.request(plant=cast.plant, language="en", by=cast.people["cio"])
    taken = workbooks.claim(job.pk)
    if taken is not None:
        workbooks.publish(taken, b"PK")
    return {"slug": cast.plant.slug, "workbook": job.pk}


# A stranger has an organization of their own: its center, never ours.
_CENTER = {**_READ, "stranger": 200}
_DEFINE = {**_EDIT, "stranger": 200}
MATRIX = {
    "indicators:definition-list": {"expect": _CENTER},
    "indicators:definition-create": {"expect": _DEFINE},
    "indicators:definition-detail": {"kwargs": definition, "expect": {**_READ, "stranger": 404}},
    "indicators:definition-edit": {"kwargs": definition, "expect": {**_EDIT, "stranger": 404}},
    "indicators:indicator-list": {"kwargs": plant, "expect": _READ},
    "indicators:indicator-choose": {"kwargs": plant, "expect": _EDIT},
    "indicators:reading-export": {"kwargs": plant, "expect": _READ},
    "indicators:workbook-list": {"kwargs": plant, "expect": _READ},
    # Each person has their own; the CIO asked for this one.
    "indicators:workbook-file": {
        "kwargs": workbook,
        "expect": {**dict.fromkeys(_READ, 404), "anonymous": 302, "cio": 200},
    },
    "indicators:indicator-detail": {"kwargs": one, "expect": _READ},
    "indicators:indicator-edit": {"kwargs": one, "expect": _EDIT},
    "indicators:chart-detail": {"kwargs": one, "expect": _READ},
    "indicators:reading-explain": {"kwargs": reading, "expect": _RECORD},
    "indicators:baseline-create": {"kwargs": one, "expect": _EDIT},
    "indicators:target-edit": {"kwargs": one, "expect": _EDIT},
    "indicators:target-delete": {"method": "post", "kwargs": one, "expect": done(_EDIT)},
    "indicators:benchmark-create": {"kwargs": one, "expect": _EDIT},
    "indicators:benchmark-delete": {
        "method": "post",
        "kwargs": benchmark,
        "expect": done(_EDIT),
    },
}
