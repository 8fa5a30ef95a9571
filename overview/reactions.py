"""What follows from acts that name, rename or remove something: the search knows it at once."""

from __future__ import annotations

from django.db import models

from organizations.models import User
from organizations.services.acts import Act, inside
from overview.models import SearchEntry
from overview.services import index

Kind = SearchEntry.Kind


@inside("plant.created", "plant.edited")
def index_plant(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- the signature
    """Let a plant be found by its names."""
    index.refresh(Kind.PLANT, act.organization_id, act.plant)


@inside(
    "initiative.added",
    "initiative.edited",
    "initiative.removed",
    "initiatives.accepted",
    "plan.imported",
    "roadmap_change.redone",
    "roadmap_change.undone",
)
def index_initiatives(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Let the initiatives of a plan be found by their titles."""
    index.refresh(Kind.INITIATIVE, act.organization_id, act.plant)


@inside(
    "roadmap_change.redone",
    "roadmap_change.undone",
    "system.added",
    "system.edited",
    "system.removed",
    "systems.imported",
)
def index_systems(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Let the systems of a plant be found by name, vendor and kind."""
    index.refresh(Kind.SYSTEM, act.organization_id, act.plant)


@inside("indicator.adopted", "indicator.defined", "indicator.redefined")
def index_indicators(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Let the indicators of the group be found by code and name."""
    index.refresh(Kind.INDICATOR, act.organization_id)


@inside("text.translated")
def index_translations(*, act: Act, target: models.Model, by: User | None) -> None:  # noqa: ARG001 -- as above
    """Let what was translated be found in its second language, too."""
    if act.plant:
        for kind in (Kind.PLANT, Kind.INITIATIVE):
            index.refresh(kind, act.organization_id, act.plant)
