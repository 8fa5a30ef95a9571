from __future__ import annotations

from decimal import Decimal

import pytest

from organizations.models import Plant
from reports.sections.plant.collect import facts_of_law

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_facts_of_the_plant(paper, raw):
    facts = paper.facts("plant")
    assert facts[paper.say("People", "人数")] == f"{raw['plant']['people']}"
    assert facts[paper.say("Production lines", "产线数量")] == f"{raw['plant']['lines']}"


def test_facts_that_are_not_known_stand_beside_those_that_decide():
    """The fault seen: what 28 duties waited for stood nowhere in the document."""
    plant = Plant(night_shift="yes", ot_network="unknown", annual_revenue=Decimal(650_000_000))
    facts = {name.en: value for name, value in facts_of_law(plant)}
    assert facts["Runs a night shift"].zh_hans == "是"
    assert facts["Annual revenue in plant currency"].en == "650,000,000"
    names = facts["Not known yet"]
    assert len(names.en.split("; ")) == len(names.zh_hans.split("；")) > 20
    assert "Runs a night shift" not in names.en
    assert len(facts) == 3
