from __future__ import annotations

from pathlib import Path

import pytest

from packs.loader import load_pack

PACK = "id: x\nversion: 1.0.0\nchecked_on: 2026-11-22\nscales: {s: [{v: 0}, {v: 1}]}\n"
TREE = "tree: [{id: a, scale: s, answer: null}]\ncompleteness: 0.90\n"


def write(folder: Path, text: str) -> Path:
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return folder


def digest(folder: Path) -> str:
    return load_pack(folder).digest


@pytest.mark.parametrize(
    "text",
    [
        "# why\n" + PACK + TREE,
        TREE + PACK,
        PACK + TREE.replace("0.90", "0.9"),
        PACK + "tree:\n  - id: a\n    scale: s\n    answer:\ncompleteness: 0.90\n",
    ],
)
def test_layout_does_not_change_the_digest(tmp_path: Path, text: str) -> None:
    first = digest(write(tmp_path, PACK + TREE))
    assert digest(write(tmp_path, text)) == first


@pytest.mark.parametrize(
    "text",
    [
        PACK + TREE.replace("0.90", "0.91"),
        PACK + TREE.replace("id: a", "id: b"),
        PACK + TREE + "status: draft\n",
        PACK + TREE + "title: {en: X, zh-hans: 甲}\n",
    ],
)
def test_content_changes_the_digest(tmp_path: Path, text: str) -> None:
    first = digest(write(tmp_path, PACK + TREE))
    assert digest(write(tmp_path, text)) != first


def test_single_file_can_be_loaded(tmp_path: Path) -> None:
    write(tmp_path, PACK + TREE)
    assert load_pack(tmp_path / "pack.yaml").id == "x"
