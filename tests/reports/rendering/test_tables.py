"""Every number in a table of a document, read by the head of its column, against the rows.

The heads are typed here in both languages, so that a figure which moves under another head, or a
head which changes its word, is seen. A table that no test knows fails `test_every_table_is_known`.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from reports.rendering.documents import draw
from tests.reports.rendering.conftest import KPI, PRINT
from tests.reports.rendering.heads import HEADS
from tests.reports.rendering.tables import Table, tables_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NUMBER = re.compile(r"(−?[\d,]+(?:\.\d+)?)\s*(M|万|k)?")
TIMES = {"M": 1_000_000, "万": 10_000, "k": 1_000}
LANGUAGES = ("en", "zh-hans")


class Document:
    """A drawn document: its tables by name, and what a column of a row says."""

    def __init__(self, text: str, language: str) -> None:
        self.place = int(language == "zh-hans")  # both side by side: English is the main one
        self.language = LANGUAGES[self.place]
        self.tables = tables_of(text)

    def heads(self, name: str) -> list[str]:
        return [words[self.place] for words in HEADS[name].values()]

    def named(self, name: str) -> list[Table]:
        """Return the tables of a name; one table may be printed in several pieces."""
        return [table for table in self.tables if table.heads == self.heads(name)]

    def rows(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Return the whole rows by one of their cells: name of the column -> words."""
        names, found = list(HEADS[name]), {}
        for table in self.named(name):
            for row in table.rows:
                if len(row) == len(names):
                    cells = dict(zip(names, row, strict=True))
                    found[cells[key]] = cells
        return found

    def facts(self, section: str) -> dict[str, str]:
        """Return the tables without heads of a section as one: words of a row -> its cell."""
        plain = [table for table in self.tables if not table.heads and table.section == section]
        return {row[0]: row[1] for table in plain for row in table.rows if len(row) == 2}

    def small(self, name: str, place: int) -> list[str]:
        return [row[place] for table in self.named(name) for row in table.small if len(row) > place]

    def say(self, english: str, chinese: str) -> str:
        return (english, chinese)[self.place]

    @property
    def millions(self) -> int:
        """What the tables of money count in: millions, in Chinese documents ten thousands."""
        return (1_000_000, 10_000)[self.place]


@pytest.fixture(scope="module")
def drawn(contents):
    """Return a function that draws a document of the rich plant once per language."""
    made = {}

    def act(kind: str, language: str) -> Document:
        if (kind, language) not in made:
            text = draw(contents["rich", kind], kind=kind, language=language, fingerprint=PRINT)
            made[kind, language] = Document(text, language)
        return made[kind, language]

    return act


@pytest.fixture(params=LANGUAGES)
def paper(request, drawn):
    """The blueprint in each language."""
    return drawn("blueprint", request.param)


@pytest.fixture(params=(*LANGUAGES, "bilingual"))
def form(request, drawn):
    """The blueprint in each language form."""
    return drawn("blueprint", request.param)


@pytest.fixture(params=LANGUAGES)
def baseline(request, drawn):
    """The KPI baseline in each language."""
    return drawn(KPI, request.param)


def is_near(cell: str, value, unit: int = 1) -> bool:
    """Tell whether a cell shows a value, rounded at the last digit that it shows."""
    if value is None:
        return cell == "–"
    found = NUMBER.search(cell.replace("+", ""))
    if found is None:
        return False
    text = found[1].replace(",", "").replace("−", "-")
    unit *= TIMES.get(found[2], 1)
    digits = len(text.partition(".")[2])
    return abs(Decimal(text) - Decimal(value) / unit) <= Decimal(1).scaleb(-digits) / 2


def day_in(cell: str) -> dt.date | None:
    """Return the day that a cell names in either language."""
    for form in ("%d %b %Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(cell, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def months_in(cell: str) -> list[tuple[int, int]]:
    """Return the months that a text names in either language, as (year, month)."""
    names = dict(
        zip(
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            range(1, 13),
            strict=True,
        )
    )
    english = [
        (int(year), names[name]) for name, year in re.findall(r"([A-Z][a-z]{2}) (\d{4})", cell)
    ]
    chinese = [(int(year), int(month)) for year, month in re.findall(r"(\d{4})-(\d\d)", cell)]
    return english or chinese


def month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month


def compare(rows, raw, *columns, unit=1):
    """Compare columns of rows with the raw figures of the same keys."""
    wrong = {
        (key, name): (rows[key][name], figures[name])
        for key, figures in raw.items()
        for name in columns
        if name in figures and not is_near(rows[key][name], figures[name], unit)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_known(drawn, language):
    documents = [drawn(kind, language) for kind in ("blueprint", KPI)]
    printed = {tuple(table.heads) for one in documents for table in one.tables if table.heads}
    assert printed == {tuple(documents[0].heads(name)) for name in HEADS}


def test_facts_of_the_plant(paper, raw):
    facts = paper.facts("plant")
    assert facts[paper.say("People", "人数")] == f"{raw['plant']['people']}"
    assert facts[paper.say("Production lines", "产线数量")] == f"{raw['plant']['lines']}"


def test_systems(form, raw):
    rows = form.rows("systems", "name")
    assert set(rows) == set(raw["systems"])
    compare(rows, raw["systems"], "users", "cost")


def test_dimensions(paper, raw):
    rows = list(paper.rows("dimensions", "name").values())
    shown = dict(zip(raw["dimensions"], rows, strict=True))
    assert shown["overall"]["name"] == paper.say("Overall", "总体")
    compare(shown, raw["dimensions"], "now", "target", "gap", "change")


def test_parts_of_each_dimension(paper, raw):
    rows = paper.rows("parts", "question")
    assert set(rows) == set(raw["parts"])
    compare(rows, raw["parts"], "level", "weight", "part")
    totals = [row[1] for table in paper.named("parts") for row in table.rows if len(row) == 2]
    scores = [row["now"] for name, row in raw["dimensions"].items() if name != "overall"]
    assert [is_near(cell, score) for cell, score in zip(totals, scores, strict=True)] == [True] * 5


def test_gaps(paper, raw):
    rows, gaps = paper.rows("gaps", "question"), raw["gaps"]
    assert len(rows) == min(40, len(gaps))
    compare(rows, {name: gaps[name] for name in rows}, "now", "target", "worth")
    codes = [code for code in paper.small("gaps", 0) if code]
    assert codes == [gaps[name]["requirement"] for name in rows if gaps[name]["requirement"]]
    least = min(gaps[name]["worth"] for name in rows)
    assert max((gap["worth"] for name, gap in gaps.items() if name not in rows), default=0) <= least


def test_goals(form, raw):
    rows = form.rows("goals", "title")
    assert set(rows) == set(raw["goals"])
    compare(rows, raw["goals"], "return")
    for title, goal in raw["goals"].items():
        assert months_in(rows[title]["due"]) == [month(goal["due"])]
    linked = [
        int(re.search(r"(\d+) ?(?:initiative|项)", text)[1]) for text in form.small("goals", 0)
    ]
    by_date = sorted(raw["goals"].values(), key=lambda goal: goal["due"])
    assert linked == [goal["initiatives"] for goal in by_date]


def test_initiatives(form, raw):
    rows = form.rows("initiatives", "title")
    total = raw["initiatives"]["total"]
    known = {
        entry["title"][form.language]: entry
        for entry in raw["initiatives"].values()
        if "title" in entry
    }
    head = form.say("One-off cost in all", "一次性费用合计")
    assert set(rows) == {*known, head}
    compare(rows, {**known, head: total}, "cost", unit=form.millions)
    for title, entry in known.items():
        shown = (day_in(rows[title]["start"]), day_in(rows[title]["end"]))
        assert shown == (entry["start"], entry["end"])


def test_milestones(paper, raw):
    rows = paper.rows("milestones", "title")
    assert {title: day_in(row["due"]) for title, row in rows.items()} == {
        title: stone["due"] for title, stone in raw["milestones"].items()
    }
    reached = [text for text in paper.small("milestones", 2) if text]
    assert len(reached) == sum(1 for stone in raw["milestones"].values() if stone["reached"])


@pytest.mark.parametrize("name", ["money", "budget"])
def test_money_by_year(form, raw, name):
    rows = form.rows(name, "year")
    wanted = {key: row for key, row in raw["budget"].items() if key != "outside"}
    wanted[form.say("Total", "合计")] = wanted.pop("total")
    if name == "budget" and raw["budget"]["outside"]["plan"]:
        wanted[form.say("Before and after", "此前与此后")] = raw["budget"]["outside"]
    assert set(rows) == set(wanted)
    columns = [column for column in HEADS[name] if column and column != "year"]
    compare(rows, wanted, *columns, unit=form.millions)


def test_total_in_the_money_of_the_group(form, raw):
    cell = form.rows("money", "year")[form.say("Total", "合计")][""]
    assert is_near(cell, raw["budget"]["total"]["group"])


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


def test_indicators(paper, raw):
    rows = paper.rows("indicators", "code")
    assert set(rows) == set(raw["indicators"])
    compare(rows, raw["indicators"], "baseline", "last", "target")
    small = [months_in(text) for text in paper.small("indicators", 3)]
    assert small == [[month(row["last_period"])] for row in raw["indicators"].values()]


def test_risks(paper, raw):
    rows = paper.rows("risks", "risk")
    broken = {title: 12 for title in rows if title not in raw["risks"]}  # rules of the plan: 4 × 3
    assert {title: int(row["score"]) for title, row in rows.items()} == {
        title: ({**raw["risks"], **broken})[title] for title in rows
    }
    assert list(paper.rows("top risks", "risk")) == list(rows)[:3]


def test_steps(paper, raw):
    rows = paper.rows("steps", "text")
    assert len(rows) >= 6
    for text, row in rows.items():
        days = {duty["due"] for duty in raw["duties"].get(text, ())}
        if text in raw["milestones"]:
            days.add(raw["milestones"][text]["due"])
        assert day_in(row["due"]) in (days or {None})


def test_answers(paper, raw):
    rows, answers = paper.rows("answers", "question"), raw["answers"]
    assert set(rows) == set(answers)
    for name, answer in answers.items():
        assert is_near(rows[name]["target"], answer["target"]), name
        if answer["level"] is not None:
            assert rows[name]["answer"].split(" ")[0] == str(answer["level"]), name
    proofs = [int(re.search(r"\d+", text)[0]) for text in paper.small("answers", 4) if text]
    assert proofs == [answer["evidence"] for answer in answers.values() if answer["evidence"]]


# --- the KPI baseline ---------------------------------------------------------------------------
def test_overview_of_indicators(baseline, raw):
    rows = baseline.rows("overview", "code")
    assert set(rows) == set(raw["indicators"])
    compare(rows, raw["indicators"], "baseline", "last", "target")
    for code, figures in raw["indicators"].items():
        if figures["baseline"] is None:
            assert rows[code]["limits"] == "–"
        else:
            lower, upper = rows[code]["limits"].split(" ")
            assert is_near(lower, figures["lower"])
            assert is_near(upper, figures["upper"])


def test_page_of_each_indicator(baseline, raw):
    say = baseline.say

    def percent(value):
        return f"{value:.0f}{say(' ', '')}%"

    for number, figures in enumerate(raw["indicators"].values(), start=1):
        facts = baseline.facts(f"kpi-{number}")
        target = facts[say("Target", "目标")]
        assert facts[say("Plausible", "合理性")] == percent(figures["plausible"])
        assert facts[say("Complete", "完整性")] == percent(figures["complete"])
        if figures["target"] is None:
            assert target == say("not set", "未设定")
        else:
            assert is_near(target, figures["target"])
            assert months_in(target) == [month(figures["target_on"])]
        if figures["baseline"] is None:
            continue
        period = facts[say("Period", "期间")]
        assert months_in(period) == [month(figures["first"]), month(figures["until"])]
        assert facts[say("Readings", "测量值")].split(" ")[0] == str(figures["n"])
        assert is_near(facts[say("Center (mean)", "中心值（均值）")], figures["baseline"])
        mean, median = facts[say("Mean / median", "均值／中位数")].split(" / ")
        assert is_near(mean, figures["baseline"])
        assert is_near(median, figures["median"])
        lower, upper = facts[say("Natural limits", "自然控制限")].split(" – ")
        assert is_near(lower, figures["lower"])
        assert is_near(upper, figures["upper"])
        spread = next(cell for head, cell in facts.items() if "1.4826" in head)
        assert is_near(spread, figures["spread"])


def test_figures_of_others(baseline, raw):
    shown = [row[0] for table in baseline.named("figures of others") for row in table.rows]
    wanted = [figures["benchmark"] for figures in raw["indicators"].values()]
    assert [Decimal(cell) for cell in shown] == wanted
