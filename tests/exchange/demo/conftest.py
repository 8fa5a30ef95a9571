"""The demo organization, loaded once for all tests of this folder."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction

from core.base import tenant
from organizations.models import Organization


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """Load the packs and the demo; what a test changes is undone after it, the demo at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_packs")
        call_command("load_demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """Open the scope of the demo's organization."""
    organization = Organization.objects.get(slug="qinghe-motion")
    with tenant(organization.pk):
        yield organization
