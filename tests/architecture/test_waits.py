"""Tests wait for what they need, with one generous limit; none of them measures a slow machine."""

from __future__ import annotations

import ast

from tests.architecture.test_sizes import TESTS, name_of

BROWSER = "tests/e2e/conftest.py"  # sets the limit of browsers, and pauses while it serves them
# Where a limit of its own is meant, with the reason.
LIMITS = {
    "tests/e2e/test_questionnaire.py": "one try that may come too late, and may fail",
    "tests/operations/test_worker_fixture.py": "how long one question to a worker takes",
}
# Where rest is work that takes its time, not a wait.
WORKING = {"tests/organizations/services/test_delivery.py": "a reaction that is still at work"}
RESTING = {"sleep", "wait_for_timeout"}


def calls(path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_no_test_rests_for_a_time():
    guilty = {
        name_of(path)
        for path in TESTS
        for call in calls(path)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in RESTING
    }
    assert guilty == {BROWSER, *WORKING}


def test_no_test_has_a_limit_of_its_own():
    guilty = {
        name_of(path)
        for path in TESTS
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "timeout"
    }
    assert guilty - {BROWSER} == set(LIMITS)


def test_processes_are_waited_for_with_the_one_limit():
    """`popen.wait(20)` names a time of its own."""
    guilty = {
        name_of(path)
        for path in TESTS
        for call in calls(path)
        if getattr(call.func, "attr", "") in {"wait", "end"}
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    }
    assert guilty == set()
