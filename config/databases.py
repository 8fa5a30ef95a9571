"""Database settings from one address; SQLite with safe concurrency when none is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from config import env
from config.env import EnvironmentValueError

SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-4000;PRAGMA journal_size_limit=27103364"
)


def address() -> str:
    """Return `DATABASE_URL`, else the address made of `DATABASE_HOST` and its companions.

    With the parts, the password can come from a file of its own (`DATABASE_PASSWORD_FILE`).
    """
    whole, host = env.text("DATABASE_URL"), env.text("DATABASE_HOST")
    if whole or not host:
        return whole
    user = quote(env.text("DATABASE_USER", "landfall"), safe="")
    password = quote(env.text("DATABASE_PASSWORD"), safe="")
    name = quote(env.text("DATABASE_NAME", "landfall"), safe="")
    port = env.integer("DATABASE_PORT", 5432, at_least=1)
    return f"postgres://{user}:{password}@{host}:{port}/{name}"


def database(address: str, sqlite_file: Path) -> dict[str, Any]:
    """Return Django's settings of one database.

    Args:
        address: `postgres://user:password@host:port/name?option=value`, `sqlite:///path`, or empty.
        sqlite_file: the file used when the address is empty.

    Raises:
        EnvironmentValueError: the address names another kind of database or no database name.
    """
    if not address:
        return _sqlite(sqlite_file)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL: expected postgres:// or sqlite://, got {parts.scheme!r}"
        raise EnvironmentValueError(message)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        message = "DATABASE_URL: the name of the database is missing"
        raise EnvironmentValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "config.sqlite3",
        "NAME": str(file),
        # A thread keeps its connection: opening one costs as much as a small page.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_START,
        },
    }
