"""The whole test run, as `make test`.

Checks, then all tests on SQLite and the embedded queue, side by side (browser journeys by
themselves, all but these with coverage), then the data layer, tasks and the browser
journeys in the started product once more on PostgreSQL and Redis where they are there. With CI=true,
servers that answer must be usable.

    python scripts/test.py [path ...]   # only the tests under these paths
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rsfE"]
COVERAGE = ROOT / ".coverage.json"
OTHERS = "all other tests on SQLite and the embedded queue"
# What shares something dear stays together, in the order of tests/plugin.py.
IN_GROUPS = ["-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder"]
AGAIN = "data or servers or started"


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a part: its line of the summary, its closing line, the tests that failed."""

    line: str
    is_good: bool
    last: str
    failed: tuple[str, ...]


def run(title: str, command: list[str], environment: dict[str, str]) -> Ran:
    """Run a part, passing its output through."""
    print(f"\n== {title}", flush=True)
    began = time.monotonic()
    last = ""
    failed = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
            if line.startswith(("FAILED ", "ERROR ")):
                failed.append(line.strip()[:200])
    good = process.returncode == 0
    seconds = time.monotonic() - began
    line = f"{'ok   ' if good else 'FAILS'} {title} ({seconds:.0f} s)"
    return Ran(line, good, last, tuple(failed))


def covered(*paths: str) -> list[str]:
    """Return the command that runs tests, all but the journeys, and writes what they reach.

    A mark of a line goes as soon as the line was reached: left until many were, they cost a third of
    the whole run.
    """
    measure = ["-m", "slipcover", "--immediate", "--json", "--out", str(COVERAGE)]
    return [PYTEST[0], *measure, *PYTEST[1:], *IN_GROUPS, "-m", "not e2e", *paths]


def main() -> int:
    """Run all parts even when one fails, and say at the end what was and was not run."""
    here = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    paths = sys.argv[1:] or ["tests"]
    journeys = sys.argv[1:] or ["tests/e2e"]
    COVERAGE.unlink(missing_ok=True)
    parts = [
        ("checks", [sys.executable, "scripts/check.py", "--quick"], here),
        (
            "browser on SQLite and the embedded queue",
            [*PYTEST, *IN_GROUPS, "-m", "e2e", *journeys],
            here,
        ),
        (OTHERS, covered(*paths), here),
        ("coverage", [sys.executable, "scripts/coverage_gate.py"], here),
    ]
    known = servers.find()
    if known.database:
        there = {
            **os.environ,
            "DATABASE_URL": known.database,
            "REDIS_URL": known.broker,
            "QUEUE_NAME": f"landfall-test-{os.getpid()}",
        }
        title = "data layer, tasks and browser on PostgreSQL and Redis"
        parts.append((title, [*PYTEST, *IN_GROUPS, "-m", AGAIN, *paths], there))
    results = [run(*part) for part in parts]
    closing = [
        (part[0], result.last)
        for part, result in zip(parts, results, strict=True)
        if part[0] not in {"checks", "coverage"}
    ]
    print("\n== summary")
    for result in results:
        print("\n  ".join((result.line, *result.failed)))
    good = all(result.is_good for result in results)
    if not known.database:
        print(f"not run: the same on PostgreSQL and Redis ({known.why_not})")
        good = good and not (os.environ.get("CI") == "true" and known.answering)
    for title, last in sorted(closing, key=lambda line: line[0] == OTHERS):
        print(f"{title}:\n{last}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
