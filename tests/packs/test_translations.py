"""Words of a further language beside a pack: laid over it, sentence by sentence."""

from __future__ import annotations

import shutil

import pytest

from packs.loader import DATA_DIR, PackError, load_pack, read_content

VIETNAMESE = """
processes: {title: "Mô hình quy trình"}
ERP: {title: "Hoạch định nguồn lực", data_objects.1: "tồn kho"}
"""


@pytest.fixture
def translated(tmp_path):
    """Return a function that loads the process model with a file of words beside it."""
    folder = tmp_path / "pack"
    shutil.copytree(DATA_DIR / "processes" / "1.0.0", folder)
    (folder / "i18n").mkdir()

    def act(words: str, name: str = "vi.yaml"):
        (folder / "i18n" / name).write_text(words, encoding="utf-8")
        return load_pack(folder)

    return act


def test_half_filled_language_falls_back_text_by_text(translated):
    pack = translated(VIETNAMESE)
    for content in (pack.content, read_content(pack.as_json())):
        erp = next(system for system in content.systems if system.id == "ERP")
        assert content.title.in_language("vi") == "Mô hình quy trình"
        assert erp.title.in_language("vi") == "Hoạch định nguồn lực"
        assert erp.title.in_language("zh-hans") == "企业资源计划"
        assert [text.in_language("vi") for text in erp.data_objects][:3] == [
            "orders",
            "tồn kho",
            "ledger",
        ]
        assert erp.summary.in_language("vi") == erp.summary.en


@pytest.mark.parametrize(
    ("words", "name", "why"),
    [
        ('{NOBODY: {title: "x"}}', "vi.yaml", "i18n/vi.yaml: NOBODY: no such item"),
        ('{ERP: {name: "x"}}', "vi.yaml", "i18n/vi.yaml: ERP: no such text: name"),
        (
            '{ERP: {data_objects.9: "x"}}',
            "vi.yaml",
            "i18n/vi.yaml: ERP: no such text: data_objects.9",
        ),
        ('{ERP: {isa95_level: "x"}}', "vi.yaml", "i18n/vi.yaml: ERP: no such text: isa95_level"),
        ('{ERP: {title.en: "x"}}', "vi.yaml", "i18n/vi.yaml: ERP: no such text: title.en"),
        ('{ERP: {title: " "}}', "vi.yaml", "i18n/vi.yaml: ERP: empty translation: title"),
        ("{ERP: x}", "vi.yaml", "i18n/vi.yaml: ERP: a mapping of paths is needed"),
        ("[ERP]", "vi.yaml", "i18n/vi.yaml: -: a mapping of items is needed"),
        ("{}", "xx.yaml", "i18n/xx.yaml: -: not a further language: xx"),
        ("{}", "zh-hans.yaml", "i18n/zh-hans.yaml: -: not a further language: zh-hans"),
    ],
)
def test_words_that_fit_nothing_are_refused(translated, words, name, why):
    with pytest.raises(PackError) as refused:
        translated(words, name)
    assert str(refused.value) == why
