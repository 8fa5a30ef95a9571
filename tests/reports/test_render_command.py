from __future__ import annotations

import os

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import render

pytestmark = pytest.mark.django_db


def run(*arguments):
    call_command("render", *arguments)


def test_document_is_written(cast, tmp_path, capsys):
    out = tmp_path / "blueprint.pdf"
    run("blueprint", "--plant", "johor-bahru", "--language", "zh-hans", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    assert "pages" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["blueprint.pdf"]


def test_indicator_baseline_is_written(cast, tmp_path):
    out = tmp_path / "kpi.pdf"
    run("indicator-baseline", "--plant", "johor-bahru", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--plant", "nowhere", "--out", "{folder}/x.pdf"), "no such plant: nowhere"),
        (("--plant", "johor-bahru", "--out", "{folder}/no/x.pdf"), "no such folder"),
        (("--plant", "johor-bahru", "--out", ""), "this is no ordinary file"),
        (("--plant", "johor-bahru", "--out", "{folder}"), "this is no ordinary file"),
        (("--plant", "johor-bahru", "--out", "{folder}/pipe"), "this is no ordinary file"),
    ],
)
def test_bad_input_ends_with_status_2(cast, tmp_path, arguments, message):
    os.mkfifo(tmp_path / "pipe")  # as /dev/full is, and needs no rights to be made
    filled = [argument.format(folder=tmp_path) for argument in arguments]
    with pytest.raises(CommandError, match=message) as caught:
        run("blueprint", *filled)
    assert caught.value.returncode == 2
    assert (tmp_path / "pipe").is_fifo()


def test_missing_typefaces_are_named(cast, tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    with pytest.raises(CommandError, match=r"scripts/setup\.py") as caught:
        run("blueprint", "--plant", "johor-bahru", "--out", str(tmp_path / "x.pdf"))
    assert caught.value.returncode == 2


def test_file_that_cannot_be_written_leaves_nothing(cast, tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render.Path, "replace", refuse)
    with pytest.raises(CommandError, match="No space left") as caught:
        run("blueprint", "--plant", "johor-bahru", "--out", str(tmp_path / "x.pdf"))
    assert caught.value.returncode == 2
    assert list(tmp_path.iterdir()) == []
