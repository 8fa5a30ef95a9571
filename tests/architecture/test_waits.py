"""Tests wait for what they need, with one generous limit; none of them measures a slow machine."""

from __future__ import annotations

from tests.architecture.modules import facts
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


def test_no_test_rests_for_a_time():
    guilty = {name_of(path) for path in TESTS for call in facts(path).calls if call.name in RESTING}
    assert guilty == {BROWSER, *WORKING}


def test_no_test_has_a_limit_of_its_own():
    guilty = {
        name_of(path) for path in TESTS for call in facts(path).calls if "timeout" in call.keywords
    }
    assert guilty - {BROWSER} == set(LIMITS)


def test_processes_are_waited_for_with_the_one_limit():
    """`popen.wait(20)` names a time of its own."""
    guilty = {
        name_of(path)
        for path in TESTS
        for call in facts(path).calls
        if call.attribute in {"wait", "end"} and call.has_constant
    }
    assert guilty == set()
