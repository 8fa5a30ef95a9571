"""Hold the coverage promises; the thresholds of the house stand here and nowhere else.

    python scripts/coverage_gate.py   # after a test run, reads .coverage.json

Rules (`*/domain/`) are covered completely, line and branch; every app reaches 95 %.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COVERAGE = ROOT / ".coverage.json"
DOMAIN_PERCENT = 100.0
APP_PERCENT = 95.0


def measured() -> dict[str, dict[str, int]]:
    """Return covered and missing lines and branches per file."""
    files = json.loads(COVERAGE.read_text(encoding="utf-8"))["files"]
    return {name: values["summary"] for name, values in files.items()}


def package(name: str) -> tuple[str, float]:
    """Return the package a file counts for and what it must reach."""
    parts = Path(name).parts
    if "domain" in parts:
        return f"{parts[0]}.domain", DOMAIN_PERCENT
    return parts[0], APP_PERCENT


def shares(files: dict[str, dict[str, int]]) -> dict[tuple[str, float], float]:
    """Return the covered share of each package in percent."""
    hit: dict[tuple[str, float], int] = defaultdict(int)
    possible: dict[tuple[str, float], int] = defaultdict(int)
    for name, summary in files.items():
        key = package(name)
        found = summary["covered_lines"] + summary["covered_branches"]
        hit[key] += found
        possible[key] += found + summary["missing_lines"] + summary["missing_branches"]
    return {key: 100.0 * hit[key] / possible[key] for key in possible if possible[key]}


def main() -> int:
    """Print what falls short; exit 1 if anything does."""
    result = shares(measured())
    short = {key: value for key, value in result.items() if value < key[1]}
    for (name, wanted), value in sorted(result.items()):
        mark = "SHORT" if (name, wanted) in short else "ok   "
        print(f"{mark} {name:<24} {value:6.2f} % of {wanted:g} %")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
