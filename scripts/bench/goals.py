"""The goals, each beside the quantity it speaks of, and the table that says which are met.

Processor time is stated in `bare pages`: what a page of a bare Django site costs that is served the
same way in the same run (session and sign-in, five statements, a hundred rows, 30 kB). A faster
machine or a busier one changes both alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HALF_A_CORE = 0.5


@dataclass(frozen=True)
class BenchmarkGoal:
    """One row of the table.

    Attributes:
        key: name of the figure.
        quantity: what is measured, in words.
        unit: of the figure and of the goal.
        at_most: the goal; None for a figure that is shown only.
        postgresql: the goal on PostgreSQL where it is another one.
        full: measured by `make bench-full` only.
    """

    key: str
    quantity: str
    unit: str
    at_most: float | None
    postgresql: float | None = None
    full: bool = False

    def limit(self, database: str) -> float | None:
        """Return the goal on a kind of database."""
        other = self.postgresql if database == "PostgreSQL" else None
        return self.at_most if other is None else other


PAGES, SAVES, TIMES = "bare pages", "bare saves", "times"
GOALS = (
    BenchmarkGoal("portfolio_4", "portfolio, 4 plants", PAGES, 2),
    BenchmarkGoal("portfolio_53", "portfolio, 53 dense plants", PAGES, 3),
    BenchmarkGoal("portfolio_300", "portfolio, 300 dense plants", PAGES, 4, full=True),
    BenchmarkGoal("search", "search, 53 plants (full: 300)", PAGES, 2),
    BenchmarkGoal("plant", "overview of a dense plant", PAGES, 3),
    BenchmarkGoal("compliance", "compliance, its 140 duties", PAGES, 3),
    BenchmarkGoal("compliance_nodes", "compliance, elements of the page", "nodes", 1200),
    BenchmarkGoal("indicators", "indicators, 40 of 36 months", PAGES, 3),
    BenchmarkGoal("roadmap", "roadmap, 60 initiatives", PAGES, 2.5),
    BenchmarkGoal("matrix", "matrix", PAGES, 2),
    BenchmarkGoal("question", "question", PAGES, 1.3),
    BenchmarkGoal("rest", "question: the rest of its section", PAGES, 1),
    BenchmarkGoal("question_requests", "question opened next: requests in all", "requests", None),
    BenchmarkGoal("question_kB", "question opened next: bytes in all", "kB", None),
    BenchmarkGoal("visit_requests", "first visit (sign-in): requests", "requests", 10),
    BenchmarkGoal("visit_kB", "first visit (sign-in): bytes", "kB", 100),
    BenchmarkGoal("inside_requests", "first signed-in visit: requests", "requests", 10),
    BenchmarkGoal("inside_kB", "first signed-in visit: bytes", "kB", 100),
    BenchmarkGoal("next_kB", "next page (portfolio): bytes", "kB", 15),
    BenchmarkGoal("save", "save of an answer", SAVES, 7, postgresql=5.5),
    BenchmarkGoal("save_1000", "the same with 1,000 runs, against few", TIMES, 1.15, full=True),
    BenchmarkGoal("writers_p95", "8 writers, p95, against max on PostgreSQL", TIMES, 3, full=True),
    BenchmarkGoal("writers_max", "8 writers, max, against max on PostgreSQL", TIMES, 3, full=True),
    BenchmarkGoal("writers_lost", "8 writers: refused, failed or lost", "saves", 0),
    BenchmarkGoal("crowd_lost", "32 writers: refused, failed or lost", "saves", 0, full=True),
    BenchmarkGoal("audit_check", "asking the worker to check the audit trail", PAGES, 2),
    BenchmarkGoal("audit_export", "asking the worker for its export", PAGES, 2),
    BenchmarkGoal("blueprint", "blueprints, against WeasyPrint on their HTML", TIMES, 1.1),
    BenchmarkGoal("queued", "the same in the queue, against their printing", TIMES, 1.1),
    BenchmarkGoal("printer_mib", "printing process after them", "MiB PSS", None),
    BenchmarkGoal("book_out", "300 questions as workbook, against xlsxwriter", TIMES, 4),
    BenchmarkGoal("book_in", "the same checked, against openpyxl reading it", TIMES, 4),
    BenchmarkGoal("web_mib", "web process after 1,000 requests", "MiB PSS", 90),
    BenchmarkGoal("first_start", "empty database to first page", "s processor", 10),
    BenchmarkGoal("second_start", "second start to first page", "s processor", 3),
)


def verdict(goal: BenchmarkGoal, measured: float | None, database: str) -> str:
    """Say whether a figure meets its goal: `met`, `missed`, or nothing when there is none."""
    limit = goal.limit(database)
    if measured is None or limit is None:
        return ""
    return "met" if measured <= limit else "missed"


def rows(found: Mapping[str, Any], *, full: bool) -> list[dict[str, Any]]:
    """Return the table of one database, one row per goal.

    Args:
        found: `database`, `figures` and `statements` by key, `not_measured` by key.
        full: also the goals that `make bench-full` looks at.

    Returns:
        Rows as plain values.
    """
    table = []
    for goal in GOALS:
        if goal.full and not full:
            continue
        measured = found["figures"].get(goal.key)
        table.append(
            {
                "key": goal.key,
                "quantity": goal.quantity,
                "unit": goal.unit,
                "measured": measured,
                "goal": goal.limit(found["database"]),
                "verdict": verdict(goal, measured, found["database"]),
                "statements": found["statements"].get(goal.key),
                "why_not": found["not_measured"].get(goal.key, ""),
            }
        )
    return table


def as_text(result: Mapping[str, Any]) -> str:
    """Return all tables for reading, with the machine above and its speed below."""
    facts = result["machine"]
    lines = [
        f"{facts['processor']}, {facts['cores']} cores, load {facts['load']}, {facts['system']}",
        f"Python {facts['python']}, commit {facts['commit']}, {facts['at']}",
    ]
    for database, table in result["tables"].items():
        title = f"{database}, {result['plants'][database]} plants, {result['runs'][database]} runs"
        head = f"{title:46}{'measured':>10} {'goal':>8}  {'unit':12}{'':8}{'statements':>10}"
        lines += ["", head, *(_line(one) for one in table)]
        reasons = dict.fromkeys(one["why_not"] for one in table if one["why_not"])
        lines += [f"not measured: {why}" for why in reasons]
    states = [one["verdict"] for table in result["tables"].values() for one in table]
    lines += ["", f"{states.count('met')} met, {states.count('missed')} missed"]
    return "\n".join([*lines, *spin_lines(result["spin"])])


def _line(one: Mapping[str, Any]) -> str:
    measured = "–" if one["measured"] is None else f"{one['measured']:.4g}"
    goal = "" if one["goal"] is None else f"≤ {one['goal']:g}"
    statements = "" if one["statements"] is None else one["statements"]
    cells = f"{measured:>10} {goal:>8}  {one['unit']:12}{one['verdict']:8}{statements:>10}"
    return f"{one['quantity']:46}{cells}".rstrip()


def spin_lines(spins: list[Mapping[str, float]]) -> list[str]:
    """Return what a fixed loop says about the machine before and after.

    Args:
        spins: `cpu_ms` and `share` (of one core that the loop got, 0 to 1) of each.

    Returns:
        A line, and a warning when the machine gave under half a core.
    """
    shown = ", then ".join(f"{one['cpu_ms']:.0f} ms at {one['share']:.0%}" for one in spins)
    lines = [f"fixed loop: {shown} of one core"]
    if min(one["share"] for one in spins) < HALF_A_CORE:
        lines.append("WARNING: the machine gave under half a core; read ratios only.")
    return lines
