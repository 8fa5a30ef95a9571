"""Ten tables of the blueprint compared with the pages that people work on, cell by cell.

Both are read by the heads of their columns; nothing here knows how either was made.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assessment.models import Assessment
from packs.schema import Framework
from reports.rendering.layout import draw
from tests.factories.reports import rich_plant
from tests.reports.conftest import PRINT, frozen
from tests.reports.paper import LANGUAGES, Paper, day_in, is_near, months_in
from tests.reports.tables import Table, tables_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FIGURE = re.compile(r"−?[\d,]+(?:\.\d+)?")


@pytest.fixture(params=LANGUAGES)
def both(request, scoped):
    """The blueprint of a plant and a function that returns the tables of a page, in one language."""
    rich_plant(scoped.plant, scoped.people["project_owner"])
    person = scoped.people["cio"]
    person.language = request.param
    person.save()
    client = scoped.client("cio")

    def tables(address: str) -> list[Table]:
        page = client.get(f"/plants/{scoped.plant.slug}/{address}")
        assert page.status_code == 200
        return tables_of(page.content.decode())

    text = draw(
        frozen(scoped.plant, "blueprint"),
        kind="blueprint",
        language=request.param,
        fingerprint=PRINT,
    )
    return Paper(text, request.param), tables


def by_name(table: Table, place: int = 0) -> dict[str, list[str]]:
    """Return the whole rows of a table by one of their cells."""
    return {row[place]: row for row in table.rows if len(row) == len(table.heads)}


def with_heads(tables: list[Table], count: int) -> list[Table]:
    return [table for table in tables if len(table.heads) == count]


def amount(cell: str) -> Decimal | None:
    found = FIGURE.search(cell)
    return Decimal(found[0].replace(",", "").replace("−", "-")) if found else None


def thousands(paper: Paper) -> int:
    """What small tables of money count in."""
    return (1000, 10_000)[paper.place]


def money(cell: str) -> Decimal:
    """Return an amount of a page in single units: MYR 1.23 M, 41万林吉特."""
    times = {"M": 1_000_000, "万": 10_000}
    found = re.search(r"([\d,.]+)\s*(M|万)?", cell)
    return Decimal(found[1].replace(",", "")) * times.get(found[2], 1)


def test_dimensions(both):
    paper, tables = both
    screen = by_name(tables("capability/")[0])
    printed = paper.rows("dimensions", "name")
    assert len(printed) == 6
    for name, row in printed.items():
        wanted = next(cells for head, cells in screen.items() if head in (name, *_overall(name)))
        assert [row["now"], row["target"], row["gap"]] == wanted[-4:-1]
        assert row["change"] == wanted[-1]


def _overall(name: str) -> tuple[str, ...]:
    return ("Readiness", "就绪度") if name in ("Overall", "总体", "总分") else ()


def test_gaps(both):
    paper, tables = both
    run = Assessment.objects.order_by("-pk").first()
    topics = run.framework.read(Framework).questions_by_id
    codes = {topic.topic.in_language(paper.language): code for code, topic in topics.items()}
    printed = {codes[name]: row for name, row in paper.rows("gaps", "topic").items()}
    screen = by_name(tables("capability/")[1])
    assert len(screen) > 5
    for code, cells in screen.items():
        row = printed[code]
        assert [row["now"], row["target"], row["worth"]] == cells[1:4]


def test_what_the_plan_reaches(both):
    paper, tables = both
    (screen,) = with_heads(tables("roadmap/?view=table"), 7)
    (printed,) = [table for table in paper.tables if table.section == "reach"]
    assert len(printed.rows) == len(screen.rows) == 6
    for row, cells in zip(printed.rows, screen.rows, strict=True):
        assert row[1:-1] == cells[1:-1]
        assert row[-1] in (cells[-1], f"{cells[-1]}0.00", "–")


def test_money_by_year(both):
    paper, tables = both
    screen = by_name(with_heads(tables("roadmap/?view=table"), 5)[0])
    printed = {year: row for year, row in paper.rows("budget", "year").items() if year.isdigit()}
    assert set(printed) == {"2026", "2027", "2028"} <= set(screen)
    for year, row in printed.items():
        planned, limit, _left, group = screen[year][1:]
        assert is_near(row["plan"], amount(planned), paper.millions)
        assert is_near(row["limit"], amount(limit), paper.millions)
        assert is_near(row["group"], amount(group), paper.millions)


def test_initiatives(both):
    paper, tables = both
    rows = [row for row in with_heads(tables("roadmap/?view=table"), 11)[0].rows if len(row) == 11]
    printed = {
        title: row for title, row in paper.rows("initiatives", "title").items() if row["start"]
    }
    told = {
        cells[1]: small[1]
        for table in paper.named("initiatives")
        for cells, small in zip(table.rows, table.small, strict=True)
    }
    assert len(printed) == len(rows) > 10
    for row in rows:
        mine = next(cells for title, cells in printed.items() if row[0].startswith(title))
        assert [day_in(mine["start"]), day_in(mine["end"])] == [day_in(row[1]), day_in(row[2])]
        assert is_near(mine["cost"], amount(row[5]), paper.millions)
        name = next(title for title in printed if row[0].startswith(title))
        assert row[4] == "–" or row[4] in told[name]


def test_goals(both):
    paper, tables = both
    screen = by_name(tables("roadmap/goals/")[0])
    printed = paper.rows("goals", "title")
    assert set(printed) == set(screen)
    for title, row in printed.items():
        assert months_in(row["due"])[0] == months_in(screen[title][4])[0]
        assert amount(row["return"]) * thousands(paper) == money(screen[title][5])


def test_indicators(both):
    paper, tables = both
    screen = by_name(tables("indicators/")[0])
    printed = paper.rows("indicators", "")
    assert len(screen) == len(printed) > 3
    for title, row in printed.items():
        cells = screen[title]
        assert row["baseline"] == cells[3]
        assert row["target"] == cells[4]


def test_systems(both):
    paper, tables = both
    screen = by_name(tables("landscape/systems/")[0])
    printed = paper.rows("systems", "name")
    assert set(printed) == set(screen)
    for name, row in printed.items():
        _category, _owner, users, cost, _contract, support, disposition = screen[name][1:]
        assert [row["users"], row["-"], row["--"]] == [users, support, disposition]
        assert amount(row["cost"]) * thousands(paper) == money(cost)


def test_requirements(both):
    paper, tables = both
    screen = tables("needs/requirements/")[0]
    codes = [text for row in screen.small for text in row[:1] if text]
    assert [code for code in paper.small("gaps", 1) if code.startswith("REQ-")] == codes


def test_score_page(both):
    paper, tables = both
    run = Assessment.objects.order_by("-pk").first()
    (screen,) = with_heads(tables(f"current/runs/{run.pk}/score/"), 7)
    printed = paper.rows("dimensions", "name")
    shown = by_name(screen)
    assert len(set(printed) & set(shown)) == 5
    for name in set(printed) & set(shown):
        for head, place in (("now", 1), ("target", 3)):
            assert abs(amount(shown[name][place]) - amount(printed[name][head])) <= Decimal("0.05")
