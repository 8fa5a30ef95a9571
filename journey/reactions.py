"""What follows for the stages when a plant is added, and when its questionnaire is signed."""

from __future__ import annotations

from django.db.models import Model

from journey.services import stages
from organizations.models import Plant, User
from organizations.services.acts import Act, inside


@inside("plant.created")
def begin(*, act: Act, target: Plant, by: User | None) -> None:  # noqa: ARG001 -- the registry's signature
    """Give a new plant its five stages with their standard tasks."""
    stages.create_stages(plant=target)


@inside("assessment.signed_off", "assessment.withdrawn")
def follow_questionnaire(*, act: Act, target: Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Tick the task of the questionnaire with its signature; a withdrawn one takes the tick back."""
    if act.plant is not None:
        is_signed = act.verb == "assessment.signed_off"
        stages.follow_task(plant=act.plant, standard="questionnaire", done=is_signed, by=by)
