"""Measure the product on the demo organization and print text or JSON.

    python -m benchmarks [--json] [--out FILE] [--sizes 100,1000] [--quick] [--database URL]

Everything happens in a throw-away data folder. Figures are to be compared as ratios taken in one
run (`times bare`): a bare limit and ours have their turns in three interleaved rounds, and the
middle counts. `cpu` is processor time of this process and, on PostgreSQL, of its server process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.browser import first_load
from benchmarks.product import ROOT, Product, ProductError, throw_away

# Figure -> what we promise, in words.
GOALS = {
    "save an answer": "cpu <= 5 ms, <= 8 SQL, <= 3.5 x bare save",
    "question page": "cpu <= 30 ms, <= 12 SQL, <= 60 kB",
    "score of a whole run": "<= 4 ms",
    "portfolio page": "<= 40 ms at 1,000 plants",
    "blueprint": "30 pages <= 2.5 s, <= 1.3 x bare",
    "web_process": "<= 90 MiB",
    "all": "<= 300 MiB",
    "empty database to first page": "<= 10 s",
    "first visit (sign-in)": "<= 100 kB, <= 10 requests",
    "next page (portfolio)": "<= 15 kB",
}
SIGN_IN = re.compile(r"(\S+@\S+) {2,}(.+?) {2,}\(")  # as load_demo prints them
FIGURES = ("p50_ms", "p95_ms", "cpu_ms", "sql", "gzip_kB", "kB", "pages", "times_bare", "spread")


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    processor = Path("/proc/cpuinfo")
    lines = processor.read_text().splitlines() if processor.exists() else []
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


def start(product: Product, result: dict[str, Any]) -> None:
    """Measure both starts, the demo, memory and the first pages in a browser."""
    note(f"first start in {product.var}")
    with product.running() as first:
        result["start"] = {"empty database to first page": round(first.seconds, 2)}
    note("demo organization")
    began = time.monotonic()
    try:
        said = product.manage("load_demo")
    except ProductError as error:
        said = ""
        result["not_measured"]["demo"] = str(error).splitlines()[-1]
    else:
        result["start"]["loading the demo"] = round(time.monotonic() - began, 2)
    note("second start, memory, first pages")
    with product.running() as again:
        result["start"]["second start"] = round(again.seconds, 2)
        time.sleep(5)  # the worker has come to rest
        result["memory_mib"] = again.memory()
        people = SIGN_IN.findall(said)
        if people:
            result["browser"] = first_load(product.url, people[min(1, len(people) - 1)])


def inside(product: Product, sizes: list[int], result: dict[str, Any]) -> None:
    """Measure requests, scores and the blueprint in a process of their own."""
    note("requests, scores, blueprint")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", json.dumps({"sizes": sizes})],
        cwd=ROOT,
        env=product.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        result["not_measured"]["requests"] = "the measuring process failed, see above"
        return
    figures = json.loads(done.stdout.splitlines()[-1])
    result["not_measured"] |= figures.pop("not_measured")
    result |= figures


def note(text: str) -> None:
    """Tell the person who waits what is being done; not part of the output."""
    print(f"  … {text}", file=sys.stderr, flush=True)


def as_text(result: dict[str, Any]) -> str:
    """Return the figures for reading."""
    facts = result["machine"]
    lines = [
        f"{facts['processor']}, {facts['cores']} cores, load {facts['load']}, {facts['system']}",
        f"Python {facts['python']}, {result['database']}, commit {facts['commit']}, {facts['at']}",
        "",
    ]
    lines += [plain("start", name, value, "s") for name, value in result.get("start", {}).items()]
    lines += [
        plain("memory, PSS", name, value, "MiB")
        for name, value in result.get("memory_mib", {}).items()
    ]
    for name, value in result.get("browser", {}).items():
        shown = value if isinstance(value, str) else ", ".join(f"{n} {v}" for n, v in value.items())
        lines.append(plain("browser", name, shown, ""))
    for title, table in tables(result):
        lines += ["", f"{title:34}" + "".join(f"{name:>11}" for name in FIGURES)]
        lines += [row(name, figures) for name, figures in table.items()]
    for name, why in result["not_measured"].items():
        lines.append(f"not measured: {name}: {why}")
    return "\n".join(lines)


def tables(result: dict[str, Any]) -> list[tuple[str, dict[str, dict[str, Any]]]]:
    """Return the tables with their heads."""
    sections = [
        (f"requests at {count} assessments", table)
        for count, table in result.get("requests", {}).items()
    ]
    sections += [(name, result[name]) for name in ("scoring", "blueprint") if name in result]
    return sections


def plain(kind: str, name: str, value: Any, unit: str) -> str:
    """Return a line with one figure and its goal."""
    goal = f"   goal: {GOALS[name]}" if name in GOALS else ""
    return f"{kind + ', ' + name:44}{value} {unit}{goal}"


def row(name: str, figures: dict[str, Any]) -> str:
    """Return a line of a table with its goal."""
    cells = "".join(f"{figures.get(key, ''):>11}" for key in FIGURES)
    goal = f"   goal: {GOALS[name]}" if name in GOALS else ""
    return f"{name:34}{cells}{goal}"


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on standard output, no text")
    parser.add_argument("--out", type=Path, help="also write the JSON to a file")
    parser.add_argument("--sizes", default="100,1000", help="numbers of assessments to grow to")
    parser.add_argument("--quick", action="store_true", help="only the size of the demo")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database to work in")
    options = parser.parse_args()
    sizes = [] if options.quick else [int(size) for size in options.sizes.split(",")]
    kind = "PostgreSQL" if options.database else "SQLite"
    result: dict[str, Any] = {"machine": machine(), "database": kind, "not_measured": {}}
    with throw_away(options.database) as product:
        try:
            start(product, result)
            inside(product, sizes, result)
        except ProductError as error:
            print(error, file=sys.stderr)
            return 1
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text if options.json else as_text(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
