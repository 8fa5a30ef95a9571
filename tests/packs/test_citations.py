"""Every duty cites its law and article in both languages."""

from __future__ import annotations

import re

import pytest

from packs.loader import DATA_DIR, load_pack
from packs.schema.checklist import Checklist

FOLDERS = sorted(file.parent for file in (DATA_DIR / "checklists").rglob("pack.yaml"))
PROPER = {"TikTok"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-3:-1]))
def test_citations(folder) -> None:
    checklist = load_pack(folder).content
    assert isinstance(checklist, Checklist)
    for duty in checklist.obligations:
        assert duty.citation is not None, duty.id
        for text in (duty.citation.en, duty.citation.zh_hans):
            assert set(re.findall(r"\d+", duty.article)) <= set(re.findall(r"\d+", text)), duty.id
        assert set(re.findall(r"[A-Za-z]*[a-z]{2,}", duty.citation.zh_hans)) <= PROPER, duty.id
