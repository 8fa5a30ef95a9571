from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_level_and_what_the_next_one_needs(drawn, contents):
    ready = contents["rich", "blueprint"]["sections"]["readiness"]["readiness"]
    text = drawn("blueprint", "en").text
    assert f"What level {ready['next_level']} still needs" in text
    assert all(lack["en"] in text for lack in ready["unmet"][:12])


def test_plant_without_a_run_says_so(contents):
    assert contents["empty", "blueprint"]["sections"]["readiness"] == {"readiness": None}
