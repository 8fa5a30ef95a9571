"""Measure the product against its goals and print one table, as text or JSON.

    PYTHONPATH=scripts python -m bench [--full] [--json] [--out FILE]

Without `--full`: the demo filled up to 4 and to 53 dense plants, on SQLite, in a throw-away data
folder. With it: 300 plants, 1,000 runs, ten documents, 32 writers, on SQLite and on PostgreSQL where
one lets us in; the data stay in var/bench, so that the next run grows nothing.

A ratio is taken in one run against the bare limit, served the same way: in turns, three rounds, the
middle counts. Processor time is that of the processes that answer, the database's included.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from bench import served
from bench.browser import first_load
from bench.goals import as_text, rows
from bench.measure import spin
from bench.product import (
    ROOT,
    Product,
    ProductError,
    Running,
    kept,
    processor,
    proportional,
    throw_away,
)

sys.path.append(str(ROOT / "scripts"))
from servers import postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

KEPT = ROOT / "var" / "bench"
KEPT_DATABASE = "landfall_bench"
SIGN_IN = re.compile(r"(\S+@\S+) {2,}(.+?) {2,}\(")  # as load_demo prints them
ONE_PLANT = ["plant", "compliance", "indicators", "roadmap", "matrix", "question", "rest"]
SECONDS = 10.0  # how long writers write


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "processor": model or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "commit": commit.stdout.strip(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 -- no product here
    }


class Trial:
    """What is found on one kind of database."""

    def __init__(
        self,
        name: str,
        at: Callable[[int], Product],
        empty: Callable[[], AbstractContextManager[Product]],
        *,
        full: bool,
    ) -> None:
        """Prepare a run.

        Args:
            name: kind of database.
            at: gives the data folder for so many plants.
            empty: gives one without data, for as long as it is needed.
            full: with 300 plants.
        """
        self.name, self.at, self.empty, self.full = name, at, empty, full
        self.small, self.large = at(4), at(300 if full else 53)
        self.figures: dict[str, float] = {}
        self.statements: dict[str, int] = {}
        self.not_measured: dict[str, str] = {}
        self.counts = {"plants": 0, "runs": 0}
        self.writing: dict[str, float] = {}

    @contextmanager
    def part(self, text: str, *keys: str) -> Iterator[None]:
        """Say what is done and found; when it fails, its figures are missing and the rest goes on."""
        print(f"  … {self.name}: {text}", file=sys.stderr, flush=True)
        before = dict(self.figures)
        try:
            yield
            new = {key: value for key, value in self.figures.items() if key not in before}
            print(f"    {new}", file=sys.stderr, flush=True)
        except (ProductError, OSError, subprocess.SubprocessError, ValueError) as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            print(error, file=sys.stderr)
            self.not_measured |= dict.fromkeys(keys, f"{text}: {why}")

    def measure(self) -> None:
        """Measure everything, in the order in which the data grow."""
        said = self.starts()
        with self.part("first pages", "visit_kB", "inside_kB", "next_kB", "question_kB"):
            self.visits(SIGN_IN.findall(said))
        with self.part("4 plants", "portfolio_4", *ONE_PLANT, "save"):
            self.few()
        with self.part("53 plants", "portfolio_53"):
            self.many(53)
        if self.full:
            with self.part("300 plants, 1,000 runs", "portfolio_300", "search", "save_1000"):
                self.many(300, runs=1000)
        self.at_work()
        with self.part("documents", "blueprint", "queued", "printer_mib"):
            self.documents(10 if self.full else 3)
        with self.part("workbooks of answers", "book_out", "book_in"):
            self.figures |= alone(self.large, "bench.books")

    def starts(self) -> str:
        """Measure both starts, load the demo and return what it said of its people."""
        said = ""
        with (
            self.part("empty database", "first_start"),
            self.empty() as product,
            product.running() as first,
        ):
            self.figures["first_start"] = first.seconds
        with self.part("demo"):
            said = load_demo(self.small)
        with self.part("second start", "second_start"):
            with self.small.running():  # kept data meet new files: that is a first start again
                pass
            with self.small.running() as again:
                self.figures["second_start"] = again.seconds
        return said

    def visits(self, people: list[tuple[str, str]]) -> None:
        """Measure what a browser asks for."""
        facts = served.stage(self.small, plants=0, runs=0)
        person = people[0]
        with self.small.running() as running:  # with the files as they are served
            found = first_load(running.url, person, facts["pages"]["question"])
        self.figures |= found

    def few(self) -> None:
        """Measure the pages of one plant and the save, with as few plants as there are."""
        facts = served.stage(self.small, plants=4, runs=0)
        found = served.pages(self.small, facts, ["portfolio", *ONE_PLANT, "save"])
        self.figures |= {"portfolio_4": found.pop("portfolio"), **found}
        counted = facts["statements"]
        self.statements |= {"portfolio_4": counted.pop("portfolio"), **counted}

    def many(self, plants: int, runs: int = 0) -> None:
        """Measure what stands above many plants, and the save among many runs."""
        product = self.at(plants)
        load_demo(product)
        facts = served.stage(product, plants=plants, runs=runs)
        self.counts = {name: facts[name] for name in self.counts}
        names = ["portfolio", "search", "audit_check", "audit_export", *(["save"] if runs else [])]
        found = served.pages(product, facts, names)
        if runs and "save" in self.figures:
            self.figures["save_1000"] = round(found.pop("save") / self.figures["save"], 2)
        self.figures |= {f"portfolio_{plants}": found.pop("portfolio"), **found}
        self.statements[f"portfolio_{plants}"] = facts["statements"]["portfolio"]
        self.statements["search"] = facts["statements"]["search"]

    def at_work(self) -> None:
        """Measure memory after many requests and people who save at the same time."""
        facts: dict[str, Any] = {}
        with self.part("1,000 requests", "web_mib"):
            facts = served.stage(self.large, plants=0, runs=0)
            self.figures["web_mib"] = served.memory(self.large, facts)
        with self.part("8 writers", "writers_p95", "writers_max", "writers_lost"):
            self.writing = served.writers(self.large, facts, 8, SECONDS)
            self.figures["writers_lost"] = self.writing["lost"]
        if self.full:
            with self.part("32 writers", "crowd_lost"):
                facts = served.stage(self.large, plants=0, runs=0)
                found = served.writers(self.large, facts, 32, SECONDS)
                self.figures["crowd_lost"] = found["lost"]

    def documents(self, count: int) -> None:
        """Measure blueprints by themselves and in the queue."""
        found = papers(self.large, "print", count)
        self.figures["blueprint"] = round(found["ours"] / found["alone"], 2)
        with self.large.running() as running:
            papers(self.large, "queue", 1)  # the child is there, as in a worker that has worked
            before = processor(running.part("worker"))
            done = papers(self.large, "queue", count)
            if done["ready"] != done["asked"]:
                raise ProductError(f"{done['ready']} of {done['asked']} documents are there")
            spent = processor(running.part("worker")) - before
            self.figures["queued"] = round(spent / found["ours"], 2)
            self.figures["printer_mib"] = printer(running)


def printer(running: Running) -> float:
    """Return the memory of the process that printed [MiB PSS]."""
    return round(max(proportional(pid) for pid in running.part("worker")[1:]), 1)


def load_demo(product: Product) -> str:
    """Load the demo and return what it said of its people, now or in an earlier run."""
    file = product.var / "demo-sign-ins.txt"
    product.manage("prepare")
    if not (product.var / "static").exists():
        product.manage("collectstatic", "--noinput", "-v", "0")
    if not file.exists():
        file.write_text(product.manage("load_demo"), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def papers(product: Product, what: str, count: int) -> dict[str, Any]:
    """Print documents in a process of their own, or ask for them.

    Raises:
        ProductError: it failed.
    """
    return alone(product, "bench.papers", what, str(count))


def alone(product: Product, *arguments: str) -> dict[str, Any]:
    """Return what a module of the bench finds in a process of its own.

    Raises:
        ProductError: it failed.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=ROOT,
        env=product.environment | {"LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProductError(f"{' '.join(arguments)} failed, see above")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def kept_there(server: str, size: int) -> Product:
    """Return the product on a database of its own that stays on the server."""
    name = f"{KEPT_DATABASE}_{size}"
    with psycopg.connect(server, autocommit=True) as line:
        known = line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            line.execute(f"CREATE DATABASE {name}")
    return kept(KEPT / f"postgresql-{size}", f"{server.rpartition('/')[0]}/{name}")


@contextmanager
def empty_there(server: str) -> Iterator[Product]:
    """Give the product on an empty database of the server that goes afterwards."""
    name = f"{KEPT_DATABASE}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            with throw_away(f"{server.rpartition('/')[0]}/{name}") as product:
                yield product
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


def compare_writers(runs: list[Trial]) -> None:
    """State how long writers wait on SQLite in longest waits on PostgreSQL."""
    by_name = {run.name: run for run in runs}
    lite, other = by_name["SQLite"], by_name.get("PostgreSQL")
    if other is not None and lite.writing and other.writing:
        for key in ("p95", "max"):
            share = lite.writing[key] / other.writing["max"]
            lite.figures[f"writers_{key}"] = round(share, 2)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="PYTHONPATH=scripts python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="300 plants, both databases, kept data")
    parser.add_argument("--json", action="store_true", help="JSON on standard output, no text")
    parser.add_argument("--out", type=Path, help="also write the JSON to a file")
    options = parser.parse_args()
    facts, spins = machine(), [spin()]
    if options.full:
        runs = [Trial("SQLite", lambda size: kept(KEPT / f"sqlite-{size}"), throw_away, full=True)]
        if server := postgres():
            there, empty = partial(kept_there, server), partial(empty_there, server)
            runs.append(Trial("PostgreSQL", there, empty, full=True))
        for run in runs:
            run.measure()
        compare_writers(runs)
    else:
        with throw_away() as product:
            runs = [Trial("SQLite", lambda _: product, lambda: nullcontext(product), full=False)]
            runs[0].measure()
    tables = {run.name: rows(vars(run) | {"database": run.name}, full=run.full) for run in runs}
    result = {
        "machine": facts,
        "spin": [*spins, spin()],
        "tables": tables,
        "figures": {run.name: run.figures | {"writing": run.writing} for run in runs},
        "plants": {run.name: run.counts["plants"] for run in runs},
        "runs": {run.name: run.counts["runs"] for run in runs},
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text if options.json else as_text(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
