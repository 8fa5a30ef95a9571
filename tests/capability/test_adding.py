"""Pages of runs whose cells add up, beside runs whose cells do not."""

from __future__ import annotations

import csv
import random
import re
from decimal import Decimal

import pytest

from assessment.models import Answer, Snapshot
from assessment.selectors.result import result
from core.scores import span
from packs.schema import Framework
from tests.factories.assessment_runs import flagship, make_run
from tests.markup import text_of

ADDING = "1.1.0"
URL = "/plants/johor-bahru/capability/"
BLENDED = "Cells include plant-wide answers and do not add up to the row."
TWENTY_EIGHT = Decimal("1e-26")  # a sheet holds 60 digits, its sum here 28
IN_A_SHEET = Decimal("1e-8")  # numbers there have ten places


@pytest.fixture
def questions(db) -> list[str]:
    return [leaf.id for leaf in flagship(ADDING).read(Framework).leaves]


@pytest.fixture
def spread(questions) -> dict[str, int]:
    chance = random.Random(3)
    return {name: chance.randint(0, 4) for name in questions}


def targets_of(levels):
    return {name: min(5, level + 1) for name, level in levels.items()}


def cells_of(page):
    """Return the written figures of each row of the heat map, the head left out."""
    body = re.search(r'<table class="matrix".*?<tbody>(.*?)</tbody>', page, re.DOTALL).group(1)
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows]


def test_a_run_that_adds_up_has_a_column_for_the_whole_plant(scoped, spread):
    make_run(scoped.plant, spread, release=ADDING)
    page = scoped.client("cio").get(URL).content.decode()
    assert "Plant-wide" in page
    assert BLENDED not in page
    # TD-04 alone makes the four cells of talent development and these processes
    assert page.count("rests on 1 question") > 4
    assert page.count("hatched") > 4
    assert "level 2, " in page or "level 1, " in page
    assert {len(row) for row in cells_of(page)} == {10}  # 7 columns, now, target, gap


def test_a_run_of_the_older_release_keeps_its_cells(scoped, spread):
    make_run(scoped.plant, spread, release="1.0.0")
    for view in ("matrix", "table"):
        page = scoped.client("cio").get(URL, {"view": view}).content.decode()
        assert BLENDED in page
        assert "Plant-wide" not in page
        assert "rests on 1 question" not in page


def rows_of(response):
    lines = csv.reader(response.content.decode("utf-8-sig").splitlines())
    head, *rows = lines
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheet_adds_up_row_by_row(scoped, spread):
    open_ones = {name: level for name, level in spread.items() if not name.endswith("7")}
    make_run(scoped.plant, open_ones, release=ADDING)
    *rows, readiness, _least, _most = rows_of(scoped.client("cio").get(URL + "export/"))
    assert (len(rows), readiness["Dimension"]) == (5, "Readiness")
    columns = [name.removesuffix(": weight") for name in rows[0] if name.endswith(": weight")]
    assert len(columns) == 7
    for row in rows:
        parts = [Decimal(row[f"{name}: weight"]) * Decimal(row[name] or 0) for name in columns]
        assert abs(sum(parts) - Decimal(row["Now"])) < IN_A_SHEET
        assert abs(sum(Decimal(row[f"{name}: weight"]) for name in columns) - 1) < IN_A_SHEET
    talent = next(row for row in rows if row["Dimension"] == "Talent development")
    assert talent["Sales: questions"] == "1"


def test_columns_of_open_questions_are_ranges_on_the_page_and_in_the_sheet(scoped, questions):
    """The fault seen: rows said "1.6–2.1" and the totals below them one figure."""
    levels = {name: 2 for name in questions if not name.startswith("TD-0")}
    run = make_run(scoped.plant, levels, release=ADDING)
    ends = {name: level.ends for name, level in result(run).matrix.processes.items()}
    assert all(ends.values())
    written = [span(found.lower, found.upper) for found in ends.values()]
    for view in ("matrix", "table"):
        page = scoped.client("cio").get(URL, {"view": view}).content.decode()
        total = text_of(page.split('<tr class="total">')[1].split("</tr>")[0])
        assert [one for one in written if one not in total] == []
    *_, figure, least, most = rows_of(scoped.client("cio").get(URL + "export/"))
    assert {figure[name] for name in list(figure)[1:8]} == {""}
    assert (least["Dimension"], most["Dimension"]) == ("Readiness, at least", "Readiness, at most")
    assert abs(Decimal(least["Plant-wide"]) - ends["plant-wide"].lower) < IN_A_SHEET
    assert abs(Decimal(most["Plant-wide"]) - ends["plant-wide"].upper) < IN_A_SHEET


def test_the_sheet_of_the_older_release_says_that_it_does_not(scoped, spread):
    make_run(scoped.plant, spread, release="1.0.0")
    assert rows_of(scoped.client("cio").get(URL + "export/"))[0]["Note"] == BLENDED


def test_the_drawer_shows_the_way_of_each_question(scoped, spread):
    run = make_run(scoped.plant, spread, release=ADDING)
    Answer.objects.filter(assessment=run, question="TD-01").update(value=None)
    Answer.objects.filter(assessment=run, question="TD-02").update(
        value=None, not_applicable=True, reason="no such process"
    )
    framework = flagship(ADDING).read(Framework)
    client = scoped.client("cio")
    shared = framework.questions_by_id["TD-04"]
    page = text_of(client.get(URL, {"why": "TD:sales"}).content.decode())
    weight = f"{framework.weight_of(framework.nodes['TD-04'], 'discrete').normalize():f}"
    assert (
        f"weight in the dimension {weight} → share of this process 1/{len(shared.processes)} →"
        in page
    )
    assert "rests on 1 question" in page
    page = text_of(client.get(URL, {"why": "TD"}).content.decode())
    assert "Not answered yet TD-01" in page
    assert "that is answered" in page
    same = client.get(f"/plants/johor-bahru/current/runs/{run.pk}/score/", {"why": "TD"})
    drawer = text_of(same.content.decode())
    for words in ("Question Level Weight Part", "Not answered yet TD-01"):
        assert words in page
        assert words in drawer


def test_the_drawer_names_what_does_not_apply(scoped, spread):
    run = make_run(scoped.plant, spread, release="1.0.0")
    Answer.objects.filter(assessment=run, question="TD-03").update(
        value=None, not_applicable=True, reason="no such process"
    )
    page = text_of(scoped.client("cio").get(URL, {"why": "TD"}).content.decode())
    weight = flagship().read(Framework).questions_by_id["TD-03"].weight
    stated = weight["discrete"] if isinstance(weight, dict) else weight
    assert re.search(rf"Does not apply TD-03 .* the others carry its {stated.normalize():f}", page)
    page = text_of(scoped.client("cio").get(URL, {"why": "TD:sales"}).content.decode())
    assert "→ 60 % of the cell" in page.replace("\u00a0", " ")


def test_every_gap_on_the_page_is_target_minus_now_as_printed(scoped, spread):
    make_run(scoped.plant, spread, targets_of(spread), title="before", signed=True, release=ADDING)
    higher = {name: min(5, level + place % 2) for place, (name, level) in enumerate(spread.items())}
    make_run(scoped.plant, higher, targets_of(higher), signed=True, release=ADDING)
    rows = cells_of(scoped.client("cio").get(URL).content.decode())
    assert len(rows) == 6
    for row in rows:
        now, target, gap, _change = (Decimal(cell.replace("\u2212", "-")) for cell in row[7:])
        assert gap == target - now
    rows = cells_of(scoped.client("cio").get(URL, {"compare": "previous"}).content.decode())
    for row in rows:
        now, before, change = (Decimal(cell.replace("\u2212", "-")) for cell in row[7:])
        assert change == now - before


@pytest.mark.parametrize("release", ["1.0.0", ADDING])
def test_a_plant_below_three_is_not_shown_at_three(scoped, questions, release):
    """All 3 but DG-13 at 1: 2.968, average reading 2."""
    levels = {**dict.fromkeys(questions, 3), "DG-13": 1}
    make_run(scoped.plant, levels, signed=True, release=release)
    client = scoped.client("cio")
    page = client.get(URL).content.decode()
    assert cells_of(page)[-1][-3] == "2.97"
    tile = text_of(client.get("/plants/johor-bahru/").content.decode())
    assert "2.97 of 5" in tile
    assert "2.97" in text_of(client.get("/").content.decode())


def test_equal_gaps_name_no_dimension_alone(scoped, questions):
    make_run(scoped.plant, dict.fromkeys(questions, 1), dict.fromkeys(questions, 2), release=ADDING)
    page = scoped.client("cio").get(URL).context
    assert page["finding"] == "Every dimension is 1.00 below its target"


def test_two_equal_gaps_are_both_named(scoped, questions):
    targets = {name: 4 if name[:2] in ("SP", "TD") else 3 for name in questions}
    make_run(scoped.plant, dict.fromkeys(questions, 2), targets, release=ADDING)
    page = scoped.client("cio").get(URL).context
    assert page["finding"] == "Widest gap, 2.00 each: Strategy planning, Talent development"


def test_a_gap_that_is_a_range_is_named_first(scoped, questions):
    """SP-01 (10 %) and SP-11 are open: strategy lies between 1.7 and 2.4, below 3 by 0.6 to 1.3."""
    levels = {name: 2 for name in questions if name not in {"SP-01", "SP-11"}}
    make_run(scoped.plant, levels, dict.fromkeys(levels, 3), release=ADDING)
    response = scoped.client("cio").get(URL)
    row = {row["id"]: row["whole"].shown for row in response.context["rows"]}
    assert response.context["finding"] == (
        f"Perhaps the widest gap: Strategy planning ({row['SP'].gap_words}); the widest known: "
        "System architecture (1.00), Business adaptation (1.00), Data governance (1.00), "
        "Talent development (1.00)"
    )
    assert "–" in row["SP"].gap_words
    assert row["SP"].gap_words in cells_of(response.content.decode())[0][-1]


def test_targets_without_an_answer_come_first(scoped, questions):
    levels = dict.fromkeys(questions, 2)
    del levels["SA-09"]
    run = make_run(scoped.plant, levels, dict.fromkeys(questions, 3), release=ADDING)
    Answer.objects.create(assessment=run, question="SA-09", target=4)
    page = scoped.client("cio").get(URL)
    assert [row["gap"].question for row in page.context["open_gaps"]] == ["SA-09"]
    listed = text_of(page.content.decode()).split("Largest gaps")[1]
    assert listed.index("SA-09") < listed.index(page.context["gaps"][0]["gap"].question)
    assert "no answer" in listed


def test_a_signed_run_shows_the_cells_of_its_seal(scoped, spread):
    run = make_run(scoped.plant, spread, signed=True, release=ADDING)
    held = Snapshot.objects.get(assessment=run).data
    cells = {(cell["dimension"], cell["process"]): cell for cell in held["current"]["cells"]}
    assert len(cells) == 35
    for cell in result(run).current.cells:
        sealed = cells[cell.dimension, cell.process]
        assert (str(cell.score), str(cell.weight)) == (sealed["score"], sealed["weight"])
    assert "plant-wide" in held["matrix"]["rows"][0]["cells"]
