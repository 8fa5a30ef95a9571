from __future__ import annotations

import pytest

from core.text import LocalizedText
from reports.sections.compliance.content import Compliance, JurisdictionLine
from tests.reports.paper import day_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WORDS = LocalizedText("a", "甲")


def test_duties_by_jurisdiction(paper, raw):
    rows = {key.split(" ")[0]: row for key, row in paper.rows("jurisdictions", "name").items()}
    wanted = raw["jurisdictions"]
    shown = {code: {name: int(row[name]) for name in wanted[code]} for code, row in rows.items()}
    assert shown == wanted
    # No two columns of the country agree, and none is empty: a figure under a wrong head shows.
    assert len(set(wanted["MY"].values())) == len(wanted["MY"])
    assert 0 not in wanted["MY"].values()


def test_open_duties(paper, raw):
    rows = paper.rows("duties", "text")
    assert len(rows) == 40
    for text, row in rows.items():
        stored = [(duty["code"], duty["due"]) for duty in raw["duties"][text]]
        assert (row["code"], day_in(row["due"])) in stored


def test_duties_to_confirm_do_not_count():
    one = JurisdictionLine(
        "MY", WORDS, met=3, in_progress=1, not_started=2, overdue=1, to_confirm=9
    )
    two = JurisdictionLine(
        "CN", WORDS, met=1, in_progress=0, not_started=0, overdue=0, to_confirm=1
    )
    state = Compliance((one, two), (), 0)
    assert one.applicable == 7
    assert (state.applicable, state.met, state.overdue, state.to_confirm) == (8, 4, 1, 10)
