"""The fixed cast and the tools of every test."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django_scopes import scopes_disabled

import packs.services as pack_service
from core.base import tenant
from journey.services import stages
from organizations.models import Organization, Plant, User
from packs.loader import DATA_DIR, Pack, load_pack
from tests.factories.organizations import (
    MembershipFactory,
    OrganizationFactory,
    PlantFactory,
    UserFactory,
)

pytest_plugins = ["tests.plugin"]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs its own loop


@cache
def _builtin_pack(folder: Path) -> Pack:
    return load_pack(folder)


def _remembered_pack(folder: Path | str) -> Pack:
    """Read each pack of the product once per run; others every time."""
    path = Path(folder)
    return _builtin_pack(path) if path.is_relative_to(DATA_DIR) else load_pack(path)


pack_service.load_pack = _remembered_pack


@pytest.fixture(autouse=True)
def no_kept_rows() -> None:
    """Rows that one test drew are not those of the next, whose keys may be the same."""
    caches["rows"].clear()


@dataclass(frozen=True)
class Cast:
    """One plant of one group, a person for every role, and somebody from elsewhere."""

    organization: Organization
    plant: Plant
    people: dict[str, User]

    def client(self, role: str) -> Client:
        """Return a browser in which the person of this role is signed in."""
        client = Client()
        client.force_login(
            self.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client


ROLES = (
    "cio",
    "project_owner",
    "business_lead",
    "it_lead",
    "respondent",
    "assessor",
    "stakeholder",
)


def make_cast() -> Cast:
    """Make the rows of the cast."""
    with scopes_disabled():
        organization = OrganizationFactory(name="Qinghe Motion", slug="qinghe")
        plant = PlantFactory(organization=organization, name="Johor Bahru", slug="johor-bahru")
        people = {}
        for role in ROLES:
            user = UserFactory(name=role.replace("_", " ").title(), email=f"{role}@example.org")
            MembershipFactory(
                organization=organization,
                plant=None if role == "cio" else plant,
                user=user,
                role=role,
            )
            people[role] = user
        elsewhere = PlantFactory(name="Elsewhere", slug="elsewhere")
        stranger = UserFactory(name="Stranger", email="stranger@example.org")
        MembershipFactory(
            organization=elsewhere.organization, plant=elsewhere, user=stranger, role="cio"
        )
        people["stranger"] = stranger
    return Cast(organization=organization, plant=plant, people=people)


@pytest.fixture
def cast(db) -> Cast:
    """Set the stage; tests open the tenant scope through `scoped` where they query directly."""
    return make_cast()


@pytest.fixture
def scoped(cast):
    """Open the tenant scope of the cast's group."""
    with tenant(cast.organization.pk):
        yield cast


@pytest.fixture
def staged(scoped):
    """Give the plant its five stages."""
    stages.create_stages(plant=scoped.plant)
    return scoped
