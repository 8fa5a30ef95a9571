from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_facts_of_the_plant(paper, raw):
    facts = paper.facts("plant")
    assert facts[paper.say("People", "人数")] == f"{raw['plant']['people']}"
    assert facts[paper.say("Production lines", "产线数量")] == f"{raw['plant']['lines']}"
