"""What Docker would send to a build holds no secret and no data of anybody."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.plugin import ROOT

# What operators have beside the code when they build: see docs/deploy.md.
PRIVATE = [
    "secrets/secret_key",
    "secrets/database_password",
    "deploy/secrets/oidc",
    "landfall.env",
    "production.env",
    ".env",
    ".env.local",
    "deploy/.env",
    "backup.zip",
    "backups/landfall-2026-11-29.zip",
    ".landfall.zip.part",
    "old.tar.gz",
    "landfall.sqlite3",
    "landfall.sqlite3-wal",
    "config/copy.sqlite3",
    "dump.sql",
    "nightly.dump",
    "tls/server.key",
    "tls/server.pem",
    "id_ed25519",
    "var/secret.key",
    "var/landfall.sqlite3",
    "var/files/evidence/a.pdf",
    "var/mail/20261129.log",
]


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """Translate a pattern as Docker reads it: Go's path.Match, and `**` for any folders."""
    bare = pattern.removeprefix("!").strip("/")
    found = re.escape(bare).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(found.replace(r"\?", "[^/]"))


def fits(rule: str, name: str) -> bool:
    """Say whether a rule names a file or folder."""
    return bool(expression(rule).fullmatch(name))


def is_sent(path: str, rules: list[str]) -> bool:
    """Say whether a file is part of the build context: the last rule that matches decides.

    A rule matches a file, or a folder the file is in.
    """
    place = last_of(path, tuple(rules))
    return place < 0 or rules[place].startswith("!")


def last_of(path: str, rules: tuple[str, ...]) -> int:
    """Return the place of the last rule that names a file or a folder it is in, -1 for none."""
    found = (place for place in reversed(range(len(rules))) if fits(rules[place], path))
    folder = path.rpartition("/")[0]
    return max(next(found, -1), of_folder(folder, rules) if folder else -1)


of_folder = cache(last_of)  # folders are asked again and again, files once


def rules_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def rules():
    return rules_of((ROOT / ".dockerignore").read_text(encoding="utf-8"))


def context(folder: Path, rules: list[str]) -> set[str]:
    """Return what a build in a folder would be sent."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in files if is_sent(name, rules)}


def test_no_secret_and_no_data_is_sent(tmp_path, rules):
    for name in [*PRIVATE, "manage.py", "config/settings.py", "landfall.env.example"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert context(tmp_path, rules) == {"manage.py", "config/settings.py", "landfall.env.example"}


def test_old_rules_would_have_sent_the_secrets(tmp_path):
    """The computation is right: with the rules of 0.2.0 it finds what was found then."""
    old = rules_of(".git\n.venv\n**/__pycache__\n*.env\nvar\ntests")
    assert is_sent("secrets/secret_key", old)
    assert is_sent("backup.zip", old)
    assert not is_sent("landfall.env", old)
    assert not is_sent("core/a/__pycache__/b.pyc", old)
    assert is_sent("var", [*old, "!var"])


def test_everything_the_product_runs_on_is_sent(rules):
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    kept_back = [name for name in listed if name and not is_sent(name, rules)]
    left = {"/".join(name.split("/")[: 1 + name.startswith("scripts/")]) for name in kept_back}
    assert left == {".ci", ".github", "docs", "tests", "scripts/bench"}


def test_nothing_that_git_leaves_out_is_sent(rules):
    others = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    assert [name for name in others if name and is_sent(name, rules)] == []


def test_both_files_come_from_one_list():
    done = subprocess.run([sys.executable, "scripts/ignored.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
