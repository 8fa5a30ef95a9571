"""One clock: everybody asks it, and only the story of the demo sets it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.db import models

from core.base import StampField
from tests.architecture.modules import facts
from tests.architecture.test_sizes import PRODUCT, ROOT, house_files, name_of

# Who may set the clock in the product; tests and drills may, too.
SETTERS = ["exchange/services/demo/clock.py"]
SETTING = {"running", "starting", "_source"}
SAMPLES = {
    "django.utils.timezone.now": "from django.utils import timezone\ntimezone.now()\n",
    "django.utils.timezone.localdate": "from django.utils.timezone import localdate\n",
    "django.db.models.functions.Now": "from django.db.models.functions import Now\n",
    "datetime.datetime.now": "import datetime as dt\ndt.datetime.now(dt.UTC)\n",
    "datetime.datetime.utcnow": "from datetime import datetime\ndatetime.utcnow()\n",
    "datetime.datetime.today": "from datetime import datetime\ndatetime.today()\n",
    "datetime.date.today": "import datetime\nday = datetime.date.today\n",
    "time.time": "import time\ntime.time()\n",
}


def sets_the_clock(path) -> bool:
    """Say whether a module takes anything from the clock that changes it."""
    known = facts(path)
    taken = known.taken.get("core.clock", set()) | known.of_names.get("clock", set())
    return bool(taken & SETTING)


def test_only_the_demo_sets_the_clock():
    assert [name_of(path) for path in PRODUCT if sets_the_clock(path)] == SETTERS


def test_every_other_clock_is_banned():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    assert set(linter["lint"]["flake8-tidy-imports"]["banned-api"]) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_linter_finds_another_clock(name):
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache"]
    done = subprocess.run(
        [*command, "--stdin-filename", "organizations/services/sample.py", "-"],
        cwd=ROOT,
        input=SAMPLES[name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"`{name}` is banned" in done.stdout


def test_only_the_clock_and_the_benchmarks_are_excused():
    excused = [
        name_of(path)
        for path in house_files("*.py")
        if "noqa: TID251" in path.read_text(encoding="utf-8")
        and name_of(path) != "tests/architecture/test_clock.py"
    ]
    assert excused == ["scripts/bench/__main__.py"]


def test_the_present_is_not_asked_through_a_conversion():
    """`timezone.localtime()` without a moment is a clock, too; so is the tag `now`."""
    asking = [
        name_of(path)
        for path in PRODUCT
        for call in facts(path).calls
        if call.attribute == "localtime" and not call.has_arguments
    ]
    assert asking == []
    tag = re.compile(r"{%\s*now\b")
    pages = house_files("templates/*.html") + house_files("templates/*.txt")
    assert [name_of(p) for p in pages if tag.search(p.read_text(encoding="utf-8"))] == []


def test_every_stamped_column_follows_the_clock():
    own = [
        model
        for model in apps.get_models(include_auto_created=True)
        if (ROOT / model.__module__.split(".")[0]).is_dir()
    ]
    assert own
    stamped = {
        f"{model._meta.label}.{field.name}": field
        for model in own
        for field in model._meta.local_fields
        if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add)
    }
    assert stamped
    assert [name for name, field in stamped.items() if not isinstance(field, StampField)] == []


def test_times_of_day_are_written_by_the_filters_that_know_the_day():
    """A time without its day reads as today's; only `moment_short` may leave the day out."""
    writes = re.compile(r"%[HI]:%M|HH:mm|time_format|\|\s*time\b")
    modules = [name_of(p) for p in PRODUCT if writes.search(p.read_text(encoding="utf-8"))]
    assert modules == ["core/wording/dates.py"]
    pages = house_files("templates/*.html") + house_files("templates/*.txt")
    formats = re.compile(r"\|\s*(time\b|date:['\"][^'\"]*[GHgh]:i)")
    assert [name_of(p) for p in pages if formats.search(p.read_text(encoding="utf-8"))] == []
    scripts = [p for p in house_files("static/js/*.js") if "vendor" not in p.parts]
    spoken = re.compile(r"toLocaleTimeString|getHours|timeStyle")
    assert [name_of(p) for p in scripts if spoken.search(p.read_text(encoding="utf-8"))] == []
