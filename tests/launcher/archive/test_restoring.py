"""A restore that does not succeed changes nothing: neither rows nor files, whenever it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from core.errors import RuleError
from launcher.archive import restoring, saving
from launcher.archive.rows import part_of
from launcher.archive.trouble import in_words
from organizations.models import Organization, Plant, User
from tests.launcher.archive.archives import everything, forged, manifest_with, rewritten
from tests.plugin import ROOT, worker_environment

PLANTS, USERS = part_of(Plant), part_of(User)


def put(name: str, content: bytes) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def with_part(name, data):
    return lambda parts: {**parts, name: data}


def without_part(name):
    return lambda parts: {key: data for key, data in parts.items() if key != name}


def changed_lines(name, **values):
    """Return a change that gives every row of a table other values."""

    def change(parts):
        found = [{**json.loads(line), **values} for line in parts[name].splitlines()]
        return {**parts, name: b"".join(json.dumps(row).encode() + b"\n" for row in found)}

    return change


# --- archives that are wrong although every checksum fits ---------------------------------------
WRONG = {
    "dangling reference": (
        changed_lines(PLANTS, organization_id=987654),
        "contradicts itself|refers",
    ),
    "two rows of one key": (changed_lines(USERS, email="same@example.org"), r"User\.jsonl"),
    "no JSON": (
        with_part(USERS, b"no json\n"),
        r"User\.jsonl, line 1: it cannot be read\.$",
    ),
    "lists within lists": (with_part(USERS, b"[" * 200_000 + b"\n"), "it cannot be read"),
    "a list for a row": (with_part(USERS, b"[]\n"), "it is no row of this table"),
    "a row without its key": (with_part(USERS, b"{}\n"), "the field id is missing"),
    "column missing": (with_part(USERS, b'{"id": 1}\n'), r"User\.jsonl"),
    "text for a number": (changed_lines(PLANTS, id="many"), r"Plant\.jsonl"),
    "list for a row": (with_part(PLANTS, b"[1]\n"), r"Plant\.jsonl"),
    "no time": (changed_lines(PLANTS, created_at="yesterday"), r"Plant\.jsonl"),
    "number beyond 64 bits": (changed_lines(PLANTS, id=10**30), r"Plant\.jsonl"),
    "text longer than its column": (
        changed_lines(PLANTS, city="x" * 5000),
        "city has no room for x",
    ),
    "count beyond 32 bits": (
        changed_lines(PLANTS, headcount=2**31),
        "headcount has no room for 2147483648",
    ),
    "amount beyond its column": (
        changed_lines(PLANTS, annual_revenue="1" + "0" * 20),
        "annual_revenue has no room for 1000",
    ),
    "amount that is no number": (changed_lines(PLANTS, annual_revenue="NaN"), r"Plant\.jsonl"),
    "table missing": (without_part(USERS), "lacks a table: tables/organizations.User"),
    "unknown table": (with_part("tables/a.B.jsonl", b""), "table that this version has not"),
    "unknown part": (with_part("extras/x", b"x"), "part that no version makes"),
    "path that leads up": (with_part("files/../../x", b"x"), "leads elsewhere"),
    "absolute path": (with_part("files//etc/x", b"x"), "leads elsewhere"),
    "path of another system": (with_part("files/a\\..\\x", b"x"), "leads elsewhere"),
    "no name": (with_part("files/", b""), "leads elsewhere"),
}


@pytest.mark.parametrize(("change", "words"), WRONG.values(), ids=WRONG)
def test_wrong_archive_gets_a_sentence_and_changes_nothing(stored, tmp_path, change, words):
    saving.save(tmp_path / "all.zip")
    forged(tmp_path / "all.zip", tmp_path / "bad.zip", change)
    put("top.bin", b"another content")
    before = everything()
    with pytest.raises(RuleError, match=words):
        restoring.load(tmp_path / "bad.zip", replace=True)
    assert everything() == before
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(tmp_path / "bad.zip"), replace=True)


@pytest.mark.parametrize(
    "values",
    [{"parts": None}, {"parts": {"x": 1}}, {"rows": []}, {"migrations": "x"}, {"version": 1}],
    ids=str,
)
def test_wrong_manifest_gets_a_sentence(stored, tmp_path, values):
    saving.save(tmp_path / "all.zip")
    rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", manifest_with(**values))
    with pytest.raises(RuleError, match=f"manifest is wrong at {next(iter(values))}"):
        restoring.load(tmp_path / "bad.zip", replace=True)


def test_manifest_without_its_list_of_parts_gets_a_sentence(stored, tmp_path):
    saving.save(tmp_path / "all.zip")

    def drop(name, data):
        if name != "manifest.json":
            return [(name, data)]
        kept = json.loads(data)
        del kept["parts"]
        return [(name, json.dumps(kept))]

    rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", drop)
    with pytest.raises(RuleError, match="manifest is wrong at parts"):
        restoring.load(tmp_path / "bad.zip", replace=True)


def test_same_name_twice_is_refused(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(tmp_path / "all.zip", "a") as archive,
    ):
        archive.writestr(USERS, b"")
    with pytest.raises(RuleError, match="incomplete"):
        restoring.load(tmp_path / "all.zip", replace=True)


def test_number_of_rows_must_be_the_one_the_manifest_says(stored, tmp_path):
    saving.save(tmp_path / "all.zip")

    def count_one_more(name, data):
        if name != "manifest.json":
            return [(name, data)]
        kept = json.loads(data)
        kept["rows"]["organizations.User"] += 1
        return [(name, json.dumps(kept))]

    rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", count_one_more)
    before = everything()
    with pytest.raises(RuleError, match=r"User\.jsonl: it has \d+ lines"):
        restoring.load(tmp_path / "bad.zip", replace=True)
    assert everything() == before


def test_rows_that_fail_late_leave_rows_and_a_document_of_another_content(stored, tmp_path):
    """The attack: valid checksums, one changed document, one dangling reference."""
    put("reports/a.pdf", b"%PDF- as it is here")
    saving.save(tmp_path / "all.zip")

    def attack(parts):
        parts = changed_lines(PLANTS, organization_id=987654)(parts)
        return {**parts, "files/reports/a.pdf": b"%PDF- forged", "files/reports/new.pdf": b"new"}

    forged(tmp_path / "all.zip", tmp_path / "bad.zip", attack)
    before = everything()
    with pytest.raises(RuleError):
        restoring.load(tmp_path / "bad.zip", replace=True)
    assert everything() == before
    assert restoring.BOOK not in connection.introspection.table_names()


# --- what is said about databases ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("database disk image is malformed", "restore your newest backup"),
        ("file is not a database", "restore your newest backup"),
        ("database or disk is full", "Free some space"),
        ("something else", "The database refused: something else"),
    ],
)
def test_fault_of_the_database_is_said_with_advice(text, advice):
    assert advice in in_words(OperationalError(text))


@pytest.mark.parametrize("command", ["backup", "prepare"])
def test_damaged_database_file_leads_to_the_backup(tmp_path, command):
    (tmp_path / "bad.sqlite3").write_bytes(b"SQLite format 3\0" + os.urandom(8192))
    environment = {**os.environ, "DATABASE_URL": f"sqlite://{tmp_path}/bad.sqlite3"}
    environment["LANDFALL_VAR"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "restore your newest backup" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_fails_changes_nothing_and_says_so(stored, tmp_path, monkeypatch):
    saving.save(tmp_path / "all.zip")

    def fail(*_args):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(restoring, "empty_tables", fail)
    with pytest.raises(CommandError, match=r"Nothing was changed\..*Free some space"):
        call_command("restore", str(tmp_path / "all.zip"), replace=True)


def test_no_restore_begins_while_another_is_under_way(stored, tmp_path):
    saving.save(tmp_path / "all.zip")
    with restoring.alone():
        for command in (["restore", str(tmp_path / "all.zip"), "--replace"], ["prepare"]):
            with pytest.raises(CommandError, match="is being restored here"):
                call_command(*command)


# --- a kill between the steps -------------------------------------------------------------------
# Step -> the function of `restoring` before (or after, "+") which the process is killed, and how
# often it is called until then; and which state is found after the next start.
KILLS = {
    "before anything": ("write_down", 1, "old"),
    "plan written": ("files.bring", 1, "old"),
    "files brought": ("files.bring", -1, "old"),
    "tables emptied": ("empty_tables", -1, "old"),
    "half of the rows": ("insert_rows", 20, "old"),
    "decided, not committed": ("decide", -1, "old"),
    "committed": ("files.publish", 1, "new"),
    "one file swapped": ("files.rename", -1, "new"),
    "all files swapped": ("files.publish", -1, "new"),
}
IN_THE_GATE = ("files brought", "decided, not committed", "one file swapped")
SCRIPT = """
import os, signal, sys
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = {media!r}
from django.core.management import call_command
from launcher.archive import files, restoring
place, count = {place!r}, {count}
owner = files if place.startswith("files.") else restoring
name = place.removeprefix("files.")
real, calls = getattr(owner, name), 0
def deadly(*args, **more):
    global calls
    calls += 1
    if calls == count:
        os.kill(os.getpid(), signal.SIGKILL)
    done = real(*args, **more)
    if count < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
setattr(owner, name, deadly)
call_command("restore", {archive!r}, "--replace")
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("place", "count", "found"),
    [
        pytest.param(*kill, id=name, marks=() if name in IN_THE_GATE else pytest.mark.drill)
        for name, kill in KILLS.items()
    ],
)
def test_restore_killed_at_any_step_leaves_old_or_new(stored, tmp_path, place, count, found):
    """Way taken: SIGKILL of a real `manage.py restore` on this test's database."""
    put("reports/changed.pdf", b"new")
    new = everything()
    saving.save(tmp_path / "all.zip")
    Organization._base_manager.update(name="Old")
    put("reports/changed.pdf", b"old")
    put("reports/later.pdf", b"later")
    default_storage.delete("top.bin")
    states = {"old": everything(), "new": new}
    script = SCRIPT.format(
        place=place, count=count, archive=str(tmp_path / "all.zip"), media=str(tmp_path / "files")
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=worker_environment(),
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    restoring.after_interruption()
    assert everything() == states[found]
    assert restoring.BOOK not in connection.introspection.table_names()
