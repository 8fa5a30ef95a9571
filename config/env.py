"""Strict readers of environment variables: a wrong value stops the start, naming the variable."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class EnvironmentValueError(Exception):
    """An environment variable holds a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that `<name>_FILE` points at."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE: cannot read {file_name}: {error.strerror}"
            raise EnvironmentValueError(message) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; anything else than 1/0, true/false, yes/no, on/off is refused."""
    raw = text(name)
    if raw == "":
        return default
    if raw.lower() in _TRUE:
        return True
    if raw.lower() in _FALSE:
        return False
    message = f"{name}: expected yes or no, got {raw!r}"
    raise EnvironmentValueError(message)


def integer(name: str, default: int, *, at_least: int = 0) -> int:
    """Return a whole number not below `at_least`."""
    raw = text(name)
    if raw == "":
        return default
    try:
        value = int(raw)
    except ValueError as error:
        message = f"{name}: expected a whole number, got {raw!r}"
        raise EnvironmentValueError(message) from error
    if value < at_least:
        message = f"{name}: must be at least {at_least}, got {value}"
        raise EnvironmentValueError(message)
    return value


def items(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list of network addresses: `10.0.0.5`, `172.16.0.0/12`, `::1`."""
    found = items(name, default)
    for part in found:
        try:
            ipaddress.ip_network(part)
        except ValueError as error:
            message = f"{name}: expected an address or a network like 172.16.0.0/12, got {part!r}"
            raise EnvironmentValueError(message) from error
    return found


def folder(name: str, default: Path) -> Path:
    """Return a folder as an absolute path; it is created by whoever writes into it."""
    return Path(text(name) or default).resolve()
