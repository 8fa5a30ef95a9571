"""Who has a plan open: noted for less than a minute, in no table of the product and no trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from organizations.models import Plant, User
from organizations.selectors.places import plant_people

KEPT = 45  # seconds; a page that is seen asks three times within them


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A person who has the plan open, and the initiative that is open there; 0 for none."""

    person: User
    initiative: int


def look(*, plant: Plant, initiative: int, by: User) -> list[Onlooker]:
    """Note that a person has a plan open, and return who else has, by name.

    Args:
        plant: whose plan it is.
        initiative: key of the one that is open on the page; 0 for none.
        by: the person.
    """
    cache.set(_key(plant, by.pk), initiative, KEPT)
    others = {_key(plant, other.pk): other for other in plant_people(plant) if other.pk != by.pk}
    found = cache.get_many(others)
    return [Onlooker(other, found[key]) for key, other in others.items() if key in found]


def _key(plant: Plant, person: int) -> str:
    return f"plan-open:{plant.pk}:{person}"
