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
    plant = Plant(night_shift="yes", ot_network="no", annual_revenue=Decimal(650_000_000))
    facts = facts_of_law(plant)
    assert len(facts) == len({name for name, _value in facts}) > 30
    words = {name.en: value for name, value in facts}
    assert words["Runs a night shift"].zh_hans == "是"
    assert words["Annual revenue in plant currency"].en == "650,000,000"
    unknown = [value.zh_hans == "尚不清楚" for _name, value in facts]
    assert unknown == [False] * 3 + [True] * (len(facts) - 3)
