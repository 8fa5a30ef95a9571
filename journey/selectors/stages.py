"""Reads of the five stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from journey.domain.stages import STAGE_NAMES, STAGES, StageState, StageSummary, states
from journey.models import PlantStage
from organizations.models import Plant
from organizations.selectors.places import among


def stage_track(plant: Plant) -> list[StageSummary]:
    """Return the five stages of a plant, in one query."""
    return stage_tracks([plant])[plant.pk]


def stage_tracks(plants: Iterable[Plant]) -> dict[int, list[StageSummary]]:
    """Return the five stages of several plants by plant id, in one query.

    A plant without stored stages gets five empty ones, so that a page can always draw the track.
    """
    keys = [plant.pk for plant in plants]
    rows = (
        PlantStage.objects.filter(plant_id__in=keys)
        .select_related("owner", "signed_off_by")
        .annotate(
            total=Count("tasks"), ticked=Count("tasks", filter=Q(tasks__done_at__isnull=False))
        )
    )
    by_plant: dict[int, dict[int, PlantStage]] = {key: {} for key in keys}
    for row in rows:
        by_plant[row.plant_id][row.stage] = row
    return {key: _summaries(stages) for key, stages in by_plant.items()}


def late_stages(plants: Iterable[Plant], today: date) -> dict[int, tuple[int, date]]:
    """Return stage and last day of the stage under way where it has passed, by plant id; one query."""
    earlier = PlantStage.objects.filter(
        plant=OuterRef("plant"), stage__lt=OuterRef("stage"), signed_off_at=None
    )
    asked = {plant.pk for plant in plants}
    rows = PlantStage.objects.filter(
        ~Exists(earlier), among(asked), signed_off_at=None, due_on__lt=today
    )
    found = rows.values_list("plant", "stage", "due_on")
    return {plant: (stage, day) for plant, stage, day in found if day and plant in asked}


def stage_marks(plants: Iterable[Plant]) -> dict[int, tuple[Any, ...]]:
    """Return by plant id what tells whether its track has changed, in one query."""
    rows = PlantStage.objects.filter(plant__in=[plant.pk for plant in plants]).order_by("stage")
    counted = rows.annotate(
        total=Count("tasks"), ticked=Count("tasks", filter=Q(tasks__done_at__isnull=False))
    )
    found: dict[int, tuple[Any, ...]] = {}
    for plant, *mark in counted.values_list("plant", "stage", "signed_off_at", "total", "ticked"):
        found[plant] = (*found.get(plant, ()), tuple(mark))
    return found


def _summaries(stages: dict[int, PlantStage]) -> list[StageSummary]:
    signed = [bool(stages[key].signed_off_at) if key in stages else False for key in STAGES]
    return [
        _summary(number, state, stages.get(number))
        for number, state in zip(STAGES, states(signed), strict=True)
    ]


def _summary(number: int, state: StageState, row: PlantStage | None) -> StageSummary:
    return StageSummary(
        stage=number,
        name=STAGE_NAMES[number],
        state=state,
        tasks_done=getattr(row, "ticked", 0),
        tasks_total=getattr(row, "total", 0),
        due_on=row.due_on if row else None,
        owner=row.owner.name if row and row.owner else "",
        signed_off_at=row.signed_off_at if row else None,
        signed_off_by=row.signed_off_by.name if row and row.signed_off_by else "",
    )
