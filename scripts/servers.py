"""Find PostgreSQL and Redis for the tests: from the environment, else on the standard ports."""

from __future__ import annotations

import getpass
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import redis

POSTGRES_PORT, REDIS_PORT = 5432, 6379
TEST_REDIS_DATABASE = 7  # away from what a machine's other programs use by default


@dataclass(frozen=True)
class Servers:
    """Addresses for the tests, or why there are none."""

    database: str = ""
    broker: str = ""
    why_not: str = ""
    answering: bool = False  # something listens on a standard port or was named


def listens(port: int) -> bool:
    """Say whether anything accepts connections on this machine's port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def postgres() -> str:
    """Return the address of a server that lets us in, or nothing."""
    stated = os.environ.get("DATABASE_URL", "")
    if stated.startswith("postgres"):
        return stated
    password = os.environ.get("PGPASSWORD", "")
    secret = f":{quote(password)}" if password else ""
    for user in dict.fromkeys([os.environ.get("PGUSER", "postgres"), getpass.getuser()]):
        address = f"postgres://{user}{secret}@127.0.0.1:{POSTGRES_PORT}/postgres"
        with suppress(psycopg.Error), psycopg.connect(address, connect_timeout=3):
            return address
    return ""


def broker() -> str:
    """Return the address of a queue server that answers, or nothing."""
    stated = os.environ.get("REDIS_URL", "")
    address = stated or f"redis://127.0.0.1:{REDIS_PORT}/{TEST_REDIS_DATABASE}"
    with suppress(redis.RedisError, OSError):
        redis.Redis.from_url(address, socket_connect_timeout=3).ping()
        return address
    return ""


def for_tests(address: str) -> str:
    """Return the address with a database name of this process, so that runs do not meet."""
    return urlunsplit(urlsplit(address)._replace(path=f"/landfall_{os.getpid()}"))


def find() -> Servers:
    """Look for both servers and say what is missing."""
    named = bool(os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"))
    ports = {"PostgreSQL": POSTGRES_PORT, "Redis": REDIS_PORT}
    open_ports = {name for name, port in ports.items() if listens(port)}
    database, queue = postgres(), broker()
    lacking = []
    for name, address in (("PostgreSQL", database), ("Redis", queue)):
        if not address:
            state = "refuses us" if name in open_ports else f"not found on port {ports[name]}"
            lacking.append(f"{name} {state}")
    if lacking:
        return Servers(why_not="; ".join(lacking), answering=named or len(open_ports) == len(ports))
    return Servers(for_tests(database), queue, answering=True)
