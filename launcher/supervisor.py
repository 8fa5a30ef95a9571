"""Runs queue, web and worker as one product; `manage.py up` hands over to it.

This module knows nothing of Django, so that the process that watches the others stays small:

    python -m launcher.supervisor <plan.json>
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

LONGEST_SOCKET_PATH = 100  # bytes; the system refuses 108 and more
FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER = 0.5, 30.0, 60.0  # seconds
LONGEST_LOG = 10_000_000  # bytes
PATIENCE = 3  # ends of one process before the product is up
OK = 200
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class StartError(Exception):
    """The product cannot start; the message says what to do."""


# --- the run folder ---------------------------------------------------------------------------
def private_folder(folder: Path) -> Path:
    """Make a folder that nobody else may enter.

    Raises:
        StartError: it belongs to somebody else.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid != os.getuid():
        raise StartError(f"{folder} belongs to another user; remove it or choose LANDFALL_VAR.")
    folder.chmod(0o700)
    return folder


def socket_path(folder: Path) -> Path:
    """Return where the queue listens: in the folder, or in a short private one if that is too long.

    Args:
        folder: the run folder.

    Returns:
        A path of at most 100 bytes, always the same for the same folder.
    """
    wanted = folder / "valkey.sock"
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_PATH:
        return wanted
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"landfall-{os.getuid()}-{mark}" / "valkey.sock"


def take_lock(folder: Path) -> int:
    """Make sure that only one supervisor works in the folder.

    Returns:
        The file descriptor that holds the lock; the system frees it on any kind of death.

    Raises:
        StartError: somebody holds it; the message names the process.
    """
    handle = os.open(folder / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = os.read(handle, 20).decode().strip()
        os.close(handle)
        raise StartError(f"Landfall runs here already (process {owner}).") from error
    os.truncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    os.set_inheritable(handle, True)  # noqa: FBT003 -- takes no keyword
    return handle


# --- questions to the parts -------------------------------------------------------------------
def queue_answers(path: Path) -> bool:
    """Say whether the queue is ready: it answers PONG, not just accepts a connection."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(5)
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def web_answers(port: int, host: str) -> bool:
    """Say whether the web process answers its health address with 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": host})
        return line.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


# --- what runs --------------------------------------------------------------------------------
@dataclass(frozen=True)
class ChildPlan:
    """One process: its command and how long it may take to end."""

    name: str
    command: tuple[str, ...]
    stop_seconds: float


@dataclass(frozen=True)
class ProcessPlan:
    """Everything the supervisor starts; children start in this order."""

    children: tuple[ChildPlan, ...]
    log_folder: str
    queue_socket: str = ""
    port: int = 0
    host: str = "127.0.0.1"
    welcome: str = ""
    start_seconds: float = 120
    stop_order: tuple[str, ...] = ("web", "worker", "queue")

    def to_json(self) -> str:
        """Return the plan as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ProcessPlan:
        """Read a plan that `to_json` wrote."""
        data = json.loads(text)
        children = tuple(
            ChildPlan(row["name"], tuple(row["command"]), row["stop_seconds"])
            for row in data.pop("children")
        )
        return cls(children=children, **{**data, "stop_order": tuple(data["stop_order"])})


def _follow_parent() -> None:  # pragma: no cover -- runs in the child before its command
    """Ask the system to end this child when the supervisor dies, however it dies."""
    if _LIBC is not None:
        _LIBC.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class Child:
    """A running process and its history."""

    plan: ChildPlan
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    pause: float = FIRST_PAUSE
    due_at: float = field(default=0)
    ends: int = 0

    def start(self) -> None:
        """Start the process in its own session, writing to its own log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 -- commands of our own plan
                self.plan.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_follow_parent,  # noqa: PLW1509 -- one thread, one system call
            )
        self.started_at = time.monotonic()
        self.due_at = 0

    def exit_code(self) -> int | None:
        """Return how the process ended, or None while it runs or before it started."""
        return None if self.process is None else self.process.poll()

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and to what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def plan_restart(self, now: float) -> float:
        """Clear away what is left and return the seconds until the next start."""
        self.signal_group(signal.SIGKILL)
        self.ends += 1
        if now - self.started_at >= STEADY_AFTER:
            self.pause = FIRST_PAUSE
        wait = self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.process = None
        self.due_at = now + wait
        return wait

    def last_words(self) -> str:
        """Return the end of the log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-12:])

    def trim_log(self) -> None:
        """Keep one older log of the same size."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)


class Supervisor:
    """Starts the children, restarts what falls over, ends all in order."""

    def __init__(self, plan: ProcessPlan, out: IO[str] = sys.stdout) -> None:
        self.plan = plan
        self.out = out
        self.requests = 0  # how often somebody asked to stop
        folder = Path(plan.log_folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.children = [Child(row, folder / f"{row.name}.log") for row in plan.children]

    def say(self, text: str) -> None:
        """Print a line at once; a closed terminal is no reason to stop."""
        with contextlib.suppress(OSError):
            print(text, file=self.out, flush=True)

    def ask_to_stop(self, *_: object) -> None:
        """Note a request; the loop acts on it."""
        self.requests += 1

    def install_signals(self) -> None:
        """Take INT, TERM and HUP as requests to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def run(self) -> int:
        """Work until asked to stop.

        Returns:
            0 after an orderly end, 1 if the product did not come up.
        """
        try:
            if not self.start():
                return 0 if self.requests else 1
            self.say(self.plan.welcome)
            checked = time.monotonic()
            while not self.requests:
                self.watch()
                if time.monotonic() - checked > STEADY_AFTER:
                    checked = time.monotonic()
                    for child in self.children:
                        child.trim_log()
                time.sleep(0.1)
        finally:
            self.stop()
        return 0

    def start(self) -> bool:
        """Start the queue, wait for it, start the others, wait for the web process."""
        deadline = time.monotonic() + self.plan.start_seconds
        waiting = list(self.children)
        if self.plan.queue_socket:
            waiting.pop(0).start()
            path = Path(self.plan.queue_socket)
            if not self.wait(lambda: queue_answers(path), deadline, "The queue"):
                return False
        for child in waiting:
            child.start()
        if not self.plan.port:
            return True
        ready = self.plan.port, self.plan.host
        return self.wait(lambda: web_answers(*ready), deadline, "The web process")

    def wait(self, ready: Callable[[], bool], deadline: float, who: str) -> bool:
        """Poll until something is ready; False when asked to stop or too late."""
        while not ready():
            if self.requests:
                return False
            if time.monotonic() > deadline:
                self.say(f"{who} does not answer; see {self.plan.log_folder}.")
                return False
            self.watch()
            failing = next((row for row in self.children if row.ends >= PATIENCE), None)
            if failing is not None:
                self.say(f"{failing.plan.name} does not start:\n{failing.last_words()}")
                return False
            time.sleep(0.05)
        return True

    def watch(self) -> None:
        """Restart what ended and whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            code = child.exit_code()
            if code is not None and not self.requests:
                wait = child.plan_restart(now)
                self.say(
                    f"{child.plan.name} ended (exit {code}), starting again in {wait:g} s; "
                    f"see {child.log}"
                )
            elif child.process is None and child.due_at and now >= child.due_at:
                child.start()

    def stop(self) -> None:
        """End the children in order, the queue last; a second request ends them at once."""
        asked = self.requests
        by_name = {child.plan.name: child for child in self.children}
        for name in self.plan.stop_order:
            child = by_name.pop(name, None)
            if child is not None:
                self.end(child, asked)
        for child in by_name.values():
            self.end(child, asked)
        if self.plan.queue_socket:
            Path(self.plan.queue_socket).unlink(missing_ok=True)

    def end(self, child: Child, asked: int) -> None:
        """Ask one child to end, wait its time, then end its whole group."""
        if child.process is None:
            return
        if child.process.poll() is None:
            child.process.terminate()
        deadline = time.monotonic() + child.plan.stop_seconds
        while child.process.poll() is None:
            if time.monotonic() > deadline or self.requests > asked:
                break
            time.sleep(0.05)
        child.signal_group(signal.SIGKILL)
        child.process.wait()


def main(arguments: list[str]) -> int:
    """Run the plan in the file named on the command line."""
    plan = ProcessPlan.from_json(Path(arguments[0]).read_text(encoding="utf-8"))
    supervisor = Supervisor(plan)
    supervisor.install_signals()
    return supervisor.run()


if __name__ == "__main__":  # pragma: no cover -- measured runs import the module
    sys.exit(main(sys.argv[1:]))
