from __future__ import annotations

import shutil

import pytest
from django.core.management import CommandError, call_command

from packs import services
from packs.loader import DATA_DIR, PackError, builtin_packs, load_pack
from packs.models import PackRelease, current_release
from packs.schema import Framework, IndicatorCatalog, InitiativeCatalog
from packs.services import PackChangedError, load_folder

CATALOG = DATA_DIR / "initiatives" / "1.0.0"
pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "initiatives" / "1.0.0"
    shutil.copytree(CATALOG, folder)
    return folder


def change(folder, old, new):
    file = folder / "pack.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_loading_twice_changes_nothing():
    first = load_folder(CATALOG)
    second = load_folder(CATALOG)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.release == second.release
    assert PackRelease.objects.count() == 1


def test_the_same_files_are_not_read_again(copy, monkeypatch):
    read = []
    monkeypatch.setattr(services, "load_pack", lambda at: read.append(at) or load_pack(at))
    load_folder(copy)
    assert not load_folder(CATALOG).is_new  # the same bytes, wherever they lie
    assert read == [copy]
    (copy / "pack.yaml").open("a", encoding="utf-8").write("# the same content\n")
    assert [load_folder(copy).is_new for _ in range(2)] == [False, False]
    assert read == [copy, copy]
    change(copy, "publisher: ", "publisher: New ")
    with pytest.raises(PackChangedError):
        load_folder(copy)


def test_changed_content_under_an_old_version_is_refused(copy):
    load_folder(CATALOG)
    change(copy, "publisher: ", "publisher: New ")
    with pytest.raises(PackChangedError, match="new version"):
        load_folder(copy)


def test_new_version_becomes_the_current_one(copy):
    load_folder(CATALOG)
    change(copy, "1.0.0", "1.1.0")
    new = load_folder(copy).release
    assert current_release("initiatives") == new
    assert PackRelease.objects.filter(is_current=True).count() == 1


def test_draft_does_not_replace_the_current_release(copy):
    old = load_folder(CATALOG).release
    change(copy, "1.0.0", "1.1.0")
    change(copy, "status: current", "status: draft")
    load_folder(copy)
    assert current_release("initiatives") == old


def test_bad_pack_names_file_and_leaves_nothing(copy):
    (copy / "digitize.yaml").write_text("initiatives: [{id: D01}]", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_folder(copy)
    assert "digitize.yaml" in str(caught.value)
    assert PackRelease.objects.count() == 0


def test_release_reads_as_its_own_kind_only():
    release = load_folder(CATALOG).release
    assert len(release.read(InitiativeCatalog).initiatives) == 78
    with pytest.raises(TypeError, match="initiatives"):
        release.read(Framework)
    assert str(release) == f"{release.identifier} 1.0.0"


def test_content_stays_in_the_database_until_asked_for():
    load_folder(CATALOG)
    assert "content" in PackRelease.objects.get().get_deferred_fields()


def test_missing_release_is_an_error():
    with pytest.raises(PackRelease.DoesNotExist):
        current_release("framework", "nothing")


def test_command_loads_named_folders_and_says_what_is_wrong(copy, capsys):
    call_command("load_packs", str(copy.parent))
    assert "1 new" in capsys.readouterr().out
    (copy / "pack.yaml").write_text("kind: nonsense", encoding="utf-8")
    with pytest.raises(CommandError, match="nonsense"):
        call_command("load_packs", str(copy))


def test_command_loads_every_built_in_pack(capsys):
    call_command("load_packs")
    count = len(list(builtin_packs()))
    assert f"{count} new, {count} built in" in capsys.readouterr().out
    assert len(current_release("indicators").read(IndicatorCatalog).indicators) == 123
