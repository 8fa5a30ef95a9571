from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.base import tenant
from reports.sections.readiness.collect import readiness
from reports.selectors.measured import measured
from tests.factories.assessment_runs import make_run

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_level_and_what_the_next_one_needs(drawn, contents):
    ready = contents["rich", "blueprint"]["sections"]["readiness"]["readiness"]
    text = drawn("blueprint", "en").text
    assert f"What level {ready['next_level']} still needs" in text
    assert all(lack["en"] in text for lack in ready["unmet"][:12])


def test_plant_without_a_run_says_so(contents):
    assert contents["empty", "blueprint"]["sections"]["readiness"] == {"readiness": None}


def test_signature_has_the_day_of_the_plant(cast):
    """The fault seen: signed on the 30th at 04:39 in Bangkok, printed as of the 29th."""
    with tenant(cast.organization.pk):
        cast.plant.time_zone = "Asia/Bangkok"
        cast.plant.save()
        run = make_run(cast.plant, {"SP-01": 2}, signed=True)
        run.signed_off_at = datetime(2026, 11, 29, 21, 39, tzinfo=UTC)
        run.save()
        assert readiness(measured(cast.plant)).signed_on == date(2026, 11, 30)
