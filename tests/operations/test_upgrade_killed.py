"""An upgrade that is killed is carried to its end by the next start.

Way taken: SIGKILL of a real `manage.py prepare` on the database that a release left, after each of some
migrations; then another one. What comes out is what an upgrade in one go gives.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.operations.test_drills import vendor
from tests.plugin import ROOT, TOLD, worker_environment
from tests.upgrade.dumps import RELEASES
from tests.upgrade.scratch import load_release, rows_of, scratch, tables

pytestmark = [pytest.mark.drill]
AFTER = (1, 4, 9)  # migrations done when it is killed
SCRIPT = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
left = {after}
real = MigrationRecorder.record_applied
def deadly(self, app, name):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, app, name)
MigrationRecorder.record_applied = deadly
call_command("prepare", verbosity=0)
"""
# Written anew by every start, or with the time of the upgrade in them.
MOVING = {"django_migrations", "landfall_cache", "django_session"}


def prepare(folder: Path, *command: str) -> int:
    environment = {**worker_environment(), "LANDFALL_VAR": str(folder)}
    connection.close()
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, check=False, capture_output=True
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()[-2000:]
    return done.returncode


def counts() -> dict[str, int]:
    return {name: len(rows_of(name)) for name in tables() if name not in MOVING}


@pytest.mark.parametrize("release", RELEASES)
def test_killed_upgrade_ends_as_one_in_one_go(
    release, tmp_path, django_db_setup, django_db_blocker
):
    (tmp_path / "var").mkdir()
    with django_db_blocker.unblock():
        with scratch(tmp_path):
            load_release(release)
            assert prepare(tmp_path / "var", "manage.py", "prepare") == 0
            wanted = counts()
        for after in AFTER:
            with scratch(tmp_path):
                load_release(release)
                script = SCRIPT.format(after=after)
                assert prepare(tmp_path / "var", "-c", script) == -signal.SIGKILL
                assert prepare(tmp_path / "var", "manage.py", "prepare") == 0
                assert counts() == wanted
    TOLD.append(
        f"upgrade from {release} on {vendor()}, by SIGKILL: killed after {AFTER} migrations, "
        f"{len(wanted)} tables and {sum(wanted.values())} rows as in one go"
    )
