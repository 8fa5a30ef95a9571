"""Writers before SQLite's lock: in order, freed by a death, given up in time; readers never wait."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from config.databases import database
from config.sqlite3.line import LineError, WritersLine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the locks are those of Linux")
HOLD = (
    "import sys; from pathlib import Path; from config.sqlite3.line import WritersLine\n"
    "line = WritersLine(Path(sys.argv[1])); line.enter(5); print('in', flush=True); sys.stdin.read()"
)


def opened(file: Path):
    """Return a connection of our own kind to a database file."""
    handler = ConnectionHandler({"default": database("", file)})
    return handler["default"]


def drawn(file: Path) -> int:
    """Return the number that the next writer draws."""
    return int.from_bytes(file.read_bytes()[:8], sys.byteorder)


def test_writers_come_in_the_order_in_which_they_asked(tmp_path):
    file, seen = tmp_path / "line", []
    holder = WritersLine(file)
    holder.enter(1)

    def write(place: int) -> None:
        own = WritersLine(file)
        own.enter(10)
        seen.append(place)
        own.leave()

    threads = []
    for place in range(12):
        before = drawn(file)
        threads.append(threading.Thread(target=write, args=(place,)))
        threads[-1].start()
        while drawn(file) == before:
            os.sched_yield()
    assert seen == []
    holder.leave()
    for thread in threads:
        thread.join()
    assert seen == list(range(12))


def test_a_writer_that_dies_lets_the_next_one_in(tmp_path):
    file = tmp_path / "line"
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        with pytest.raises(LineError):
            WritersLine(file).enter(0.05)
        os.kill(process.pid, signal.SIGKILL)
    WritersLine(file).enter(2)


def test_who_gives_up_keeps_nobody_waiting_and_lets_nobody_pass(tmp_path):
    file = tmp_path / "line"
    holder, patient = WritersLine(file), WritersLine(file)
    holder.enter(1)
    with pytest.raises(LineError):
        WritersLine(file).enter(0.02)
    with pytest.raises(LineError):  # the one before it gave up, the holder did not
        WritersLine(file).enter(0.02)
    holder.leave()
    holder.leave()
    patient.enter(1)
    patient.enter(1)  # has its turn already


@contextlib.contextmanager
def transaction(connection) -> Iterator[None]:
    """Write as `atomic` does, on a connection that has no name."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    else:
        connection.commit()
    finally:
        connection.set_autocommit(True)


def count(connection) -> int:
    """Return how many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM thing")
        return cursor.fetchone()[0]


def add(connection) -> None:
    """Write a row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO thing VALUES ('one')")


def test_a_transaction_waits_a_reader_does_not(tmp_path, db):
    file = tmp_path / "some.sqlite3"
    writing, other = opened(file), opened(file)
    other.settings_dict["OPTIONS"] = {**other.settings_dict["OPTIONS"], "timeout": 0.1}
    with writing.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (name TEXT)")
    with transaction(writing):
        add(writing)
        assert count(other) == 0
        with pytest.raises(OperationalError, match="line of writers"), transaction(other):
            pass
    with transaction(other):
        add(other)
        assert count(other) == 2
    with pytest.raises(ZeroDivisionError), transaction(other):
        raise ZeroDivisionError
    with transaction(writing):
        add(writing)
        writing.close()  # gives the place up with what was not committed
    with transaction(other):
        assert count(other) == 2


def test_who_reads_for_long_in_one_transaction_holds_up_no_writer(tmp_path, db):
    """A backup reads all tables at one instant; it took a number, so that all writers waited for it."""
    reading, writing = opened(tmp_path / "some.sqlite3"), opened(tmp_path / "some.sqlite3")
    writing.settings_dict["OPTIONS"] = {**writing.settings_dict["OPTIONS"], "timeout": 0.1}
    with writing.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (name TEXT)")
    reading.ensure_connection()
    assert reading.transaction_mode == "IMMEDIATE"
    reading.transaction_mode = "DEFERRED"
    with transaction(reading):
        assert count(reading) == 0
        with transaction(writing):
            add(writing)
        assert (count(reading), count(writing)) == (0, 1)
    assert count(reading) == 1


def test_a_refused_begin_gives_the_place_up(tmp_path, db):
    file = tmp_path / "some.sqlite3"
    writing = opened(file)
    with writing.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (name TEXT)")
        cursor.execute("PRAGMA busy_timeout = 10")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError), transaction(writing):
            pass
    WritersLine(file.with_name("some.sqlite3-line")).enter(0.5)


def test_a_replaced_file_is_opened_anew(tmp_path, db):
    file, saved = tmp_path / "some.sqlite3", tmp_path / "saved.sqlite3"
    kept = opened(file)
    with kept.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (name TEXT)")
    saved.write_bytes(b"")
    before = kept.connection
    kept.close_if_unusable_or_obsolete()  # what the start of a request does
    assert count(kept) == 0
    assert kept.connection is before
    saved.replace(file)
    kept.close_if_unusable_or_obsolete()
    with kept.cursor():
        assert kept.connection is not before
    file.unlink()
    assert not kept.is_usable()
    kept.close()


def test_a_file_system_without_locks_is_written_to_as_before(tmp_path, db, monkeypatch):
    def refused(*arguments):
        raise OSError(errno.ENOLCK, "no locks available")

    writing = opened(tmp_path / "some.sqlite3")
    with writing.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (name TEXT)")
    monkeypatch.setattr("config.sqlite3.line.fcntl.fcntl", refused)
    with transaction(writing):
        add(writing)
    assert count(writing) == 1
    writing.close()
