"""Django's SQLite with two additions: writers wait in line, and a replaced file is noticed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from config.sqlite3.line import LineError, WritersLine

WRITING = ("IMMEDIATE", "EXCLUSIVE")  # how transactions of writers begin
SHORTEST_WAIT = 5.0  # seconds, the default of Python's own module


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; readers never wait in the line."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._line: WritersLine | None = None
        self._file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, and remember which one it is."""
        connection = super().get_new_connection(conn_params)
        name = Path(str(self.settings_dict["NAME"]))
        self._file = _identity(name)
        # The locks are those of Linux; elsewhere SQLite's own waiting has to do.
        has_line = self._file is not None and sys.platform == "linux"
        self._line = WritersLine(name.with_name(f"{name.name}-line")) if has_line else None
        return connection

    def is_usable(self) -> bool:
        """Say whether the file is still the one that was opened; asked once per request."""
        return _identity(Path(str(self.settings_dict["NAME"]))) == self._file

    def _start_transaction_under_autocommit(self) -> None:
        # One that begins as a reader, as a backup does, must not stand in the line all its life.
        begins_as_writer = getattr(self, "transaction_mode", None) in WRITING
        if self._line is not None and begins_as_writer:
            wait = self.settings_dict["OPTIONS"].get("timeout", SHORTEST_WAIT)
            try:
                self._line.enter(wait)
            except LineError as error:
                raise OperationalError(*error.args) from error
            except OSError:  # a file system without such locks
                self._line = None
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django has it
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # as above
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # as above
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # as above
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._line is not None:
            self._line.leave()


def _identity(file: Path) -> tuple[int, int] | None:
    """Return which file stands there; None for a database in memory."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
