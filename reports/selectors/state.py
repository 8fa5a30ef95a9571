"""What is settled and what is open before a document is made."""

from __future__ import annotations

from organizations.models import Plant
from reports.domain.state import DataState
from reports.selectors.record import PlantRecord


def data_state(plant: Plant) -> DataState:
    """Return the state of a plant's data, the same for pages and documents."""
    return PlantRecord(plant).state
