"""The product in a throw-away data folder: started as `make run` does, watched, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE = "/accounts/login/"
PATIENCE = 300  # seconds
ROLES = {"gunicorn": "web", " worker": "worker", "valkey": "queue"}
FOREIGN = ("DATABASE_URL", "REDIS_URL", "DATABASE_URL_FILE", "REDIS_URL_FILE", "SECRET_KEY")


class ProductError(Exception):
    """The product does not run; the message holds what it printed."""


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Product:
    """A data folder with the product in it."""

    var: Path
    port: int = field(default_factory=free_port)
    database: str = ""

    @property
    def url(self) -> str:
        """Return the address of the product."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables of its processes."""
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        own = {
            "LANDFALL_VAR": str(self.var),
            "LANDFALL_HTTPS": "no",
            "ALLOWED_HOSTS": "*",
            "PUBLIC_URL": self.url,
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        return {**kept, **own, **({"DATABASE_URL": self.database} if self.database else {})}

    def manage(self, *arguments: str) -> str:
        """Run a management command on the data and return what it printed.

        Raises:
            ProductError: it failed.
        """
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ProductError(f"manage.py {' '.join(arguments)}\n{done.stderr[-2000:]}")
        return done.stdout

    @contextlib.contextmanager
    def running(self, *options: str) -> Iterator[Running]:
        """Run the product until the block ends.

        Raises:
            ProductError: it ended by itself or shows no page in time.
        """
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the product ends too
        log = self.var / "up.log"
        began = time.monotonic()
        with log.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "manage.py", "up", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait(process, log)
            yield Running(process.pid, time.monotonic() - began, log.read_text())
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def _wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if process.poll() is not None:
                raise ProductError(f"the product ended by itself\n{log.read_text()[-2000:]}")
            with (
                contextlib.suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(self.url + FIRST_PAGE, timeout=2),
            ):
                return
            time.sleep(0.05)
        raise ProductError(f"no page after {PATIENCE} s\n{log.read_text()[-2000:]}")


@dataclass(frozen=True)
class Running:
    """The running product: its supervisor, the seconds to the first page, what it printed."""

    pid: int
    seconds: float
    said: str

    def memory(self) -> dict[str, float]:
        """Return the memory of each part [MiB PSS: shared pages counted in shares].

        `web_process` is the largest process that answers requests.
        """
        mebibytes: dict[str, float] = {"supervisor": proportional(self.pid)}
        for child in children(self.pid):
            role = role_of(child)
            below = [child, *descendants(child)]
            mebibytes[role] = mebibytes.get(role, 0.0) + sum(proportional(pid) for pid in below)
            if role == "web" and len(below) > 1:
                mebibytes["web_process"] = max(proportional(pid) for pid in below[1:])
        parts = [mib for name, mib in mebibytes.items() if name != "web_process"]
        return {name: round(mib, 1) for name, mib in mebibytes.items()} | {
            "all": round(sum(parts), 1)
        }


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def descendants(pid: int) -> list[int]:
    """Return all processes below a process."""
    return [below for child in children(pid) for below in (child, *descendants(child))]


def role_of(pid: int) -> str:
    """Return which part of the product a process is."""
    line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return next((role for word, role in ROLES.items() if word in line), "other")


def proportional(pid: int) -> float:
    """Return the memory of a process [MiB PSS]; 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextlib.contextmanager
def throw_away(database: str = "") -> Iterator[Product]:
    """Make a data folder for one run and remove it afterwards; fonts are those made at set-up."""
    var = Path(tempfile.mkdtemp(prefix="landfall-"))
    made = ROOT / "var" / "assets"
    if made.is_dir():
        (var / "assets").symlink_to(made)
    try:
        yield Product(var, database=database)
    finally:
        shutil.rmtree(var, ignore_errors=True)
