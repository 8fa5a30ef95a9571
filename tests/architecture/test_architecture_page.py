"""docs/architecture.md says what the code obeys: floors, files, limits and named rules."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

import pytest

from tests.architecture.test_rooms import APP_LIMIT
from tests.architecture.test_sizes import LIMITS, ROOT, WIDTHS

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
FLOORS, FILES = (entry["layers"] for entry in CONTRACTS if entry["type"] == "layers")
ASIDE = "launcher"  # drawn beside the floors: it imports and nobody imports it


def section(name: str) -> str:
    """Return the text below an anchor up to the next one."""
    return PAGE.split(f'<a id="{name}"></a>')[1].split("<a id=")[0]


def table(name: str) -> list[list[str]]:
    """Return the rows of the first table below an anchor, without its head."""
    rows = [line for line in section(name).splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_picture_shows_the_floors_of_the_contract():
    drawn = []
    for line in section("floors").splitlines():
        house = line[:64]
        if house.startswith("│"):
            names = [re.match(r" (\w+)", room) for room in house.strip("│").split("│")]
            drawn.append({found[1] for found in names if found})
    wanted = [{room.strip() for room in floor.split("|")} for floor in FLOORS if floor != ASIDE]
    assert drawn == wanted
    assert f"│ {ASIDE} " in section("floors")


def test_table_names_the_files_of_the_contract():
    named = [re.findall(r"`(\w+)`", row[0]) for row in table("files")]
    assert named == [re.findall(r"\((\w+)\)", layer) for layer in FILES]


def test_table_names_the_limits_of_the_check():
    said = {row[0]: int(re.match(r"\d+", row[1])[0]) for row in table("sizes")}
    assert said == {"app": APP_LIMIT, **LIMITS, **WIDTHS}


@cache
def defined(path: str) -> set[str]:
    """Return what a module defines at its top and in its classes."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


RULES = re.compile(r"`([\w/]+\.py)`: `([\w.]+)`")
HEADS = ("domain", "schema")  # folders of pure rules; a rule of two rooms stands in core


@pytest.mark.parametrize("row", table("numbers"), ids=lambda row: row[0])
def test_rule_behind_a_number_stands_where_the_page_says(row):
    rules = RULES.findall(row[1])
    assert 1 <= len(rules) <= 3
    for path, name in rules:
        assert set(name.split(".")) <= defined(path)
        assert path.startswith("core/") or path.split("/")[1] in HEADS
    anchor = re.fullmatch(r"\[[^\]]+\]\(method\.md#([\w-]+)\)", row[2])[1]
    assert f'<a id="{anchor}"></a>' in (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    citing = [(ROOT / path).read_text(encoding="utf-8") for path, _ in rules]
    assert any(f"method.md#{anchor}" in text for text in citing)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([\w/.-]+\.md)", PAGE))))
def test_page_links_to_what_exists(target):
    assert (ROOT / "docs" / target).is_file()
