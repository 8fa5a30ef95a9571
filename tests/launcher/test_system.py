"""What the machine lacks is found and named with the command that brings it."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from config import settings as product
from launcher import checks, system
from launcher.system import Need, install_line, missing


def test_what_is_there_is_not_missing(monkeypatch):
    monkeypatch.setattr(system, "known_libraries", lambda: {"libpango-1.0.so.0"})
    monkeypatch.setattr(system, "output", lambda *_: "Noto Sans CJK SC,Noto Sans CJK")
    needs = [
        Need("a", "x", library="libpango-1.0.so.0"),
        Need("b", "x", family="Noto Sans CJK SC"),
        Need("c", "x", tools=("sh", "no-such-tool")),
    ]
    assert missing(needs) == []


def test_what_is_not_there_is_missing(monkeypatch):
    monkeypatch.setattr(system, "known_libraries", set)
    monkeypatch.setattr(system, "output", lambda *_: "DejaVu Sans")
    monkeypatch.setattr(system, "browser", lambda: "")
    needs = [
        Need("a", "x", library="libpango-1.0.so.0"),
        Need("b", "x", family="Noto Sans CJK SC"),
        Need("c", "x", tools=("no-such-tool",)),
        Need("d", "x", tools=system.BROWSERS),
    ]
    assert missing(needs) == needs


def test_library_counts_as_there_where_nobody_can_tell(monkeypatch):
    monkeypatch.setattr(system, "output", lambda *_: "")
    assert missing([Need("a", "x", library="libnone.so.1")]) == []


def test_loader_is_asked_for_its_libraries():
    known = system.known_libraries()
    assert known is None or any(name.startswith("libc.so") for name in known)


def test_absent_command_says_nothing():
    assert system.output("no-such-command-anywhere") == ""


def test_named_browser_wins(monkeypatch, tmp_path):
    own = tmp_path / "chromium"
    own.touch()
    monkeypatch.setenv("CHROMIUM", str(own))
    assert system.browser() == str(own)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "absent"))
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/" + name)
    assert system.browser() == "/usr/bin/chromium"
    monkeypatch.setattr(system.shutil, "which", lambda _: None)
    assert system.browser() == ""


@pytest.mark.parametrize(("root", "start"), [(True, "apt-get"), (False, "sudo apt-get")])
def test_install_line_names_each_package_once(root, start):
    line = install_line([Need("b", "x"), Need("a", "y"), Need("b", "z")], root=root)
    assert line == f"{start} install -y --no-install-recommends a b"


def test_check_tells_what_pdfs_need(monkeypatch):
    lacking = [Need("fonts-noto-cjk", "Chinese in PDFs")]
    monkeypatch.setattr(checks, "missing", lambda _: lacking)
    (told,) = run_checks(tags=["fonts"])
    assert told.id == "landfall.W001"
    assert "fonts-noto-cjk (Chinese in PDFs)" in told.msg
    assert told.hint.endswith("fonts-noto-cjk")


def test_check_is_silent_when_nothing_lacks(monkeypatch):
    monkeypatch.setattr(checks, "missing", lambda _: [])
    assert run_checks(tags=["fonts"]) == []


def test_missing_typefaces_are_said_before_a_document_needs_them(settings, tmp_path):
    """A data folder of its own has none where set-up did not know of it."""
    assert [one.id for one in checks.typefaces(None)] == []
    settings.STATICFILES_DIRS = [tmp_path]
    (said,) = checks.typefaces(None)
    assert said.id == "landfall.W002"
    assert "inter-400.ttf is missing" in said.msg


@pytest.mark.parametrize(("made_in", "found"), [("data", "data"), ("code", "code"), ("", "data")])
def test_assets_of_set_up_are_found_beside_the_code(tmp_path, monkeypatch, made_in, found):
    folders = {"data": tmp_path / "data" / "assets", "code": tmp_path / "code" / "var" / "assets"}
    if made_in:
        folders[made_in].mkdir(parents=True)
    monkeypatch.setattr(product, "VAR_DIR", tmp_path / "data")
    monkeypatch.setattr(product, "BASE_DIR", tmp_path / "code")
    assert product._assets() == folders[found]
