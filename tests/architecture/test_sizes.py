"""The size limits of the house; a longer file or function is split, not excused."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.modules import facts, facts_in

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {
    "module": 400,
    "test module": 400,
    "function": 50,
    "view": 50,
    "task": 20,
    "template": 200,
    "partial": 100,
    "pack file": 600,
}
WIDTHS = {"template line": 140, "CSS line": 140}
PARTIAL = re.compile(
    r"{%\s*partialdef\s+(?P<name>[\w-]+).*?%}(?P<body>.*?){%\s*endpartialdef", re.DOTALL
)


def house_files(pattern: str) -> list[Path]:
    """Return the files of the house that match, without what is generated or installed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return sorted({ROOT / name for name in listed if (ROOT / name).exists()})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def over(kind: str, sizes: dict[str, int]) -> list[str]:
    """Return a line for everything above its limit, the longest first."""
    limit = LIMITS[kind]
    found = [(size, name) for name, size in sizes.items() if size > limit]
    return [f"{name}: {size} lines, limit {limit}" for size, name in sorted(found, reverse=True)]


def too_wide(kind: str, lines: dict[str, str]) -> list[str]:
    """Return a line for every line of text above its limit, the longest first."""
    limit = WIDTHS[kind]
    wide = sorted(
        ((len(text), place) for place, text in lines.items() if len(text) > limit), reverse=True
    )
    return [f"{place}: {size} characters, limit {limit}" for size, place in wide]


def numbered(paths: list[Path]) -> dict[str, str]:
    """Return every line of the files by its place."""
    return {
        f"{name_of(path)}:{number}": text
        for path in paths
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }


PYTHON = [path for path in house_files("*.py") if "/migrations/" not in name_of(path)]
PRODUCT = [path for path in PYTHON if not name_of(path).startswith("tests/")]
TESTS = [path for path in PYTHON if name_of(path).startswith("tests/")]
TEMPLATES = house_files("templates/*.html")


def test_modules_are_short():
    assert over("module", {name_of(path): lines_of(path) for path in PRODUCT}) == []


def test_test_modules_are_short():
    assert over("test module", {name_of(path): lines_of(path) for path in TESTS}) == []


def test_functions_are_short():
    sizes = {f"{name_of(p)}:{f.name}": f.lines for p in PYTHON for f in facts(p).functions}
    assert over("function", sizes) == []


def test_views_are_short():
    modules = [p for p in PRODUCT if re.search(r"/views(\.py|/)", name_of(p))]
    sizes = {
        f"{name_of(p)}:{f.name}": f.lines
        for p in modules
        for f in facts(p).functions
        if f.first == "request"
    }
    assert sizes
    assert over("view", sizes) == []


def test_tasks_are_short():
    modules = [p for p in PRODUCT if re.search(r"/tasks(\.py|/)", name_of(p))]
    sizes = {
        f"{name_of(p)}:{f.name}": f.lines
        for p in modules
        for f in facts(p).functions
        if f.decorators & {"shared_task", "task"}
    }
    assert over("task", sizes) == []


def is_partial(path: Path) -> bool:
    return path.name.startswith("_") or "_components" in path.parts


def test_templates_are_short():
    pages = {name_of(p): lines_of(p) for p in TEMPLATES if not is_partial(p)}
    assert over("template", pages) == []


def test_partials_are_short():
    sizes = {
        name_of(p): lines_of(p) for p in TEMPLATES if is_partial(p) and "_layout" not in p.name
    }
    for path in TEMPLATES:
        for match in PARTIAL.finditer(path.read_text(encoding="utf-8")):
            sizes[f"{name_of(path)}#{match['name']}"] = len(match["body"].strip().splitlines())
    assert over("partial", sizes) == []


def test_template_lines_are_short():
    lines = numbered(TEMPLATES)
    assert lines
    assert too_wide("template line", lines) == []


def test_css_lines_are_short():
    lines = numbered(house_files("static/css/*.css"))
    assert lines
    assert too_wide("CSS line", lines) == []


def test_pack_files_are_short():
    sizes = {name_of(p): lines_of(p) for p in house_files("packs/data/*.yaml")}
    assert sizes
    assert over("pack file", sizes) == []


@pytest.mark.parametrize(("kind", "limit"), LIMITS.items())
def test_limit_catches_one_line_too_many(kind, limit):
    assert over(kind, {"just right": limit}) == []
    assert over(kind, {"too long": limit + 1}) == [f"too long: {limit + 1} lines, limit {limit}"]


@pytest.mark.parametrize(("kind", "limit"), WIDTHS.items())
def test_limit_catches_one_character_too_many(kind, limit):
    assert too_wide(kind, {"a:1": "x" * limit}) == []
    wide = {"a:1": "x" * (limit + 1), "a:2": "值" * (limit + 2)}
    told = [
        f"a:2: {limit + 2} characters, limit {limit}",
        f"a:1: {limit + 1} characters, limit {limit}",
    ]
    assert too_wide(kind, wide) == told


def test_docstring_does_not_count():
    (function,) = facts_in('def f():\n    """One\n\n    two."""\n    return 1\n').functions
    assert function.lines == 2
