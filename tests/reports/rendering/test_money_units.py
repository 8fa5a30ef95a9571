"""A unit of money stands only over figures that were divided by it, in every language form."""

from __future__ import annotations

import copy
import itertools
import re
from decimal import Decimal

import pytest

from reports.rendering.layout import draw
from reports.rendering.pdf import set_pages
from tests.reports.conftest import KPI, PRINT
from tests.reports.money_words import heads_of, unit_faults, worths
from tests.reports.tables import tables_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORMS = ("en", "zh-hans", "bilingual")
FIGURE = re.compile(r"[\d,.]\|[\d,.]")  # of which a line ends and the next begins
PLANNED = ("budget", "summary")  # sections that say the money of the plan


def budgets(content: dict) -> list[dict]:
    """Return the money of the plan in every section that says it."""
    sections = content["sections"]
    told = [section["plan"] for name, section in sections.items() if name in PLANNED]
    return [*told, sections["roadmap"]["plan"]["budget"]]


@pytest.fixture(scope="module")
def plans(contents):
    """Return a function that gives the rich plant's content with its money in another currency."""

    def act(currency: str, times: int) -> dict:
        content = copy.deepcopy(contents["rich", "blueprint"])
        sections = content["sections"]

        def grown(value):
            return None if value is None else str(Decimal(value) * times)

        for plan in budgets(content):
            plan["money"]["currency"] = currency
            plan["money"]["rate"] = str(Decimal(plan["money"]["rate"]) / times)
            for name in ("one_off", "running", "outside", "total", "limit"):
                plan[name] = grown(plan[name])
            for year in plan["years"]:
                year["by_phase"] = [grown(amount) for amount in year["by_phase"]]
                year["planned"], year["limit"] = grown(year["planned"]), grown(year["limit"])
        for quarter in sections["roadmap"]["plan"]["quarters"]:
            quarter["amount"] = grown(quarter["amount"])
        for row in sections["roadmap"]["plan"]["initiatives"]:
            row["currency"] = currency
            row["one_off"], row["yearly"] = grown(row["one_off"]), grown(row["yearly"])
        return content

    return act


# Each currency and each form once: units follow the size of the money, words the form.
@pytest.mark.parametrize(
    ("currency", "times", "form"),
    [("MYR", 1, "en"), ("VND", 5500, "zh-hans"), ("HUF", 85, "bilingual"), ("VND", 5500, "en")],
)
def test_heads_agree_and_figures_are_the_plan(plans, currency, times, form):
    content = plans(currency, times)
    html = draw(content, kind="blueprint", language=form, fingerprint=PRINT)
    assert unit_faults(html) == []
    plan = content["sections"]["budget"]["plan"]
    budget = next(
        table for table in tables_of(html) if table.section == "budget" and len(table.heads) == 8
    )
    caption = next(head for head in heads_of(html) if head.startswith(("By year and", "分年度")))
    worth = worths(caption).pop()
    group = worths(group_head(html)).pop()
    for cells, year in zip(budget.rows, plan["years"], strict=False):
        shown = [Decimal(cell.replace(",", "")) for cell in (*cells[1:5], cells[6])]
        stored = [Decimal(amount) for amount in (*year["by_phase"], year["planned"], year["limit"])]
        for figure, amount in zip(shown, stored, strict=True):
            assert abs(figure * worth - amount) <= step(figure) * worth / 2
        in_group = Decimal(cells[5].replace(",", ""))
        assert abs(in_group * group - Decimal(year["group"])) <= step(in_group) * group / 2
    total = budget.rows[-1]
    figure = Decimal(total[4].replace(",", ""))
    assert abs(figure * worth - Decimal(plan["total"])) <= step(figure) * worth / 2


def group_head(html: str) -> str:
    return next(head for head in heads_of(html) if head.startswith(("CNY", "万元", "百万元")))


def step(figure: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(figure.as_tuple().exponent))


@pytest.mark.parametrize("form", FORMS)
def test_no_head_of_the_other_documents_disagrees(contents, form):
    for who, kind in (("rich", KPI), ("empty", KPI), ("empty", "blueprint")):
        html = draw(contents[who, kind], kind=kind, language=form, fingerprint=PRINT)
        assert unit_faults(html) == []


def test_the_printed_rate_gives_the_printed_total(plans):
    html = draw(plans("VND", 5500), kind="blueprint", language="en", fingerprint=PRINT)
    text = html.replace("\u00a0", " ")
    units, rate = re.search(r"([\d,]+) VND = ([\d.]+) CNY", text).groups()
    total = Decimal(budgets(plans("VND", 5500))[0]["total"])
    product = total * Decimal(rate) / Decimal(units.replace(",", ""))
    assert f"CNY {product / 10**6:.2f} M" in text


def test_the_strip_of_the_drawing_counts_in_the_unit_of_the_table(plans):
    html = draw(plans("VND", 5500), kind="blueprint", language="bilingual", fingerprint=PRINT)
    assert "VND billion a quarter" in html
    assert "Budget, VND billion" in " ".join(heads_of(html))


@pytest.mark.parametrize("form", ["zh-hans", "bilingual"])
def test_a_figure_never_breaks_inside(plans, form):
    """The fault seen: "8,510,00" with its last zero on the line below."""
    html = draw(plans("VND", 5500), kind="blueprint", language=form, fingerprint=PRINT)
    cells, broken = 0, []
    for page in set_pages(html).pages:
        for cell in page._page_box.descendants():
            if type(cell).__name__ != "TableCellBox" or "num" not in css_of(cell):
                continue
            cells += 1
            texts = [box for box in contents_of(cell) if box.element.find("br") is None]
            for one, other in itertools.pairwise(texts):
                if one.element is other.element and FIGURE.search(one.text + "|" + other.text):
                    broken.append(f"{one.text}/{other.text}")
    assert cells > 40
    assert broken == []


def css_of(box) -> list[str]:
    return (box.element.get("class") or "").split()


def contents_of(cell) -> list:
    """Return the words of a cell, one box a line."""
    boxes = cell.descendants()
    return [box for box in boxes if type(box).__name__ == "TextBox" and box.text.strip()]


@pytest.mark.parametrize(
    "head",
    [
        'Budget, MYR million <span class="companion">预算（MYR 万）</span>',
        "Budget, MYR million 预算（万林吉特）",
        "VND k",
        "CNY million CNY 万",
        "VND billion 百万越南盾",
    ],
)
def test_the_former_fault_is_seen(head):
    assert unit_faults(f"<h2>{head}</h2>") != []


def test_units_that_agree_pass():
    assert unit_faults("<h2>Budget, MYR million 预算（百万林吉特）</h2><th>CNY 元人民币</th>") == []
