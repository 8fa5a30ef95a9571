"""One word, one thing: no class name stands in two rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tests.architecture.modules import Facts, facts, facts_in
from tests.architecture.test_sizes import PRODUCT, name_of

ENTRY = "the entry of a pack, and the row that an app makes of it"
SAME_IDEA = {
    "Command": "Django looks for this name",
    "Answer": "what was said: the row, and the value as the engine takes it",
    "Benchmark": ENTRY,
    "Indicator": ENTRY,
    "Initiative": ENTRY,
    "SystemCategory": ENTRY,
    "Identity": "a rule between elements: its words in the pack, its arithmetic in the engine",
}


def rooms(sources: Mapping[str, Facts]) -> dict[str, set[str]]:
    """Return the rooms of each class name; a class within a class bears the outer one's name."""
    standing: dict[str, set[str]] = defaultdict(set)
    for path, known in sources.items():
        for name in known.classes:
            standing[name].add(path.split("/")[0])
    return standing


def in_two_rooms(sources: Mapping[str, Facts]) -> dict[str, list[str]]:
    return {name: sorted(apps) for name, apps in rooms(sources).items() if len(apps) > 1}


def test_no_class_name_stands_in_two_rooms():
    sources = {name_of(path): facts(path) for path in PRODUCT}
    assert set(in_two_rooms(sources)) == set(SAME_IDEA), in_two_rooms(sources)


def test_name_in_two_rooms_is_caught():
    plan = facts_in("class Plan:\n    class Meta: ...\n")
    assert in_two_rooms({"a/x.py": plan, "a/y.py": plan}) == {}
    assert in_two_rooms({"a/x.py": plan, "b/y.py": plan}) == {"Plan": ["a", "b"]}
