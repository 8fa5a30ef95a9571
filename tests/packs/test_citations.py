"""Every duty cites its law and article in both languages."""

from __future__ import annotations

import re

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.checklist import Checklist

FOLDERS = sorted(file.parent for file in (DATA_DIR / "checklists").rglob("pack.yaml"))
PROPER = {"TikTok"}
NUMERALS = "零一二三四五六七八九"
# A citation in short form: 第35(6)条, 第4、7条, 第3–6条; in Chinese a paragraph or item has its word.
SHORT = re.compile(r"第\d+[A-Z]?[(–、-]|条、\d")


def value(numeral: str) -> str:
    """Return the value of a Chinese numeral below 100: 二十三 is 23."""
    tens, ten, ones = numeral.rpartition("十")
    high = NUMERALS.index(tens) if tens else int(bool(ten))
    return str(high * 10 + (NUMERALS.index(ones) if ones else 0))


def numbers(chinese: str) -> set[str]:
    """Return the numbers of a Chinese text, also those in numerals."""
    written = re.findall(f"第([{NUMERALS}十]+)条", chinese)
    return {*re.findall(r"\d+", chinese), *map(value, written)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-3:-1]))
def test_citations(folder) -> None:
    checklist = load_pack(folder).content
    assert isinstance(checklist, Checklist)
    for duty in checklist.obligations:
        assert duty.citation is not None, duty.id
        wanted = set(re.findall(r"\d+", duty.article))
        assert wanted <= set(re.findall(r"\d+", duty.citation.en)), duty.id
        if checklist.jurisdiction == "CN" and checklist.version != "2026.4":
            wanted = set(re.findall(r"\d+", re.sub(r"\(\d+\)|-", " ", duty.article)))
        assert wanted <= numbers(duty.citation.zh_hans), duty.id
        assert set(re.findall(r"[A-Za-z]*[a-z]{2,}", duty.citation.zh_hans)) <= PROPER, duty.id


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-3:]))
def test_chinese_citations_are_written_out(folder) -> None:
    checklist = load_pack(folder).content
    assert isinstance(checklist, Checklist)
    if checklist.version == "2026.4":
        return
    for duty in checklist.obligations:
        texts = (duty.cited, duty.detail, duty.met_when, *filter(None, [duty.question]))
        for text in texts:
            assert not SHORT.search(text.zh_hans), f"{duty.id}: {text.zh_hans}"
        if checklist.jurisdiction == "CN":
            assert not re.search(r"第\d+条", duty.cited.zh_hans), duty.id


def test_numbers_reads_numerals() -> None:
    assert numbers("第三条、第十条、第十三条、第二十条、第三十五条第（六）项、第12A条") == {
        *("3", "10", "13", "20", "35", "12"),
    }
