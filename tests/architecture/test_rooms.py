"""One family to a room: an app stays small enough to be read, and every file says what is in it."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

import pytest

from tests.architecture.test_sizes import PYTHON, TEMPLATES, house_files, lines_of, name_of

APP_LIMIT = 5000
# An app above the limit: since when, and how it will be cut.
TO_BE_CUT = {
    "assessment": "2026-11-29: seals, their formats, withdrawing and restating become an app of their "
    "own between assessment and readings; the questionnaire stays",
    "indicators": "2026-11-30: quarters, trends and the workbook, which a worker makes, become an app of "
    "their own beside it; definitions, baselines and aims stay",
    "questionnaire": "2026-12-01: personal links and the workbook of a person become an app of their own "
    "above it; questions, voices and moderation stay",
    "scoring": "2026-11-29: the tables of answers from and to files leave the engine for an app beside it",
    "reports": "2026-11-29: sections and the setting of pages, which know no table, become an app of "
    "their own below the jobs, links and pages",
    "roadmap": "2026-11-30: the plan page (charts, query, regions, table) becomes an app of its own "
    "above the tables and acts of the plan",
    "organizations": "2026-11-29: the audit trail with its words, reactions and erasure becomes an app "
    "of its own; the tables of countries and languages give way to a library",
}
DRAWERS = {"common", "shared", "items", "utils", "helpers"}
APPS = {PurePosixPath(name_of(path)).parts[0] for path in house_files("*/apps.py")}


def sizes() -> Counter[str]:
    """Return the lines of Python of each app; migrations do not count."""
    found: Counter[str] = Counter()
    for path in PYTHON:
        app = PurePosixPath(name_of(path)).parts[0]
        if app in APPS:
            found[app] += lines_of(path)
    return found


def drawers(names: list[str]) -> list[str]:
    """Return the files and folders that are called like a drawer, at any depth."""
    return [
        name
        for name in names
        if DRAWERS & {part.strip("_") for part in PurePosixPath(name).with_suffix("").parts}
    ]


def test_an_app_is_small_enough():
    large = {app for app, size in sizes().items() if size > APP_LIMIT}
    assert large == set(TO_BE_CUT)


def test_an_app_that_is_to_be_cut_says_since_when_and_how():
    assert all(words[:2] == "20" and len(words) > 30 for words in TO_BE_CUT.values())


def test_no_file_is_a_drawer():
    files = [*PYTHON, *TEMPLATES, *house_files("static/js/*.js"), *house_files("static/css/*.css")]
    assert drawers([name_of(path) for path in files]) == []


@pytest.mark.parametrize(
    "name", ["a/views/shared.py", "a/common/b.py", "templates/a/_items.html", "a/utils/x.py"]
)
def test_a_drawer_is_seen_at_every_depth(name):
    assert drawers([name]) == [name]


@pytest.mark.parametrize("name", ["a/views/sharing.py", "a/items_of.py", "a/helper.py"])
def test_other_names_are_no_drawers(name):
    assert drawers([name]) == []
