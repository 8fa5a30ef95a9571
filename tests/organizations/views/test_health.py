from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from core import clock
from organizations.models import ReactionCursor
from organizations.views import health


def test_healthz_says_the_process_runs(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.fixture(autouse=True)
def _queue_answers(monkeypatch):
    monkeypatch.setattr(health.queue, "answers", lambda: True)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "10.0.0.7", "no host!"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_whatever_the_hosts_of_the_product_are_called(client, settings, host, path):
    settings.ALLOWED_HOSTS = [".example.org"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, HTTP_HOST=host).status_code == 200
    assert client.get("/accounts/login/", HTTP_HOST=host).status_code == 400


@pytest.mark.django_db
def test_readyz_looks_seldom_however_often_somebody_asks(client, settings, monkeypatch):
    settings.READYZ_SECONDS = 60
    first = client.get("/readyz")
    monkeypatch.setattr(health, "MigrationExecutor", None)  # looking again would fail
    again = client.get("/readyz")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    settings.READYZ_SECONDS = 0
    with pytest.raises(TypeError):
        client.get("/readyz")


@pytest.mark.django_db
def test_readyz_says_the_database_is_there(client):
    answer = client.get("/readyz").json()
    assert answer == {"ready": True, "queue": "ok", "lagging": {}}


def test_readyz_stays_ready_and_names_reactions_that_lag(client, scoped):
    ReactionCursor.objects.create(
        reaction="compliance.check_neighbours",
        organization=scoped.organization,
        moved_at=clock.now(),
        failures=1,
    )
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["lagging"] == {"compliance.check_neighbours": 1}


def test_readyz_names_a_missing_database(client, monkeypatch):
    def fail(_connection):
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": "database"})


def test_readyz_stays_ready_without_a_queue_and_says_so(db, client, monkeypatch):
    monkeypatch.setattr(health.queue, "answers", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]) == (200, "away")


def test_readyz_names_a_database_that_takes_no_writes(db, client, monkeypatch):
    monkeypatch.setattr(health, "_takes_writes", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, "database is read-only")


@pytest.mark.servers
def test_standby_of_postgresql_takes_no_writes(db):
    assert health._takes_writes()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert not health._takes_writes()


def test_readyz_names_waiting_migrations(client, monkeypatch):
    class Executor:
        def __init__(self, _connection):
            self.loader = self
            self.graph = self

        def leaf_nodes(self):
            return []

        def migration_plan(self, _nodes):
            return ["0004"]

    monkeypatch.setattr(health, "MigrationExecutor", Executor)
    assert client.get("/readyz").json() == {"ready": False, "missing": "migrations"}
