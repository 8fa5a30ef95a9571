"""The supervisor: starting, restarting, ending in order, and every way in which a start is refused."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from launcher import supervisor
from launcher.supervisor import Child, ChildPlan, ProcessPlan, StartError, Supervisor
from tests.plugin import PATIENCE, wait_until

SLEEP = ("sleep", "3600")
STUBBORN = ("sh", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 0.1; done")


@pytest.fixture
def built(tmp_path):
    """Return a function that makes a supervisor with a voice one can read."""
    made = []

    def build(*children: ChildPlan, **values) -> Supervisor:
        plan = ProcessPlan(children=children, log_folder=str(tmp_path / "log"), **values)
        made.append(Supervisor(plan, io.StringIO()))
        return made[-1]

    yield build
    for one in made:
        one.requests = 9
        one.stop()


def run_until(watched: Supervisor, ready, what: str) -> int:
    """Run the loop and ask it to stop as soon as something has happened."""

    def ask() -> None:
        try:
            wait_until(ready, what)
        finally:
            watched.ask_to_stop()

    with ThreadPoolExecutor() as other:
        asking = other.submit(ask)
        code = watched.run()
        asking.result()
    return code


def says(watched: Supervisor, words: str):
    """Return whether the supervisor has printed the words, to be asked again and again."""
    return lambda: words in watched.out.getvalue()


def logs(watched: Supervisor, words: str):
    """Return whether the first child has printed the words, to be asked again and again."""
    log = watched.children[0].log
    return lambda: log.exists() and words in log.read_text()


# --- the run folder ---------------------------------------------------------------------------
def test_folder_is_private(tmp_path):
    folder = supervisor.private_folder(tmp_path / "a" / "run")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(StartError, match="belongs to another user"):
        supervisor.private_folder(tmp_path)


def test_socket_stands_in_the_run_folder():
    assert supervisor.socket_path(Path("/srv/run")) == Path("/srv/run/valkey.sock")


def test_long_socket_path_gets_a_short_private_place():
    long = Path("/srv") / ("x" * 90) / "run"
    first, again = supervisor.socket_path(long), supervisor.socket_path(long)
    assert first == again != supervisor.socket_path(long / "other")
    assert len(os.fsencode(first)) <= 100
    assert str(os.getuid()) in first.parent.name


def test_length_is_counted_in_bytes():
    assert supervisor.socket_path(Path("/srv") / ("厂" * 32)).parts[:2] != ("/", "srv")


def test_second_lock_is_refused_and_names_the_process(tmp_path):
    handle = supervisor.take_lock(tmp_path)
    with pytest.raises(StartError, match=rf"runs here already \(process {os.getpid()}\)"):
        supervisor.take_lock(tmp_path)
    os.close(handle)
    os.close(supervisor.take_lock(tmp_path))


# --- questions --------------------------------------------------------------------------------
def test_queue_that_is_loading_is_not_ready(tmp_path):
    path = tmp_path / "q.sock"
    assert not supervisor.queue_answers(path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def answer(words: bytes) -> None:
            line, _ = server.accept()
            line.recv(64)
            line.sendall(words)
            line.close()

        for words, ready in ((b"-LOADING wait\r\n", False), (b"+PONG\r\n", True)):
            thread = threading.Thread(target=answer, args=(words,))
            thread.start()
            assert supervisor.queue_answers(path) is ready
            thread.join()


class Health(BaseHTTPRequestHandler):
    """Answers 200 to the host it knows, else 503."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "known" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def web_port():
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_web_must_answer_200_not_just_listen(web_port):
    assert supervisor.web_answers(web_port, "known")
    assert not supervisor.web_answers(web_port, "other")
    assert not supervisor.web_answers(1, "known")


# --- plans ------------------------------------------------------------------------------------
def test_plan_survives_its_text():
    plan = ProcessPlan((ChildPlan("web", ("a", "b"), 3),), "/log", "/q", 8000, "h", "Hello 落地")
    assert ProcessPlan.from_json(plan.to_json()) == plan


# --- children ---------------------------------------------------------------------------------
def test_pause_doubles_to_its_limit_and_resets_after_steady_work(tmp_path):
    child = Child(ChildPlan("x", SLEEP, 1), tmp_path / "x.log")
    assert [child.plan_restart(1.0) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert child.plan_restart(child.started_at + 60) == 0.5


def test_log_is_cut_but_the_last_part_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_LOG", 10)
    child = Child(ChildPlan("x", SLEEP, 1), tmp_path / "x.log")
    child.trim_log()
    child.log.write_text("0123456789")
    child.trim_log()
    assert child.log.read_text() == "0123456789"
    child.log.write_text("0123456789a")
    child.trim_log()
    assert child.log.read_text() == ""
    assert (tmp_path / "x.log.1").read_text() == "0123456789a"


def test_a_closed_terminal_is_no_reason_to_stop(built):
    watched = built()
    with Path(os.devnull).open() as refuses_words:
        watched.out = refuses_words
        watched.say("anything")


# --- the whole --------------------------------------------------------------------------------
def test_children_run_until_asked_and_end_in_order(built):
    watched = built(
        ChildPlan("queue", SLEEP, 5),
        ChildPlan("web", SLEEP, 5),
        ChildPlan("other", SLEEP, 5),
        welcome="It runs",
    )
    assert run_until(watched, says(watched, "It runs"), "the welcome") == 0
    assert [child.exit_code() for child in watched.children] == [-signal.SIGTERM] * 3


def test_what_falls_over_is_started_again_with_its_group_cleared(built):
    watched = built(ChildPlan("web", ("sh", "-c", "sleep 3600 & echo $!; exec sleep 3600"), 5))
    (child,) = watched.children

    def has_printed(count: int) -> bool:
        return child.log.exists() and child.log.read_text().count("\n") == count

    def kill() -> None:
        # The child may print before the supervisor has noted it.
        wait_until(lambda: child.process and has_printed(1), "the first start")
        os.kill(child.process.pid, signal.SIGKILL)

    threading.Thread(target=kill).start()
    assert run_until(watched, lambda: has_printed(2), "the second start") == 0
    assert "web ended (exit -9), starting again in 0.5 s" in watched.out.getvalue()
    left = child.log.read_text().split()
    assert len(left) == 2
    for pid in left:
        wait_for_end(pid)


def wait_for_end(pid: str) -> None:
    """Wait until a process is gone or only unburied."""

    def has_ended() -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().split()[2] in {"Z", "X"}
        except (FileNotFoundError, ProcessLookupError):
            return True

    wait_until(has_ended, f"the end of process {pid}")


def test_stubborn_child_is_killed_after_its_time(built):
    watched = built(ChildPlan("worker", STUBBORN, 0.3))
    assert run_until(watched, logs(watched, "ready"), "the trap") == 0
    assert watched.children[0].exit_code() == -signal.SIGKILL


def test_second_request_ends_everything_at_once(built):
    watched = built(ChildPlan("worker", STUBBORN, 3600))

    def ask_again() -> None:
        wait_until(logs(watched, "asked"), "the first request")
        watched.ask_to_stop()

    threading.Thread(target=ask_again).start()
    assert run_until(watched, logs(watched, "ready"), "the trap") == 0
    assert watched.children[0].exit_code() == -signal.SIGKILL


def test_start_waits_for_queue_and_web(built, tmp_path, web_port):
    path = tmp_path / "queue.sock"
    text = (
        "import socket; s = socket.socket(socket.AF_UNIX); "
        f"s.bind({str(path)!r}); s.listen()\n"
        "while True:\n    c, _ = s.accept(); c.recv(9); c.sendall(b'+PONG\\r\\n'); c.close()"
    )
    watched = built(
        ChildPlan("queue", (sys.executable, "-c", text), 5),
        ChildPlan("web", SLEEP, 5),
        queue_socket=str(path),
        port=web_port,
        host="known",
        welcome="Ready",
    )
    assert run_until(watched, says(watched, "Ready"), "the welcome") == 0
    assert not path.exists()


def test_web_that_never_answers_ends_the_start(built):
    watched = built(ChildPlan("web", SLEEP, 5), port=1, start_seconds=0.2)
    assert watched.run() == 1
    assert "The web process does not answer" in watched.out.getvalue()


def test_queue_that_never_answers_ends_the_start(built, tmp_path):
    watched = built(
        ChildPlan("queue", SLEEP, 5), queue_socket=str(tmp_path / "none"), start_seconds=0.2
    )
    assert watched.run() == 1
    assert "The queue does not answer" in watched.out.getvalue()


def test_child_that_cannot_start_shows_its_last_words(built, monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.01)
    watched = built(ChildPlan("web", ("sh", "-c", "echo no module; exit 3"), 5), port=1)
    watched.children[0].pause = 0.01
    assert watched.run() == 1
    assert "web does not start:\n    no module" in watched.out.getvalue()


def test_request_during_the_start_is_an_orderly_end(built):
    watched = built(ChildPlan("web", SLEEP, 5), port=1)
    (child,) = watched.children
    assert run_until(watched, lambda: child.process is not None, "the start") == 0


def test_logs_are_looked_after(built, monkeypatch):
    monkeypatch.setattr(supervisor, "STEADY_AFTER", 0.1)
    monkeypatch.setattr(supervisor, "LONGEST_LOG", 0)
    watched = built(ChildPlan("web", ("sh", "-c", "echo much; exec sleep 3600"), 5))
    older = watched.children[0].log.with_suffix(".log.1")
    assert run_until(watched, older.exists, "the cut") == 0
    assert older.read_text() == "much\n"


def test_signals_are_requests(built):
    watched = built()
    kept = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        watched.install_signals()
        for number in kept:
            os.kill(os.getpid(), number)
        assert watched.requests == 3
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


# --- as a process -----------------------------------------------------------------------------
def started(tmp_path, *children: ChildPlan) -> subprocess.Popen:
    """Start a supervisor as a process of its own and wait until it says so."""
    file = tmp_path / "plan.json"
    file.write_text(ProcessPlan(children, str(tmp_path / "log"), welcome="up").to_json())
    process = subprocess.Popen(
        [sys.executable, "-m", "launcher.supervisor", str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "up\n"
    return process


def test_process_ends_with_0_after_ctrl_c(tmp_path):
    process = started(tmp_path, ChildPlan("web", SLEEP, 5))
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="parent death signal is Linux only")
def test_children_follow_a_killed_supervisor(tmp_path):
    process = started(tmp_path, ChildPlan("web", ("sh", "-c", "echo $$; exec sleep 3600"), 5))
    log = tmp_path / "log" / "web.log"
    wait_until(lambda: log.exists() and log.read_text(), "the child's number")
    child = log.read_text().strip()
    process.kill()
    process.wait()
    process.stdout.close()
    wait_for_end(child)


def test_main_runs_the_plan_of_a_file(tmp_path, monkeypatch):
    file = tmp_path / "plan.json"
    file.write_text(ProcessPlan((), str(tmp_path / "log")).to_json())
    monkeypatch.setattr(Supervisor, "install_signals", Supervisor.ask_to_stop)
    assert supervisor.main([str(file)]) == 0
