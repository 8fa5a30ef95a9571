"""What every test run needs: marks by place, an honest summary, queue and worker processes."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from xdist.scheduler import LoadScopeScheduling

from core import queue
from launcher.archive.rows import triggers_away
from launcher.management.commands.up import prepare_queue
from launcher.supervisor import queue_answers
from launcher.system import browser

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600  # seconds until a test gives up on another process
DATA_PLACES = ("models", "services", "selectors", "tasks", "importers", "locks", "archive")
TOGETHER = ("demo", "rendering")  # folders whose tests share what is dear to make
# Rules about sources: they share what was read of every module (tests/architecture/modules.py).
SOURCES = (
    *("test_acts", "test_clock", "test_dependencies", "test_names", "test_properties"),
    *("test_sizes", "test_sources", "test_undo", "test_waits"),
)
AGAIN = "data or servers or started"  # what `scripts/test.py` runs again on the servers
STARTED = ("test_journeys", "test_start")  # browser tests of the product as it is started
# What takes long as a whole is dealt out first, so that no worker is left alone with it at the end.
FIRST = (
    "upgrade",
    "demo",
    "rendering",
    "operations",
    "archive",
    "test_fresh",
    "test_worker",
    *STARTED,
)
NOT_RUN: Counter[str] = Counter()
TOLD: list[str] = []  # what drills say they did and measured


# A property must hold, not hold quickly: a busy machine fails nothing. CI tries the same examples
# every time; elsewhere a failure prints what repeats it. `make drills` tries many times as many.
IN_CI = bool(os.environ.get("CI"))
EXAMPLES = int(os.environ.get("EXAMPLES", "40"))
hypothesis.settings.register_profile(
    "landfall",
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    print_blob=True,
    derandomize=IN_CI,
    database=None,
)
hypothesis.settings.load_profile("landfall")


def on_servers() -> bool:
    """Say whether this run works on PostgreSQL and Redis."""
    return connection.vendor == "postgresql" and not settings.QUEUE_IS_EMBEDDED


def reason_not_to_run(item: pytest.Item) -> str:
    """Return why a test cannot run here, or nothing."""
    if item.get_closest_marker("servers") and not on_servers():
        return "need PostgreSQL and Redis, this run works on SQLite and the embedded queue"
    if item.get_closest_marker("drill") and not os.environ.get("DRILLS"):
        return "are drills: make drills"
    if item.get_closest_marker("e2e") and not browser():
        return "need Chromium: apt-get install -y chromium libatomic1, or set CHROMIUM"
    return ""


class InGroups(LoadScopeScheduling):
    """Deals tests out: what shares the started product, the demo, the documents or the sources
    together, others by file."""

    def _split_scope(self, nodeid: str) -> str:
        path = Path(nodeid.partition("::")[0])
        if path.stem in STARTED:
            return "started"
        if path.parent.name == "architecture" and path.stem in SOURCES:
            return "sources"
        return str(path.parent if path.parent.name in TOGETHER else path)


def names_of(path: Path) -> set[str]:
    """Return the words of a test module's place."""
    place = path.relative_to(ROOT / "tests").with_suffix("").as_posix()
    return set(place.replace("/", " ").replace("test_", "").split())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no module that has nothing to run again on the servers."""
    is_again = config.getoption("markexpr") == AGAIN
    if not (is_again and collection_path.name.startswith("test_")):
        return None
    if set(DATA_PLACES) & names_of(collection_path) or collection_path.stem in STARTED:
        return None
    marks = re.search(r"mark\.(data|servers)\b", collection_path.read_text(encoding="utf-8"))
    return None if marks else True


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadScopeScheduling | None:
    """Deal tests out in groups where that is asked for (`--dist loadscope`)."""
    return InGroups(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their place; leave out, and count, what cannot run on this machine."""
    kept, left = [], []
    for item in items:
        names = names_of(item.path)
        if "e2e" in names:
            item.add_marker("e2e")
            if item.path.stem in STARTED:
                item.add_marker("started")
        uses_rows = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if uses_rows and names & set(DATA_PLACES):
            item.add_marker("data")
        reason = reason_not_to_run(item)
        if reason:
            NOT_RUN[reason] += 1
        (left if reason else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=lambda item: not set(FIRST) & {*item.path.parts, item.path.stem})


def pytest_collection_finish() -> None:
    """Spare the collector what stays until the end: modules, models and tests.

    It would go through all of it again and again, which is a good part of the time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run and why."""
    for reason, count in NOT_RUN.items():
        terminalreporter.write_line(f"not run: {count} tests that {reason}")
    for line in TOLD:
        terminalreporter.write_line(f"drill: {line}")


def pytest_unconfigure() -> None:
    """Remove the run's own data folder."""
    if settings.VAR_DIR.name.startswith("landfall-test-"):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def flush_despite_locks(operations, sql_list) -> None:
    """Empty the tables between tests although the database refuses to delete audit rows."""
    with transaction.atomic(), triggers_away(), connection.cursor() as cursor:
        for sql in sql_list:
            cursor.execute(sql)


def drop_despite_guests(creation, name, _verbosity) -> None:
    """Drop a test database of PostgreSQL to which a process that is ending still speaks."""
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


@pytest.fixture(scope="session", autouse=True)
def _flushable():
    """Let Django empty the tables after tests that commit, and drop the database at the end."""
    is_file = connection.vendor == "sqlite"
    patch = pytest.MonkeyPatch()
    if is_file:
        patch.setattr(type(connection.ops), "execute_sql_flush", flush_despite_locks)
    else:
        patch.setattr(type(connection.creation), "_destroy_test_db", drop_despite_guests)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """Put the environment back after every test, so that their order never matters."""
    before = dict(os.environ)
    done = yield
    if os.environ != before:
        os.environ.clear()
        os.environ.update(before)
    return done


# --- queue and worker ---------------------------------------------------------------------------
def database_address() -> str:
    """Return the address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{values['NAME']}"
    user = quote(values["USER"])
    password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    return f"postgres://{user}{password}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"


def wait_until(ready, what: str, pause=time.sleep) -> None:
    """Wait for a condition; a test that waits in vain says for what.

    The limit is for a machine that has other work, not for the product: nothing is measured here.
    """
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < deadline, f"{what} did not happen within {PATIENCE} s"
        pause(0.05)


class Process:
    """A process of the product that a test may kill."""

    def __init__(self, command, log: Path, environment: dict[str, str]) -> None:
        self.log = log
        with log.open("ab") as out:
            self.popen = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=out, env=environment, start_new_session=True
            )

    def text(self) -> str:
        """Return what the process said so far."""
        return self.log.read_text(errors="replace")

    def says(self, words: str) -> bool:
        """Say whether the words were printed; a process that ended instead fails the test."""
        assert self.popen.poll() is None, f"ended: {self.text()[-2000:]}"
        return words in self.text()

    def kill(self) -> None:
        """SIGKILL the process and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def end(self) -> int:
        """End the process in order; what is left after the patience of a test is killed."""
        if self.popen.poll() is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(PATIENCE)
        code = self.popen.poll()
        self.kill()
        return -signal.SIGKILL if code is None else code


@pytest.fixture(autouse=True)
def _queue_is_asked():
    """Let no test inherit that the queue did not answer another one."""
    queue.Rest.end()


class Broker:
    """The queue server; a test may take it away and bring it back."""

    def __init__(self) -> None:
        self.process: Process | None = None

    def start(self) -> None:
        """Start the embedded queue and wait for its PONG."""
        plan = prepare_queue(settings.VAR_DIR)
        log = settings.VAR_DIR / "queue.log"
        self.process = Process(plan.command, log, dict(os.environ))
        path = Path(settings.VALKEY_SOCKET)
        wait_until(lambda: queue_answers(path), "the queue's PONG")
        queue.Rest.end()

    def freeze(self) -> None:
        """Let the queue hang: it takes connections and answers nothing."""
        os.kill(self.process.popen.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the queue go on."""
        os.kill(self.process.popen.pid, signal.SIGCONT)

    def stop(self) -> None:
        """Take the queue away."""
        if self.process:
            self.process.end()
            self.process = None


@pytest.fixture(scope="session")
def _broker_process():
    broker = Broker()
    yield broker
    broker.stop()


@pytest.fixture
def broker(_broker_process) -> Broker:
    """A running queue server; with REDIS_URL that server, which cannot be stopped from here."""
    if settings.QUEUE_IS_EMBEDDED and _broker_process.process is None:
        _broker_process.start()
    return _broker_process


def worker_environment() -> dict[str, str]:
    """Return the environment in which another process sees the rows and files of this test."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "LANDFALL_VAR": str(settings.VAR_DIR),
        "DATABASE_URL": database_address(),
        "QUEUE_NAME": settings.CELERY_TASK_DEFAULT_QUEUE,
    }


@pytest.fixture
def start_worker(transactional_db, broker, tmp_path):
    """Return a function that starts a real Celery worker on this test's rows."""
    started = []

    def start(*options: str, **environment: str) -> Process:
        log = tmp_path / f"worker-{len(started)}.log"
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", "1", "--without-gossip", "--without-mingle"]
        command += ["--hostname", f"test-{os.getpid()}-{len(started)}@%h", *options]
        worker = Process(command, log, {**worker_environment(), **environment})
        started.append(worker)
        wait_until(lambda: worker.says(" ready."), "the worker's start")
        return worker

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture
def worker(start_worker) -> Process:
    """A running Celery worker; use together with live_server or transactional_db."""
    return start_worker()
