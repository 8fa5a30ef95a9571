"""The demo of every tagged release, brought up to date: nothing is lost, everything opens."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from assessment.domain.sealing import seal
from assessment.models import Assessment, Snapshot
from core.base import tenant
from organizations.models import Organization, User
from organizations.services import audit
from tests.upgrade.dumps import RELEASES
from tests.upgrade.scratch import count_of, load_release, scratch, tables

pytestmark = [pytest.mark.data, pytest.mark.slow]
# Django's own records of what it did; the rest keeps its number of rows.
OWN_BOOKS = {
    "auth_permission": "one row more for each new table",
    "django_content_type": "as above",
    "django_migrations": "one row for each migration",
}
# Tables of a library that is gone: it counted wrong passwords, `organizations.WrongTries` does now.
GONE = "axes_"
PAGES = (
    "",
    "edit/",
    "journey/stages/1/",
    "current/",
    "landscape/systems/",
    "needs/requirements/",
    "capability/",
    "roadmap/",
    "compliance/",
    "indicators/",
    "indicators/readings/import/",
    "reports/",
    "translation/texts/",
)


@pytest.mark.parametrize("release", RELEASES)
def test_demo_of_a_release_comes_through(release, tmp_path, django_db_setup, django_db_blocker):
    """One upgrade, all checks: the dump takes longer to load than to look at."""
    with django_db_blocker.unblock(), scratch(tmp_path):
        load_release(release)
        before = {name: count_of(name) for name in tables() if name not in OWN_BOOKS}
        call_command("migrate", interactive=False, verbosity=0)
        no_table_loses_or_gains_a_row(before)
        organization = Organization._base_manager.get()
        with tenant(organization.pk):
            the_chain_of_the_trail_still_holds(organization)
            signed_runs_still_equal_their_seals()
            the_main_pages_open_for_the_cio(organization)


def no_table_loses_or_gains_a_row(before):
    gone = {name for name in before if name.startswith(GONE)}
    assert gone
    assert not gone & set(tables())
    assert not MigrationRecorder(connection).migration_qs.filter(app="axes").exists()
    before = {name: rows for name, rows in before.items() if name not in gone}
    # Evidence of duties has joined that of answers.
    before["assessment_evidence"] += before["compliance_obligationevidence"]
    assert {name: count_of(name) for name in before} == before
    assert sum(before.values()) > 1000


def the_chain_of_the_trail_still_holds(organization):
    result = audit.verify(organization)
    assert result.broken_at is None
    assert result.count > 100


def signed_runs_still_equal_their_seals():
    signed = Assessment.objects.filter(state=Assessment.State.SIGNED_OFF)
    seals = list(Snapshot.objects.all())
    assert len(seals) >= signed.count() > 0
    assert [seal(row.data) for row in seals] == [row.sha256 for row in seals]


def the_main_pages_open_for_the_cio(organization):
    call_command("prepare", verbosity=0, stdout=io.StringIO())
    cio = User.objects.filter(memberships__role="cio", memberships__plant=None).first()
    client = Client()
    client.force_login(cio, backend="allauth.account.auth_backends.AuthenticationBackend")
    places = ["/", "/indicators/", "/organization/audit/"]
    plants = organization.plants.all()
    places += [f"/plants/{plant.slug}/{page}" for plant in plants for page in PAGES]
    seen = {place: client.get(place).status_code for place in places}
    assert {place: status for place, status in seen.items() if status != 200} == {}
