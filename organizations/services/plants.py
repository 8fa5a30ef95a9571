"""Writes of plants and the facts that decide what applies to them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from core.base import columns, every_row, save_versioned
from organizations.domain.facts import Facts
from organizations.models import Organization, Plant, User
from organizations.selectors.places import plant_facts
from organizations.services import audit
from packs.schema.facts import RETIRED_FACTS

_WITHOUT_MARK = str.maketrans("đĐłŁøØ", "dDlLoO")  # letters that do not decompose
_LETTER = re.compile(r"[a-z]")
_ENDING = "abcdefghjkmnpqrstuvwxyz23456789"  # no look-alikes
RESERVED_SLUGS = frozenset({"new"})
GENERATED = frozenset({"id", "organization", "slug", "version", "created_at", "updated_at"})
UNASKED = GENERATED | frozenset(RETIRED_FACTS)
FIELDS = tuple(field.name for field in columns(Plant) if field.name not in UNASKED)


@transaction.atomic
def create_plant(
    *, by: User | None, organization: Organization, values: dict[str, Any], slug: str = ""
) -> Plant:
    """Make a plant; what belongs to a new one follows as reactions.

    Args:
        by: who acts; None for the installation itself.
        organization: the tenant.
        values: field -> value for FIELDS; those left out keep their defaults.
        slug: name in the address; made from the plant's name if empty.

    Raises:
        ValidationError: by field.
    """
    known = {name: value for name, value in values.items() if name in FIELDS}
    plant = Plant(organization=organization, **known)
    plant.slug = slug or new_slug(plant.name, plant.city, plant.country)
    plant.full_clean()
    plant.save()
    audit.record(
        by=by,
        verb="plant.created",
        target=plant,
        plant=plant,
        changes=audit.difference({"translations": {}}, {n: getattr(plant, n) for n in known}),
    )
    return plant


@transaction.atomic
def edit_plant(*, by: User, plant: Plant, version: int, values: dict[str, Any]) -> Plant:
    """Change a plant's facts.

    Args:
        by: who acts.
        plant: as stored.
        version: the version the editor saw.
        values: field -> new value for FIELDS; those left out stay.

    Raises:
        StaleVersionError: somebody else changed it meanwhile; nothing is written.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    before = {name: getattr(plant, name) for name in names}
    for name in names:
        setattr(plant, name, values[name])
    plant.full_clean()
    changes = audit.difference(before, {name: getattr(plant, name) for name in names})
    save_versioned(plant, expected=version, fields=names)
    audit.record(
        by=by,
        verb="plant.edited",
        target=plant,
        plant=plant,
        changes=changes,
    )
    return plant


def facts(plant: Plant) -> Facts:
    """Return the plant's facts for conditions in packs; see `selectors.plant_facts`."""
    return plant_facts(plant)


def new_slug(name: str, city: str = "", country: str = "") -> str:
    """Return the name in the address of a new plant.

    Addresses name no organization, so they are unique over all. Where there are several, each new
    one ends in random letters: whether another group has a plant of the name cannot be told.
    """
    if Organization.objects.count() < 2:
        return free_slug(name, city, country)
    stem = _stem(name, city) or f"plant-{country.lower()}"
    while True:
        slug = f"{stem}-{''.join(secrets.choice(_ENDING) for _ in range(5))}"
        if not every_row(Plant).filter(slug=slug).exists():
            return slug


def free_slug(name: str, city: str = "", country: str = "") -> str:
    """Return a name for the address that no plant has yet.

    Args:
        name: the plant's name in any script.
        city: used when the name has no Latin letter.
        country: ISO code, used with a number when the city has none either.
    """
    stem = _stem(name, city)
    start = stem or f"plant-{country.lower()}"
    taken = set(every_row(Plant).filter(slug__startswith=start).values_list("slug", flat=True))
    for number in range(1, len(taken) + len(RESERVED_SLUGS) + 3):
        slug = stem if stem and number == 1 else f"{start}-{number}"
        if slug not in taken and slug not in RESERVED_SLUGS:
            break
    return slug


def _stem(name: str, city: str) -> str:
    """Return the Latin letters of the name, else of the city; empty if neither has any."""
    return next(filter(_LETTER.search, map(_latin, (name, city))), "")


def _latin(text: str) -> str:
    """Return the letters and digits of a text without marks, at most 50."""
    plain = text.translate(_WITHOUT_MARK)
    decomposed = unicodedata.normalize("NFKD", plain)
    return re.sub(r"-{2,}", "-", slugify(decomposed))[:50].strip("-_")
