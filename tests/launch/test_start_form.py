"""Days of the milestones when the start of production gets another day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from calendars.models import PlantMilestone
from launch.domain.wording import names_of
from launch.selectors.plants import plant_launch
from tests.launch.domain.cases import SOP
from tests.launch.support import set_days, url, words


@pytest.fixture
def client(at):
    return at.client("project_owner")


def test_another_day_of_the_start_moves_what_is_stored_along(client, dated, owner):
    """The fault seen: six weeks later pulled a milestone of the plant's own day five months earlier."""
    set_days(dated.plant, owner, M9=SOP - timedelta(7))
    PlantMilestone.objects.filter(key="M3").delete()
    page = client.get(url("start-edit"), {"kind": "leased_hall", "on": SOP + timedelta(42)})
    initial = page.context["form"].initial
    assert initial["M9"] == SOP + timedelta(35)
    assert initial["M3"] is None
    assert "moves +42 days" in words(page)
    refused = client.get(url("start-edit"), {"kind": "leased_hall", "on": "2100-12-30"})
    assert refused.context["form"] is None


def test_days_stored_anew_keep_the_names_of_the_plant(client, dated):
    PlantMilestone.objects.filter(key="M16").update(title="Start of line 2")
    page = client.get(url("start-edit"))
    assert "Start of line 2" in words(page)
    initial = page.context["form"].initial
    sent = {key: value for key, value in initial.items() if value}
    assert client.post(url("start-edit"), sent).status_code == 302
    assert PlantMilestone.objects.get(key="M16").title == "Start of line 2"
    assert names_of(plant_launch(dated.plant).case)["M16"].en == "“Start of line 2”"
