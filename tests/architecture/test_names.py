"""One word, one thing: no drawer among the modules, no class name in two rooms."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pytest

from tests.architecture.test_sizes import PRODUCT, PYTHON, name_of

DRAWERS = {"common", "shared", "items", "utils", "helpers"}
# To be named with the pages they belong to.
STANDING_DRAWERS = {"assessment/views/questionnaire.py", "assessment/views/address.py"}

ENTRY = "the entry of a pack, and the row that an app makes of it"
TO_BE_CUT = "assessment: cut with the move"
SAME_IDEA = {
    "Command": "Django looks for this name",
    "Benchmark": ENTRY,
    "Indicator": ENTRY,
    "Initiative": ENTRY,
    "Identity": "a rule between elements: its words in the pack, its arithmetic in the engine",
    "Advice": TO_BE_CUT,
    "Situation": TO_BE_CUT,
    "SystemCategory": TO_BE_CUT,
}


def drawers(names: Iterable[str]) -> set[str]:
    """Return the modules, and the modules below a package, that are called a drawer."""
    return {name for name in names if DRAWERS & set(name.removesuffix(".py").split("/"))}


def rooms(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the rooms of each class name; a class within a class bears the outer one's name."""
    standing: dict[str, set[str]] = defaultdict(set)
    for path, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                standing[node.name].add(path.split("/")[0])
    return standing


def in_two_rooms(sources: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: sorted(apps) for name, apps in rooms(sources).items() if len(apps) > 1}


def test_no_module_is_a_drawer():
    assert drawers(name_of(path) for path in PYTHON) == STANDING_DRAWERS


@pytest.mark.parametrize("name", ["core/utils.py", "a/views/shared.py", "a/common/b.py"])
def test_drawer_is_caught_at_every_depth(name):
    assert drawers([name]) == {name}


def test_no_class_name_stands_in_two_rooms():
    sources = {name_of(path): path.read_text(encoding="utf-8") for path in PRODUCT}
    assert set(in_two_rooms(sources)) == set(SAME_IDEA), in_two_rooms(sources)


def test_name_in_two_rooms_is_caught():
    plan = "class Plan:\n    class Meta: ...\n"
    assert in_two_rooms({"a/x.py": plan, "a/y.py": plan}) == {}
    assert in_two_rooms({"a/x.py": plan, "b/y.py": plan}) == {"Plan": ["a", "b"]}
