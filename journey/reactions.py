"""What follows for the stages when a plant is added."""

from __future__ import annotations

from journey.services import stages
from organizations.models import Plant, User
from organizations.services.acts import Act, inside


@inside("plant.created")
def begin(*, act: Act, target: Plant, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Give a new plant its five stages with their standard tasks."""
    stages.create_stages(plant=target)
