"""Every file the product writes by itself appears whole or not at all."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from core import disk

# Where the product may open a file for writing in place, and why.
IN_PLACE = {
    "launcher/supervisor.py": "logs grow, locks are empty",
    "launcher/archive/saving.py": "a part beside, renamed when it is whole; members of the archive",
    "launcher/archive/restoring.py": "a lock, empty",
    "organizations/tasks.py": "a scratch folder that goes with the task",
    "config/sqlite3/line.py": "the line of writers: bytes that are locked, not read",
    "core/disk.py": "the one door",
}
LEFT_OUT = ("tests", "scripts", "var", ".venv")


def writes_in_place(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile"):
            return True
        if name == "open" and any(str(mode)[:1] in "wax" for mode in modes if mode in MODES):
            return True
        flags = ast.unparse(node) if name == "open" else ""
        if "O_CREAT" in flags or "O_WRONLY" in flags:
            return True
    return False


MODES = ("w", "wb", "a", "ab", "x", "xb", "w+", "w+b", "r+b")


def test_nothing_of_the_product_writes_in_place():
    root = settings.BASE_DIR
    found = {
        str(path.relative_to(root))
        for top in root.iterdir()
        if top.name not in LEFT_OUT
        for path in ([top] if top.suffix == ".py" else top.rglob("*.py"))
        if writes_in_place(path.read_text())
    }
    assert found == set(IN_PLACE)


def test_file_is_replaced_as_a_whole(tmp_path, monkeypatch):
    file = tmp_path / "a"
    assert disk.write_whole(file, b"old", mode=0o600)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"old", 0o600)

    def fail(_handle):
        raise OSError

    with monkeypatch.context() as full:
        full.setattr(disk.os, "fsync", fail)
        with pytest.raises(OSError):
            disk.write_whole(file, b"new and longer")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"old", [file])
    assert not disk.write_whole(file, b"second", is_first=True)
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"old", [file])
    assert disk.write_whole(tmp_path / "b", b"first", is_first=True)


KEY = "import config.settings as s; print(s.SECRET_KEY)"
KILLED = """
import os, signal
import core.disk as disk
real = os.fsync
def fsync(handle):
    os.kill(os.getpid(), signal.SIGKILL)
disk.os.fsync = fsync
import config.settings
"""


def keys(folder: Path, count: int) -> list[str]:
    """Return the key as processes see it that start at the same time."""
    environment = {**os.environ, "LANDFALL_VAR": str(folder)}
    environment.pop("SECRET_KEY", None)
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", KEY],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    return [process.communicate()[0].strip() for process in started]


def test_start_killed_while_the_key_is_written_leaves_none_and_the_next_makes_one(tmp_path):
    environment = {**os.environ, "LANDFALL_VAR": str(tmp_path)}
    environment.pop("SECRET_KEY", None)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=settings.BASE_DIR, env=environment, check=False
    )
    assert killed.returncode == -9
    assert not (tmp_path / "secret.key").exists()
    (tmp_path / "secret.key").touch()  # what a kill left behind in earlier versions
    found = keys(tmp_path, 1)
    assert len(found[0]) == 100
    assert keys(tmp_path, 1) == found
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_share_one_key(tmp_path):
    found = keys(tmp_path, 3)
    assert len(set(found)) == 1
    assert found[0] == (tmp_path / "secret.key").read_text().strip()
