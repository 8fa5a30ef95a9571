"""The compose file: its form, its secrets, and its very commands on real servers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
import yaml
from django.core.files.base import ContentFile

from config.settings import STORAGES as SHIPPED
from config.storage import JoinedManifestStorage
from launcher.system import PDF_NEEDS
from tests.e2e.conftest import drop_database, free_port, server_database
from tests.operations.schemas import schema
from tests.plugin import PATIENCE, ROOT, Process, wait_until

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "scheduler")


def test_file_has_the_form_of_its_schema():
    jsonschema.validate(COMPOSE, schema("compose-spec"))


def test_schema_refuses_a_misspelt_key():
    wrong = {"services": {"web": {"image": "x", "comand": ["x"]}}}
    with pytest.raises(jsonschema.ValidationError, match="comand"):
        jsonschema.validate(wrong, schema("compose-spec"))


def test_everything_referred_to_is_there():
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"]), name
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"], name
    assert (ROOT / "landfall.env.example").exists()


@pytest.mark.parametrize("name", [*OURS, "postgres", "valkey"])
def test_every_lasting_service_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_our_containers_have_no_more_rights_than_needed(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_stands_in_the_files():
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|KEY", key):
                assert key.endswith("_FILE"), key
                assert str(value).startswith("/run/secrets/")
    example = (ROOT / "landfall.env.example").read_text(encoding="utf-8")
    assert not re.search(r"^\w*(PASSWORD|SECRET|TOKEN|ACCESS_KEY)\w*=", example, re.MULTILINE)


def test_only_this_machine_reaches_the_web_port():
    published = {name: row["ports"] for name, row in SERVICES.items() if "ports" in row}
    assert published == {"web": ["${LANDFALL_BIND:-127.0.0.1}:${LANDFALL_PORT:-8000}:8000"]}


def test_image_runs_as_somebody_without_rights_and_from_the_locks():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last = text.split("\nFROM ")[-1]
    assert re.search(r"^USER landfall$", last, re.MULTILINE)
    assert "requirements-s3.lock" in text
    assert "--require-hashes" in text
    assert text.count("\nFROM ") == 3
    for need in PDF_NEEDS:
        assert need.package in text


def test_static_files_of_the_image_can_be_read_by_its_user(tmp_path):
    static = JoinedManifestStorage(str(tmp_path), **SHIPPED["staticfiles"]["OPTIONS"])
    before = os.umask(0o077)
    try:
        static.save("css/a.css", ContentFile(b"a{}"))
    finally:
        os.umask(before)
    assert oct((tmp_path / "css" / "a.css").stat().st_mode & 0o777) == oct(0o644)
    assert oct((tmp_path / "css").stat().st_mode & 0o777) == oct(0o755)


# --- the same processes on real servers -----------------------------------------------------------
@pytest.fixture(scope="module")
def containers(tmp_path_factory):
    """Run the file's commands with its environment; only host names, ports and paths differ."""
    folder = tmp_path_factory.mktemp("compose")
    name = f"landfall_compose_{os.getpid()}"
    parts = urlsplit(server_database(name))
    (folder / "secret_key").write_text("s" * 60)
    (folder / "database_password").write_text(unquote(parts.password or ""))
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    environment = {
        **kept,
        **{key: str(value) for key, value in SERVICES["web"]["environment"].items()},
        "DATABASE_HOST": parts.hostname,
        "DATABASE_PORT": str(parts.port or 5432),
        "DATABASE_NAME": name,
        "DATABASE_USER": unquote(parts.username or ""),
        "DATABASE_PASSWORD_FILE": str(folder / "database_password"),
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "REDIS_URL": os.environ["REDIS_URL"],
        "QUEUE_NAME": f"landfall-compose-{os.getpid()}",
        "LANDFALL_VAR": str(folder / "data"),
        "ASSETS_ROOT": str(ROOT / "var" / "assets"),
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "landfall.example.org",
        "PORT": str(free_port()),
        "BIND": "127.0.0.1",
        "HOSTNAME": "compose-test",
    }
    (folder / "data").mkdir()
    yield Containers(folder, environment)
    drop_database(name)


class Containers:
    """Starts services of the compose file as plain processes."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.prepared = False

    def command(self, words: list[str]) -> list[str]:
        """Return a command with this Python in place of the container's."""
        return [sys.executable if word == "python" else word for word in words]

    def start(self, name: str) -> Process:
        """Start a service."""
        command = self.command(SERVICES[name]["command"])
        if name == "worker":
            command += ["--hostname", "celery@compose-test"]
        return Process(command, self.folder / f"{name}.log", self.environment)

    def prepare(self) -> None:
        """Run the service that migrates, once, and what the image did while it was built."""
        if self.prepared:
            return
        assert self.start("migrate").popen.wait(PATIENCE) == 0, (
            self.folder / "migrate.log"
        ).read_text()
        collect = [
            sys.executable,
            "manage.py",
            "collectstatic",
            "--noinput",
            "-v",
            "0",
            "-i",
            "*.min.js",
        ]
        subprocess.run(collect, cwd=ROOT, env=self.environment, check=True)
        self.prepared = True

    def healthy(self, name: str) -> bool:
        """Run the service's own health check."""
        kind, *words = SERVICES[name]["healthcheck"]["test"]
        if kind == "CMD-SHELL":
            text = words[0].replace("$$", "$").replace("/data", self.environment["LANDFALL_VAR"])
            command = ["sh", "-c", text.replace("python ", f"{sys.executable} ")]
        else:
            command = self.command(words)
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, check=False
        )
        return done.returncode == 0


@pytest.mark.servers
@pytest.mark.slow
def test_web_is_healthy_only_once_the_database_is_ready(containers):
    web = containers.start("web")
    try:
        wait_until(lambda: probe(containers, "/healthz"), "the web process")
        if not containers.prepared:
            assert not containers.healthy("web")
        containers.prepare()
        wait_until(lambda: containers.healthy("web"), "readiness")
    finally:
        assert web.end() == 0


def probe(containers: Containers, address: str) -> bool:
    """Ask the web process one of its health addresses."""
    command = [sys.executable, "scripts/probe.py", address]
    done = subprocess.run(
        command, cwd=ROOT, env=containers.environment, capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.mark.servers
@pytest.mark.slow
@pytest.mark.parametrize("name", ["worker", "scheduler"])
def test_queue_processes_start_are_healthy_and_end_in_order(containers, name):
    containers.prepare()
    assert not containers.healthy(name)
    process = containers.start(name)
    try:
        if name == "worker":
            wait_until(lambda: process.says(" ready."), "the worker")
        else:
            wait_until(lambda: process.says("beat: Starting"), "the scheduler")
        wait_until(lambda: containers.healthy(name), f"the health of {name}")
    finally:
        assert process.end() in {0, -15}
