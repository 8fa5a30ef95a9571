from __future__ import annotations

import pytest

from packs.checks import cross_problems, head_problems
from packs.digest import pack_files
from packs.loader import DATA_DIR, builtin_packs, load_pack, read_content

FLAGSHIP = DATA_DIR / "frameworks" / "overseas-plant-readiness"
RELEASED = "1a28b335310ba114098017366701f73e6ef2f57299c2840a8f24de65dfc4a20c"
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


def test_a_released_framework_never_changes() -> None:
    assert load_pack(FLAGSHIP / "1.0.0").digest == RELEASED


def test_release_1_1_0_asks_the_same_questions_with_the_same_weights_and_gates() -> None:
    old, new = (load_pack(FLAGSHIP / version).content for version in ("1.0.0", "1.1.0"))
    kept = ("id", "dimension", "weight", "gates", "veto", "visible_if", "processes", "element")
    for before, after in zip(old.questions, new.questions, strict=True):
        # DG-13 asks the fact of checklists 2026.5: personal data leave the plant's country.
        names = [name for name in kept if (before.id, name) != ("DG-13", "visible_if")]
        assert [getattr(before, name) for name in names] == [getattr(after, name) for name in names]
    assert (old.gates, old.level_rules, old.express_run) == (
        new.gates,
        new.level_rules,
        new.express_run,
    )
    assert [entry.weight for entry in old.dimensions] == [entry.weight for entry in new.dimensions]


def test_flagship_counts_agree_with_its_method() -> None:
    folder = DATA_DIR / "frameworks" / "overseas-plant-readiness" / "1.0.0"
    framework = load_pack(folder).content
    counts = [len(node.children) for node in framework.root.children]
    assert counts == [14, 19, 18, 14, 11]
    assert len(framework.express_questions) == 39
    assert sum(question.is_cross_cutting for question in framework.questions) == 39
