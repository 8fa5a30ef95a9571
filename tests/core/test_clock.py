"""The clock of the product, and the columns that follow it."""

from __future__ import annotations

import datetime as dt
from contextvars import copy_context

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from core import clock
from core.base import StampField, save_versioned
from organizations.models import Organization

LAST_YEAR = dt.datetime(2025, 3, 4, 22, 30, tzinfo=dt.UTC)


def test_without_a_setting_it_is_the_real_time():
    before = timezone.localtime()
    assert before <= clock.now() <= timezone.localtime()
    assert clock.now().utcoffset() == dt.timedelta(0)


def test_another_clock_runs_inside_its_block_only():
    with clock.running(lambda: LAST_YEAR):
        assert clock.now() == LAST_YEAR
        with clock.running(lambda: LAST_YEAR + dt.timedelta(days=1)):
            assert clock.now() == LAST_YEAR + dt.timedelta(days=1)
        assert clock.now() == LAST_YEAR
    assert clock.now().year > 2025


def test_an_error_inside_gives_the_clock_back():
    with pytest.raises(LookupError), clock.running(lambda: LAST_YEAR):
        raise LookupError
    assert clock.now().year > 2025


def test_each_look_takes_a_second():
    with clock.starting(LAST_YEAR):
        assert [clock.now() - LAST_YEAR for _ in range(3)] == [
            dt.timedelta(seconds=seconds) for seconds in range(3)
        ]


def test_a_moment_without_a_zone_is_refused():
    with (
        pytest.raises(ValueError, match="zone"),
        clock.starting(LAST_YEAR.replace(tzinfo=None)),
    ):
        pass


def test_the_clock_belongs_to_its_context():
    elsewhere = copy_context()
    with clock.running(lambda: LAST_YEAR):
        assert elsewhere.run(clock.now).year > 2025


def test_the_day_is_that_of_the_place():
    with clock.running(lambda: LAST_YEAR):
        assert clock.today() == dt.date(2025, 3, 4)
        assert clock.today(dt.timezone(dt.timedelta(hours=8))) == dt.date(2025, 3, 5)
        with timezone.override("Asia/Shanghai"):
            assert clock.today() == dt.date(2025, 3, 5)


def test_rows_are_stamped_by_the_clock(db):
    with clock.starting(LAST_YEAR):
        row = Organization.objects.create(name="Qinghe", slug="qinghe")
    assert row.created_at == LAST_YEAR
    later = LAST_YEAR + dt.timedelta(days=9)
    with clock.running(lambda: later):
        row.save()
    row.refresh_from_db()
    assert (row.created_at, row.updated_at) == (LAST_YEAR, later)


def test_rows_made_together_and_guarded_edits_are_stamped_by_the_clock(scoped):
    with clock.running(lambda: LAST_YEAR):
        [row] = Organization.objects.bulk_create([Organization(name="A", slug="a")])
        plant = save_versioned(scoped.plant, expected=scoped.plant.version, fields=["name"])
    plant.refresh_from_db()
    assert row.created_at == row.updated_at == plant.updated_at == LAST_YEAR


def test_a_stamp_is_djangos_own_field_to_the_migrations(db):
    path, options = StampField(auto_now=True).deconstruct()[1::2]
    assert (path, options) == models.DateTimeField(auto_now=True).deconstruct()[1::2]
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
