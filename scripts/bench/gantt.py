"""Measure the hand on a large plan: a move of a bar, its release, the page. Text or JSON out.

    PYTHONPATH=scripts python -m bench.gantt [--initiatives 300] [--json]

Milliseconds are those of the page's main thread (script, style and layout) as the browser counts
them; a fixed loop in the same page, counted the same way, says what they are worth on this machine.
The data stay in var/bench/gantt-N, so that the next run grows nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.browser import visit
from bench.product import ROOT, Product, ProductError, kept
from launcher.system import browser

MOVES = 40
REST = 0.06  # seconds after a move until its frame is drawn
SPIN = """() => new Promise((done) => setTimeout(() => {
  let sum = 0;
  for (let n = 0; n < 2e7; n += 1) sum += n % 7;
  done(sum);
}))"""
GOALS = {
    "move_ms": ("a move of a bar, script and layout, median of 40", "ms", 8.0),
    "move_spins": ("the same in fixed loops", "loops", None),
    "moves_longest_ms": ("the longest of the 40", "ms", None),
    "release_ms": ("after the release, main thread", "ms", 150.0),
    "release_spins": ("the same in fixed loops", "loops", None),
    "release_kB": ("after the release, bytes of the answer", "kB", 10.0),
    "accept_ms": ("after accepting what follows, main thread", "ms", 150.0),
    "accept_kB": ("after accepting, bytes of the answer", "kB", 10.0),
    "page_kB": ("the page, with scripts known", "kB", 70.0),
    "page_nodes": ("elements of the page", "nodes", None),
    "spin_ms": ("fixed loop of 20,000,000 rounds", "ms", None),
}
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


class Counter:
    """What the browser counts of a page's main thread."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        session.send("Performance.enable")

    def spent(self, names: tuple[str, ...]) -> float:
        """Return the milliseconds spent so far."""
        rows = self.session.send("Performance.getMetrics")["metrics"]
        return 1000 * sum(float(row["value"]) for row in rows if row["name"] in names)


def staged(product: Product, wanted: int) -> dict[str, Any]:
    """Let another process fill the plan.

    Raises:
        ProductError: it failed.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.plan", str(wanted)],
        cwd=ROOT,
        env=product.environment | {"LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProductError("the plan could not be filled, see above")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def fixed_loop(page: Page, counter: Counter) -> float:
    """Return what the fixed loop costs, the middle of five."""
    costs = []
    for _ in range(5):
        before = counter.spent(WORK)
        page.evaluate(SPIN)
        costs.append(counter.spent(WORK) - before)
    return statistics.median(costs)


def moved(page: Page, counter: Counter, bar: int) -> list[float]:
    """Pull a bar to the right in forty moves and return the milliseconds of each; it stays held."""
    handle = page.locator(f"#bar-{bar} rect").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    if box is None:
        raise ProductError("the bar is not drawn")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y)
    time.sleep(0.3)
    costs = []
    for step in range(MOVES):
        before = counter.spent(WORK)
        page.mouse.move(x + 8 + 2 * step, y + step % 3)
        time.sleep(REST)
        costs.append(counter.spent(WORK) - before)
    return costs


def told(page: Page, session: CDPSession, counter: Counter, act: Callable[[], None]) -> list[float]:
    """Do what sends a move; return milliseconds until the page rests and kB of the answer."""
    seen: list[float] = []
    session.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    before = counter.spent(("TaskDuration",))
    # To wait for the drawing would cost the page something itself.
    with page.expect_response("**/move/", timeout=60000) as answer:
        act()
    answer.value.finished()
    time.sleep(1.5)
    return [counter.spent(("TaskDuration",)) - before, sum(seen) / 1000]


def released(page: Page, session: CDPSession, counter: Counter, bar: int) -> dict[str, float]:
    """Let the bar go, accept what would follow, and return what both answers weigh and cost.

    Raises:
        ProductError: it was not stored.
    """
    session.send("Network.enable")
    version = page.get_attribute(f"#bar-{bar}", "data-version")
    release = told(page, session, counter, page.mouse.up)
    accept = [0.0, 0.0]
    if page.locator("#consequences").count():
        accept = told(page, session, counter, lambda: page.keyboard.press("Enter"))
    if page.get_attribute(f"#bar-{bar}", "data-version") == version:
        raise ProductError("the move was not stored")
    return dict(
        zip(("release_ms", "release_kB", "accept_ms", "accept_kB"), release + accept, strict=True)
    )


def measured(url: str, facts: dict[str, Any]) -> dict[str, float]:
    """Return all figures of the running product.

    Raises:
        ProductError: there is no browser.
    """
    program = browser()
    if not program:
        raise ProductError("no Chromium on this machine")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = opened.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": facts["cookie"], "value": facts["session"], "url": url}])
        page = context.new_page()
        page.goto(url + facts["page"], wait_until="networkidle")
        found = {"page_kB": visit(page, url + facts["page"])["kB"]}
        found["page_nodes"] = page.evaluate("document.querySelectorAll('*').length")
        session = context.new_cdp_session(page)
        counter = Counter(session)
        spin = fixed_loop(page, counter)
        moves = moved(page, counter, facts["bar"])
        found |= {"move_ms": statistics.median(moves), "moves_longest_ms": max(moves)}
        found |= released(page, session, counter, facts["bar"])
        spin = (spin + fixed_loop(page, counter)) / 2
        opened.close()
    ratios = {f"{name}_spins": found[f"{name}_ms"] / spin for name in ("move", "release")}
    return found | ratios | {"spin_ms": spin}


def line(key: str, value: float) -> str:
    """Return a row of the table."""
    quantity, unit, goal = GOALS[key]
    verdict = "" if goal is None else f"≤ {goal:g}  {'met' if value <= goal else 'missed'}"
    return f"{quantity:50}{value:>9.2f} {unit:6} {verdict}".rstrip()


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="PYTHONPATH=scripts python -m bench.gantt", description=__doc__
    )
    parser.add_argument("--initiatives", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    product = kept(ROOT / "var" / "bench" / f"gantt-{options.initiatives}")
    product.manage("prepare")
    product.manage("collectstatic", "--noinput", "-v", "0")
    if not (product.var / "demo.txt").exists():
        said = product.manage("load_demo")
        (product.var / "demo.txt").write_text(said, encoding="utf-8")
    facts = staged(product, options.initiatives)
    with product.running() as running:
        found = measured(running.url, facts)
    if options.json:
        print(json.dumps({"initiatives": options.initiatives, **found}))
    else:
        print(f"{options.initiatives} initiatives")
        print("\n".join(line(key, found[key]) for key in GOALS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
