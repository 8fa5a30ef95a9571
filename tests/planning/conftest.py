"""Commands of this room, run on files of a test."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def run(tmp_path, capsys):
    """Return a function that writes a file and gives the JSON a command prints about it."""

    def call(command: str, name: str, content: str | bytes, *options: str) -> dict:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command(command, str(path), "--json", *options)
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def refused(run):
    """Return a function that gives the message with which a command refuses a file by 2."""

    def call(*arguments: str | bytes) -> str:
        with pytest.raises(CommandError) as error:
            run(*arguments)
        assert error.value.returncode == 2
        return str(error.value)

    return call
