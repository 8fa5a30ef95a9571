"""Property tests have one profile; none of them measures time."""

from __future__ import annotations

import os
import subprocess
import sys

import hypothesis
from hypothesis import HealthCheck

from tests.architecture.modules import facts
from tests.architecture.test_sizes import ROOT, TESTS, name_of

PROFILE = "tests/plugin.py"
# One process for both: most of its time goes into loading the product.
SHOW = """
import importlib, os
import django
django.setup()
import hypothesis
from tests import plugin
for value in ("true", ""):
    os.environ["CI"] = value
    importlib.reload(plugin)
    print(repr(value), hypothesis.settings().derandomize)
"""


def test_profile_is_in_force():
    active = hypothesis.settings()
    assert active.deadline is None
    assert active.suppress_health_check == (HealthCheck.too_slow,)
    assert active.print_blob is True
    assert active.database is None


def test_only_ci_tries_the_same_examples_every_time():
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["'true' True", "'' False"]


def test_no_test_has_limits_of_its_own():
    guilty = {
        name_of(path)
        for path in TESTS
        if facts(path).keywords & {"deadline", "suppress_health_check"}
    }
    assert guilty == {PROFILE}
