"""Makers of stages and tasks."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from journey.models import PlantStage, StageTask
from tests.factories.organizations import PlantFactory


class PlantStageFactory(DjangoModelFactory):
    class Meta:
        model = PlantStage

    plant = factory.SubFactory(PlantFactory)
    stage = 1


class StageTaskFactory(DjangoModelFactory):
    class Meta:
        model = StageTask

    plant_stage = factory.SubFactory(PlantStageFactory)
    title = factory.Sequence(lambda n: f"Task {n}")
