from __future__ import annotations

import pytest

from tests.reports.conftest import PRINT

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_seals_of_document_and_result(paper, contents):
    ready = contents["rich", "blueprint"]["sections"]["signatures"]["readiness"]
    facts = paper.facts("signatures")
    assert facts[paper.say("This document", "本文件")] == PRINT
    assert facts[paper.say("Locked assessment", "锁定的评估")] == ready["snapshot"]


def test_three_sides_sign(paper):
    sides = [row[0] for table in paper.named("signatures") for row in table.rows]
    assert sides == [
        paper.say("Business", "业务"),
        paper.say("IT", "IT"),
        paper.say("Headquarters", "总部"),
    ]
