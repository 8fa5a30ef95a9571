"""Break one rule at a time and see whether its tests notice: a sample over all `*/domain`.

    python scripts/mutants.py [--count 100] [--seed 1] [module ...]

Each mutant changes one place of one module (a comparison, an operator, a number, a condition) in
a copy of the tree; the tests of the app's rules run until the first failure, and where they pass
the other tests of the app. Prints each mutant that lives, and the share that was killed.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns("var", ".venv", "*cache*", "*.pyc", "test-results")
PATIENCE = 3  # times what the tests take without a change; a mutant that runs longer is noticed
LONGEST = 3600  # seconds, for the tests of an app without a change
GOAL = 0.85

COMPARE: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATE: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
SWAPS = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        path: the module, seen from the root.
        line: where.
        words: what became what.
        source: the whole module with the change.
    """

    path: Path
    line: int
    words: str
    source: str


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what can be broken about a node: words, and the act that does it in place."""
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            if type(sign) in COMPARE:
                other = COMPARE[type(sign)]()
                yield _words(sign, other), partial(_put, node.ops, at, other)
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATE and not _is_text(node):
        other = OPERATE[type(node.op)]()
        yield _words(node.op, other), lambda: setattr(node, "op", other)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _words(node.op, other), lambda: setattr(node, "op", other)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        more = node.value + 1
        yield f"{node.value} → {more}", lambda: setattr(node, "value", more)
    elif isinstance(node, ast.If | ast.IfExp):
        turned = ast.UnaryOp(ast.Not(), node.test)
        yield "condition turned round", lambda: setattr(node, "test", turned)
    elif isinstance(node, ast.Name) and node.id in SWAPS:
        name = SWAPS[node.id]
        yield f"{node.id} → {name}", lambda: setattr(node, "id", name)


def _put(signs: list[ast.cmpop], at: int, other: ast.cmpop) -> None:
    signs[at] = other


def _words(one: ast.AST, other: ast.AST) -> str:
    return f"{type(one).__name__} → {type(other).__name__}"


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def places(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of functions, without notes on types and default values of classes."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef):
            for statement in outer.body:
                yield from ast.walk(statement)


def broken(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    """Yield every change of a module: where, words, and the act that does it in place."""
    for node in places(tree):
        for words, act in changes(node):
            yield node, words, act


def parsed(path: Path) -> ast.Module:
    """Return the tree of a module, seen from the root."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def mutant_of(path: Path, number: int) -> Mutant:
    """Return a mutant of a module by its number."""
    tree = parsed(path)
    node, words, act = next(itertools.islice(broken(tree), number, None))
    act()
    source = ast.unparse(ast.fix_missing_locations(tree))
    return Mutant(path, getattr(node, "lineno", 0), words, source)


def is_noticed(copy: Path, mutant: Mutant, seconds: float) -> bool:
    """Run the tests on a copy with the change, for some seconds each, and put the module back."""
    target = copy / mutant.path
    kept = target.read_text(encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    try:
        return fails(copy, mutant.path.parts[0], seconds)
    finally:
        target.write_text(kept, encoding="utf-8")


def fails(copy: Path, app: str, seconds: float) -> bool:
    """Tell whether a test of an app fails in a copy, first those of its rules."""
    return any(_fails(copy, seconds, *chosen) for chosen in _rounds(copy, Path("tests") / app))


def _rounds(copy: Path, tests: Path) -> Iterator[tuple[str, ...]]:
    rules = tests / "domain"
    if (copy / rules).exists():
        yield (str(rules),)
    yield str(tests), f"--ignore={rules}"


def _fails(copy: Path, seconds: float, *chosen: str) -> bool:
    quick = ["-x", "-q", "-n", "0", "-m", "not e2e and not slow"]
    command = [sys.executable, "-m", "pytest", *quick, *chosen]
    environment = {**os.environ, "LANDFALL_VAR": str(copy / "var")}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def tried(
    copies: queue.Queue[Path], seconds: Mapping[str, float], mutant: Mutant
) -> tuple[Mutant, bool]:
    """Try a mutant in a copy that nobody else uses."""
    copy = copies.get()
    try:
        return mutant, is_noticed(copy, mutant, seconds[mutant.path.parts[0]])
    finally:
        copies.put(copy)


def whole(copies: queue.Queue[Path], app: str) -> float | None:
    """Return how long a mutant of an app may take; None where its tests fail without a change."""
    copy, began = copies.get(), time.monotonic()
    try:
        if fails(copy, app, LONGEST):
            return None
        return PATIENCE * (time.monotonic() - began)
    finally:
        copies.put(copy)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("modules", nargs="*", type=Path)
    asked = parser.parse_args()
    rules = asked.modules or sorted(
        path.relative_to(ROOT)
        for path in ROOT.glob("*/domain/**/*.py")
        if path.name != "__init__.py"
    )
    every = [(path, number) for path in rules for number, _one in enumerate(broken(parsed(path)))]
    chosen = random.Random(asked.seed).sample(every, min(asked.count, len(every)))  # noqa: S311
    sample = [mutant_of(path, number) for path, number in chosen]
    told = f"{len(sample)} of {len(every)} mutants of {len(rules)} modules, seed {asked.seed}"
    print(told, flush=True)
    workers = os.cpu_count() or 1
    killed = 0
    with tempfile.TemporaryDirectory(prefix="landfall-mutants-") as folder:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            copy = Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=LEFT_OUT))
            (copy / "var").mkdir()
            (copy / "var" / "assets").symlink_to(ROOT / "var" / "assets")
            copies.put(copy)
        with ThreadPoolExecutor(workers) as pool:
            used = sorted({mutant.path.parts[0] for mutant in sample})
            found = dict(zip(used, pool.map(partial(whole, copies), used), strict=True))
            if wrong := [app for app, seconds in found.items() if seconds is None]:
                print(f"tests of {', '.join(wrong)} fail without any change: nothing was tried")
                return 2
            patient = {app: seconds for app, seconds in found.items() if seconds}
            for mutant, noticed in pool.map(partial(tried, copies, patient), sample):
                killed += noticed
                if not noticed:
                    print(f"lives: {mutant.path}:{mutant.line} {mutant.words}", flush=True)
    share = killed / len(sample)
    print(f"{killed} of {len(sample)} killed: {100 * share:.0f} % (goal {100 * GOAL:.0f} %)")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
