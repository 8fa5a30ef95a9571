"""How far a request has come is seen while it runs, and by nobody who does not know its token."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings

from core import clock, progress
from core.progress import come, each, followed

TOKEN = "0123456789abcdef" * 2
OTHER = "f" * 32


@pytest.fixture(autouse=True)
def each_is_noted(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)


def test_each_item_is_noted_while_it_is_worked_on_and_nothing_stays():
    with followed(TOKEN):
        assert come(TOKEN) is None
        seen = [(item, come(TOKEN)) for item in each("abc")]
        assert come(OTHER) is None
    assert seen == [("a", (0, 3)), ("b", (1, 3)), ("c", (2, 3))]
    assert come(TOKEN) is None


@pytest.mark.parametrize("token", ["", "short", "../" + "0" * 29, "G" * 32, f"{TOKEN}0"])
def test_without_a_token_nothing_is_noted(token):
    with followed(token):
        assert list(each([1, 2])) == [1, 2]
        assert come(token) is None
    assert not list((Path(settings.VAR_DIR) / "progress").glob("*"))


def test_an_error_takes_the_note_away():
    with pytest.raises(RuntimeError), followed(TOKEN):
        list(each([1]))
        raise RuntimeError
    assert come(TOKEN) is None


def test_no_room_for_a_note_stops_no_work(monkeypatch):
    def full(*_args, **_more):
        raise OSError("no room")

    monkeypatch.setattr(progress, "write_whole", full)
    with followed(TOKEN):
        assert list(each([1, 2])) == [1, 2]


def test_what_a_killed_process_left_goes_after_an_hour():
    folder = Path(settings.VAR_DIR) / "progress"
    folder.mkdir(exist_ok=True)
    now = clock.now().timestamp()
    for name, age in (("a" * 32, 3700), ("b" * 32, 60)):
        (folder / name).write_text("1 2")
        os.utime(folder / name, (now - age, now - age))
    with followed(TOKEN):
        list(each([1]))
    assert [file.name for file in folder.iterdir()] == ["b" * 32]
    (folder / ("b" * 32)).unlink()


def test_a_note_that_is_no_note_says_nothing():
    folder = Path(settings.VAR_DIR) / "progress"
    folder.mkdir(exist_ok=True)
    (folder / TOKEN).write_text("all of it")
    assert come(TOKEN) is None
    (folder / TOKEN).unlink()
