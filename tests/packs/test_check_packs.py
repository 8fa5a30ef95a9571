from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from packs.loader import DATA_DIR
from tests.packs.samples import DATA


def test_check_packs_accepts_what_comes_with_the_product(capsys) -> None:
    call_command("check_packs")
    assert capsys.readouterr().out.endswith("packs checked, no findings\n")


def test_check_packs_accepts_folders_of_others(capsys) -> None:
    call_command("check_packs", str(DATA))
    assert "11 packs checked" in capsys.readouterr().out


def test_check_packs_prints_file_item_error(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "pack.yaml").write_text("id: x\nversion: 1\ntree: [{id: a}]\n", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        call_command("check_packs", str(tmp_path))
    expected = f"{folder.as_posix()}/pack.yaml: a: an item needs a scale or an answer type\n"
    assert (caught.value.code, capsys.readouterr().out) == (2, expected)


def test_check_packs_says_when_there_is_nothing(tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit):
        call_command("check_packs", str(tmp_path))
    assert "no pack.yaml found" in capsys.readouterr().out


def test_check_packs_looks_across_packs(tmp_path: Path, capsys) -> None:
    shutil.copytree(DATA_DIR / "processes", tmp_path / "processes")
    shutil.copytree(DATA_DIR / "indicators", tmp_path / "indicators")
    file = tmp_path / "processes" / "1.0.0" / "purchase.yaml"
    file.write_text(file.read_text("utf-8").replace("indicators: [SC-09", "indicators: [SC-99", 1))
    with pytest.raises(SystemExit):
        call_command("check_packs", str(tmp_path))
    out = capsys.readouterr().out
    assert (
        out
        == f"{tmp_path.as_posix()}/processes/1.0.0/pack.yaml: PUR-01: unknown indicator: SC-99\n"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["none", "empty"])
def test_load_packs_refuses_a_folder_without_packs(tmp_path: Path, name) -> None:
    """A typing error in the name is no success."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"no pack\.yaml found") as caught:
        call_command("load_packs", tmp_path / name)
    assert caught.value.returncode == 2
