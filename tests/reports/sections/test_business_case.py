"""The business case on paper says what the page says."""

from __future__ import annotations

import copy
import re
from decimal import Decimal

import pytest

from reports.rendering.layout import draw
from tests.reports.conftest import PRINT
from tests.reports.paper import compare, is_near

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_money_by_year(form, raw):
    rows = form.rows("case_years", "year")
    columns = ("one_off", "running", "gain", "net", "total")
    assert set(rows) == set(raw["case"]["years"])
    compare(rows, raw["case"]["years"], *columns, unit=form.millions)


def test_the_values_of_the_initiatives_add_up_to_the_total(form):
    """What names no hard benefit has a row of its own, with the value of its cost."""
    rows = list(form.rows("case_lines", "title").values())
    values = [amount(row["npv"]) for row in rows if row["npv"] != "–"]
    *parts, total = values
    last = Decimal(1).scaleb(-len(rows[-1]["npv"].partition(".")[2]))
    assert len(rows) > len(values) > 2
    assert abs(sum(parts) - total) <= last / 2 * len(values)
    assert sum(row["npv"] == "–" for row in rows) == int(re.match(r"\d+", rows[-2]["title"])[0])


def test_inflation_and_reinvestment_stand_beside_the_discount_rate(paper, contents):
    case = contents["rich", "blueprint"]["sections"]["business_case"]["case"]
    text = " ".join(paper.text.split())
    said = text[text.index(paper.say("Flows are nominal", "现金流为名义值")) :][:260]
    for rate in ("inflation", "reinvest"):
        assert f"{Decimal(case[rate]):.1f}" in said


@pytest.mark.parametrize("kind", ["blueprint", "board_page"])
@pytest.mark.parametrize(
    ("language", "share"), [("en", "82 % of the investment"), ("zh-hans", "占投资额的82%")]
)
def test_what_stands_without_running_cost_says_its_share(contents, kind, language, share):
    """12 of 80 may be the smaller part of the list and the larger one of the money."""
    content = copy.deepcopy(contents["rich", kind])
    sections = content["sections"]
    for name in ("summary", "budget"):
        if name in sections:
            costs = sections[name]["plan"]["costs"]
            costs |= {"without": 12, "bearing": 80, "share": "0.8204"}
    if "business_case" in sections:
        lack = {"what": "running", "count": 12, "of": 80, "share": "0.8204"}
        sections["business_case"]["case"]["lacks"] = [lack]
    text = draw(content, kind=kind, language=language, fingerprint=PRINT).replace("\u00a0", " ")
    text = re.sub(r"(?<=\d)\s?%", "%", " ".join(text.split()))
    said = len(re.findall(re.sub(r"(?<=\d) %", "%", share), text))
    assert said == (3 if kind == "board_page" else 5)


def amount(cell):
    return Decimal(cell.replace(",", "").replace("−", "-"))


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


def test_promises_stand_with_what_came_of_them(form, raw):
    rows = form.rows("case_promises", "effect")
    told = raw["case"]["promises"]
    assert len(rows) == len(told) == 1
    (name, row), (title, figures) = *rows.items(), *told.items()
    assert name.startswith(title)
    assert is_near(row["yearly"], figures["yearly"], form.millions)
    assert is_near(row["measured"], figures["measured"], form.millions)


def test_the_one_payback_stands_in_the_chapter_of_money(paper, raw):
    facts = paper.facts("budget")
    name = paper.say("Payback by the business case", "回收期（按投资效益分析）")
    assert str(raw["case"]["pays_in"]) in facts[name]
    first = raw["case"]["first_year"]
    assert paper.say(f"from the end of {first}", f"自{first}年末起") in facts[name]
