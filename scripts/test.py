"""The whole test run, as `make test`.

Checks, then all tests with coverage on SQLite and the embedded queue; beside them the data layer,
tasks and browser journeys once more on PostgreSQL and Redis where they are there. With CI=true,
servers that answer must be usable.

    python scripts/test.py [path ...]   # only the tests under these paths
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
AGAIN = "data or e2e or servers"


@dataclass(frozen=True)
class Part:
    """A command of the run, with its environment and the file its output is written to."""

    title: str
    command: list[str]
    environment: dict[str, str]
    output: Path | None = None


def run(part: Part) -> tuple[str, bool, str]:
    """Run a part, passing its output on; return its line of the summary and closing line."""
    began = time.monotonic()
    last = ""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(part.output.open("w")) if part.output else sys.stdout
        print(f"\n== {part.title}", file=out, flush=True)
        process = stack.enter_context(
            subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=part.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        for line in process.stdout or ():
            print(line, end="", file=out, flush=True)
            last = line.strip() or last
    good = process.returncode == 0
    seconds = time.monotonic() - began
    return f"{'ok   ' if good else 'FAILS'} {part.title} ({seconds:.0f} s)", good, last


def run_all(parts: list[Part], beside: list[Part]) -> list[tuple[str, bool, str]]:
    """Run parts one after the other, and beside them others, whose output follows at the end."""
    with ThreadPoolExecutor(max_workers=1) as lane:
        waiting = [lane.submit(run, part) for part in beside]
        results = [run(part) for part in parts]
        results += [future.result() for future in waiting]
    for part in beside:
        print(part.output.read_text() if part.output else "", end="", flush=True)
    return results


def main() -> int:
    """Run all parts even when one fails, and say at the end what was and was not run."""
    here = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    paths = sys.argv[1:] or ["tests"]
    coverage = ["--cov", "--cov-branch", "--cov-report="]
    parts = [
        Part("checks", [sys.executable, "scripts/check.py", "--quick"], here),
        Part("all tests on SQLite and the embedded queue", [*PYTEST, *coverage, *paths], here),
        Part("coverage", [sys.executable, "scripts/coverage_gate.py"], here),
    ]
    beside = []
    folder = tempfile.TemporaryDirectory()
    found = servers.find()
    if found.database:
        there = {
            **os.environ,
            "DATABASE_URL": found.database,
            "REDIS_URL": found.broker,
            "QUEUE_NAME": f"landfall-test-{os.getpid()}",
        }
        title = "data layer, tasks and browser on PostgreSQL and Redis"
        output = Path(folder.name) / "output"
        beside.append(Part(title, [*PYTEST, "-m", AGAIN, *paths], there, output))
    with folder:
        results = run_all(parts, beside)
    print("\n== summary")
    print("\n".join(line for line, _, _ in results))
    good = all(fine for _, fine, _ in results)
    if not found.database:
        print(f"not run: the same on PostgreSQL and Redis ({found.why_not})")
        good = good and not (os.environ.get("CI") == "true" and found.answering)
    for part, (_, _, last) in zip(beside + parts[1:2], results[3:] + results[1:2], strict=True):
        print(f"{part.title}:\n{last}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
