"""Preparing the start: what is refused, what is started, what a person reads."""

from __future__ import annotations

import os
import socket
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from launcher.management.commands import prepare, up
from launcher.supervisor import ChildPlan, ProcessPlan, StartError
from tests.factories.organizations import UserFactory


@pytest.fixture
def var(tmp_path, settings):
    """An own data folder with the queue's socket in it."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VALKEY_SOCKET = str(settings.VAR_DIR / "run" / "valkey.sock")
    settings.PORT = free_port()
    settings.QUEUE_IS_EMBEDDED = True
    return settings.VAR_DIR


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        return probe.getsockname()[1]


@pytest.fixture
def handed(monkeypatch):
    """Catch the plan instead of becoming the supervisor, and leave the database alone."""
    plans = []
    monkeypatch.setattr(
        up, "hand_over", lambda file: plans.append(ProcessPlan.from_json(file.read_text()))
    )
    monkeypatch.setattr(up.Command, "prepare", lambda *_args, **_kwargs: None)
    return plans


def test_plan_names_every_process(var, handed):
    call_command("up", stdout=StringIO())
    (plan,) = handed
    assert [child.name for child in plan.children] == ["queue", "web", "worker"]
    assert "--with-schedule" in plan.children[2].command
    assert plan.queue_socket == str(var / "run" / "valkey.sock")
    assert (var / "run").stat().st_mode & 0o777 == 0o700
    assert "appendonly" in " ".join(plan.children[0].command)
    assert f":{plan.port}" in plan.welcome


def test_with_a_server_no_queue_is_started(var, handed, settings):
    settings.QUEUE_IS_EMBEDDED = False
    call_command("up", stdout=StringIO())
    assert [child.name for child in handed[0].children] == ["web", "worker"]
    assert handed[0].queue_socket == ""


def test_taken_port_is_refused_with_advice(var, handed, settings):
    with socket.socket() as other:
        other.bind(("", 0))
        other.listen()
        settings.PORT = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"PORT={settings.PORT + 1} make run"):
            call_command("up", stdout=StringIO())
    assert handed == []


def test_second_start_is_refused(var, handed):
    call_command("up", stdout=StringIO())
    with pytest.raises(CommandError, match="runs here already"):
        call_command("up", stdout=StringIO())


def test_answering_queue_is_refused_and_a_stale_socket_removed(var, monkeypatch):
    plan = up.prepare_queue(var)
    assert plan.name == "queue"
    Path(plan.command[plan.command.index("--unixsocket") + 1]).touch()
    up.prepare_queue(var)
    assert not (var / "run" / "valkey.sock").exists()
    monkeypatch.setattr(up, "queue_answers", lambda _: True)
    with pytest.raises(StartError, match="Another queue answers"):
        up.prepare_queue(var)


def test_queue_program_comes_from_the_wheel_else_from_the_machine(monkeypatch):
    assert up.valkey_binary().endswith("valkey-server")
    monkeypatch.setattr(up.resources, "files", lambda _: Path("/nowhere"))
    monkeypatch.setattr(up.shutil, "which", lambda name: "/bin/sh" if "redis" in name else None)
    assert up.valkey_binary() == "/bin/sh"
    monkeypatch.setattr(up.shutil, "which", lambda _: None)
    with pytest.raises(StartError, match="REDIS_URL"):
        up.valkey_binary()


def test_celery_and_web_run_this_python():
    for child in up.children(ChildPlan("queue", ("q",), 1))[1:]:
        assert child.command[0] == sys.executable


@pytest.mark.parametrize(
    ("hosts", "first"),
    [(["*"], "127.0.0.1"), ([".example.org", "a.example.org"], "a.example.org"), ([], "127.0.0.1")],
)
def test_probe_uses_a_host_that_is_accepted(hosts, first):
    assert up.first_host(hosts) == first


def test_welcome_gives_addresses_and_sign_ins(monkeypatch):
    monkeypatch.setattr(up, "machine_address", lambda: "192.0.2.7")
    text = up.welcome(8000, "cio@example.org  secret")
    assert "http://localhost:8000" in text
    assert "http://192.0.2.7:8000" in text
    assert "cio@example.org  secret" in text
    monkeypatch.setattr(up, "machine_address", lambda: "")
    assert "192.0.2" not in up.welcome(8000, "")


def test_machine_without_network_has_no_address(monkeypatch):
    assert isinstance(up.machine_address(), str)

    def refuse(*_):
        raise OSError

    monkeypatch.setattr(up.socket.socket, "connect", refuse)
    assert up.machine_address() == ""


def test_sign_ins_are_kept_for_the_next_start(tmp_path):
    assert up.read_sign_ins(tmp_path) == ""
    up.sign_ins_file(tmp_path).write_text("  a b \n")
    assert up.read_sign_ins(tmp_path) == "a b"


def test_mark_changes_with_a_static_file(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    up.finders.get_finder.cache_clear()
    before = up.static_mark()
    (tmp_path / "new.css").write_text("a{}")
    assert up.static_mark() != before
    up.finders.get_finder.cache_clear()


class Calls(list):
    """Remembers the commands instead of running them."""

    def __call__(self, name, *_args, stdout=None, **_kwargs):
        self.append(name)
        if name == "load_demo":
            stdout.write("cio@example.org\n")


@pytest.fixture
def calls(monkeypatch):
    made = Calls()
    monkeypatch.setattr(up, "call_command", made)
    monkeypatch.setattr(up, "static_mark", lambda: "mark")
    return made


@pytest.fixture
def collected(monkeypatch):
    """Let collecting end at once with the code that a test wants."""
    started = []

    def start(command, **_):
        started.append(command)
        return FakeProcess()

    monkeypatch.setattr(up.subprocess, "Popen", start)
    return started


class FakeProcess:
    """Ends as told."""

    code = 0

    def wait(self) -> int:
        return self.code


def prepared(var: Path, *, demo: bool) -> None:
    var.mkdir(exist_ok=True)
    up.Command(stdout=StringIO()).prepare(var, demo=demo)


def test_demo_is_loaded_into_an_empty_database_only(db, var, calls, collected, tmp_path):
    prepared(tmp_path, demo=True)
    assert calls == ["prepare", "load_demo"]
    assert up.read_sign_ins(tmp_path) == "cio@example.org"
    UserFactory()
    prepared(tmp_path, demo=True)
    assert calls == ["prepare", "load_demo", "prepare"]


def test_without_the_word_no_demo_is_loaded(db, calls, collected, tmp_path):
    prepared(tmp_path, demo=False)
    assert calls == ["prepare"]


def test_static_files_are_collected_when_they_changed(db, calls, collected, tmp_path):
    prepared(tmp_path, demo=False)
    prepared(tmp_path, demo=False)
    assert len(collected) == 1


def test_failed_collection_stops_the_start(db, calls, collected, tmp_path, monkeypatch):
    monkeypatch.setattr(FakeProcess, "code", 1)
    with pytest.raises(CommandError, match="static files"):
        prepared(tmp_path, demo=False)


def test_handing_over_becomes_the_supervisor(var, monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(os, "execv", lambda *words: seen.append(words))
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setenv("VALKEY_SOCKET", "")  # put back afterwards
    up.hand_over(tmp_path / "plan.json")
    assert seen[0][1][1:] == ["-m", "launcher.supervisor", str(tmp_path / "plan.json")]
    assert os.environ["VALKEY_SOCKET"].endswith("valkey.sock")


@pytest.mark.parametrize(
    ("ended", "words"),
    [("", ""), ("done", "carried to its end"), ("undone", "nothing was changed")],
)
def test_prepare_ends_a_restore_migrates_then_loads_the_packs(monkeypatch, capsys, ended, words):
    names = []
    monkeypatch.setattr(prepare, "after_interruption", lambda: names.append("restore") or ended)
    monkeypatch.setattr(prepare, "make_tables", lambda _: names.append("tables"))
    monkeypatch.setattr(prepare, "migrate", lambda *_: names.append("migrate"))
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: names.append(name))
    said = StringIO()
    call_command("prepare", stdout=said)
    steps = ["open_cursors", "load_packs", "rescore_runs", "freeze_matrices", "refresh_stored"]
    assert names == ["restore", "tables", "migrate", "createcachetable", *steps]
    assert "ready" in said.getvalue()
    assert words in capsys.readouterr().err
