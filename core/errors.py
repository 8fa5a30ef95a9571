"""Typed errors that rules and services raise; forms turn them into messages beside a field."""

from __future__ import annotations


class RuleError(Exception):
    """A rule cannot be applied; `field` names the input at fault, where one is known."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleVersionError(RuleError):
    """The object was changed by somebody else since it was read."""


class StateError(RuleError):
    """The object is in a state in which this act is not allowed."""


def error_words(error: Exception) -> str:
    """Return an error for a command's last line: of a file that cannot be read its name and why."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
