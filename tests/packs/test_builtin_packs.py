from __future__ import annotations

import pytest

from packs.checks import cross_problems, head_problems
from packs.digest import pack_files
from packs.loader import DATA_DIR, builtin_packs, load_pack, read_content

FOLDERS = list(builtin_packs())
NAMES = [folder.relative_to(DATA_DIR).as_posix() for folder in FOLDERS]


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_builtin_pack_is_valid(folder) -> None:
    pack = load_pack(folder)
    assert head_problems(pack.content) == []
    assert read_content(pack.as_json()).id == pack.id


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_builtin_pack_files_stay_short(folder) -> None:
    long = [path for path in pack_files(folder) if len(path.read_text().splitlines()) > 600]
    assert long == []


def test_builtin_packs_refer_to_what_exists() -> None:
    contents = [load_pack(folder).content for folder in FOLDERS]
    assert [str(problem) for _, problem in cross_problems(contents)] == []


def test_builtin_packs_have_one_folder_per_release() -> None:
    releases = [(p.kind, p.id, p.version) for p in map(load_pack, FOLDERS)]
    assert len(set(releases)) == len(releases)


def test_flagship_counts_agree_with_its_method() -> None:
    folder = DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0"
    framework = load_pack(folder).content
    counts = [len(node.children) for node in framework.root.children]
    assert counts == [14, 19, 18, 14, 11]
    assert len(framework.express_questions) == 39
    assert sum(question.is_cross_cutting for question in framework.questions) == 39
