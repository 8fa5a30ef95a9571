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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAGE = "/accounts/login/"
PATIENCE = 300  # seconds
ROLES = {"gunicorn": "web", " worker": "worker", "valkey": "queue"}
TICKS = os.sysconf("SC_CLK_TCK")
FOREIGN = (
    *("DATABASE_URL", "REDIS_URL", "DATABASE_URL_FILE", "REDIS_URL_FILE", "SECRET_KEY"),
    "PYTHONDONTWRITEBYTECODE",  # every start would compile the product anew
)


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
            tree = [process.pid, *descendants(process.pid)]
            yield Running(process.pid, self.url, processor(tree), log.read_text())
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
    """The running product.

    Attributes:
        pid: its supervisor.
        url: its address.
        seconds: of processor to the first page.
        said: what it printed.
    """

    pid: int
    url: str
    seconds: float
    said: str

    def part(self, role: str) -> list[int]:
        """Return the processes of a part of the product, the one that was started first."""
        starts = [child for child in children(self.pid) if role_of(child) == role]
        return [pid for child in starts for pid in (child, *descendants(child))]


def processor(pids: Iterable[int]) -> float:
    """Return the processor seconds of processes and of their children that have ended."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def seconds_of(pid: int) -> float:
    """Return the processor seconds of all threads of a process, exact to the nanosecond."""
    total = 0
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            total += int((thread / "schedstat").read_text().split()[0])
    return total / 1e9


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
    """Make a data folder for one run and remove it afterwards."""
    var = Path(tempfile.mkdtemp(prefix="landfall-"))
    try:
        yield kept(var, database)
    finally:
        shutil.rmtree(var, ignore_errors=True)


def kept(var: Path, database: str = "") -> Product:
    """Return the product in a folder that stays; its fonts are those made at set-up."""
    var.mkdir(parents=True, exist_ok=True)
    made = ROOT / "var" / "assets"
    if made.is_dir() and not (var / "assets").exists():
        (var / "assets").symlink_to(made)
    return Product(var, database=database)
