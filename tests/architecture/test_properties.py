"""Property tests have one profile; none of them measures time."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import hypothesis
import pytest
from hypothesis import HealthCheck

from tests.architecture.test_sizes import ROOT, TESTS, name_of

PROFILE = "tests/plugin.py"
SHOW = "from tests import plugin; import hypothesis; print(hypothesis.settings().derandomize)"


def test_profile_is_in_force():
    active = hypothesis.settings()
    assert active.deadline is None
    assert active.suppress_health_check == (HealthCheck.too_slow,)
    assert active.print_blob is True
    assert active.database is None


@pytest.mark.parametrize(("value", "said"), [("true", "True"), ("", "False")])
def test_only_ci_tries_the_same_examples_every_time(value, said):
    set_up = "import django; django.setup(); " + SHOW
    done = subprocess.run(
        [sys.executable, "-c", set_up],
        cwd=ROOT,
        env={**os.environ, "CI": value, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == said


def test_no_test_has_limits_of_its_own():
    guilty = {
        name_of(path)
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg in {"deadline", "suppress_health_check"}
    }
    assert guilty == {PROFILE}
