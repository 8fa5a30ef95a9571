"""The business case on paper says what the page says."""

from __future__ import annotations

import pytest

from tests.reports.paper import compare, is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_money_by_year(form, raw):
    rows = form.rows("case_years", "year")
    columns = ("one_off", "running", "gain", "net", "total")
    assert set(rows) == set(raw["case"]["years"])
    compare(rows, raw["case"]["years"], *columns, unit=form.millions)


def test_value_and_payback_stand_in_the_facts(paper, raw):
    facts = paper.facts("business_case")
    case = raw["case"]
    assert str(case["pays_in"]) in facts[paper.say("Payback", "回收期")]
    worth = facts[paper.say("Net present value", "净现值")]
    assert is_near(worth.partition("(")[0].partition("（")[0], case["npv"])


def test_drivers_and_draws_stand_there(paper):
    assert len(paper.rows("case_swings", "driver")) == 4
    facts = paper.facts("business_case")
    assert any("80" in name for name in facts)


def test_the_summary_says_what_it_brings_and_when_it_pays(contents):
    summary = contents["rich", "blueprint"]["sections"]["summary"]
    chapter = contents["rich", "blueprint"]["sections"]["business_case"]
    assert summary["worth"] == chapter["case"]["worth"]
    assert contents["empty", "blueprint"]["sections"]["business_case"] == {"case": None}
