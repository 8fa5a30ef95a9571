from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_gravest_risks_stand_on_the_summary(paper):
    assert list(paper.rows("top risks", "risk")) == list(paper.rows("risks", "risk"))[:3]


def test_figures_are_those_of_the_chapters(contents):
    sections = contents["rich", "blueprint"]["sections"]
    summary = sections["summary"]
    assert summary["readiness"] == sections["readiness"]["readiness"]
    assert summary["plan"] == sections["budget"]["plan"]
    assert summary["goals"] == sections["goals"]["goals"]
    assert summary["compliance"] == sections["compliance"]["compliance"]
    assert summary["risks"] == sections["risks"]["risks"][:3]
