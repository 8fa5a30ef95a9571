"""Articles in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from compliance.domain.citations import article_words, citation
from core.text import LocalizedText

PACKS = Path(__file__).resolve().parents[3] / "packs" / "data" / "checklists"
PROPER = {"TikTok"}


@pytest.mark.parametrize(
    ("article", "wanted"),
    [
        ("", ""),
        ("Art. 33(1), 33(2), 33(5)", "第33(1)、33(2)、33(5)条"),
        ("Art. 2(XIV), (XVI)", "第2(XIV)、(XVI)条"),
        ("Art. 12-15", "第12–15条"),
        ("Annex II, Art. 3(1)", "附件II，第3(1)条"),
        ("s.44, s.101", "第44条，第101条"),
        ("Law Art. 41(5); Decree Art. 12-15", "法律第41(5)条；法令第12–15条"),
        ("Decree 356 Art. 12; Decree 330 Art. 69", "第356号法令第12条；第330号法令第69条"),
        ("SZTFH Decree 1/2025 (I. 31.)", "SZTFH 第1/2025（I. 31.）号法令"),
        (
            "CSL 21 (2016 numbering); DSL 27",
            "《网络安全法》第21条（2016年版条号）；《数据安全法》第27条",
        ),
        ("VAT Law 34", "增值税法第34条"),
        ("Dir. (EU) 2025/516 art. 5", "(EU) 2025/516号指令第5条"),
        ("NIS2 21(2)(b), art. 23", "NIS2 21(2)(b)，第23条"),
        ("A.5.34, 7.4; GDPR 13", "A.5.34, 7.4; GDPR 13"),
    ],
)
def test_chinese_readers_get_chinese_citations(article: str, wanted: str) -> None:
    said = article_words(article)
    assert said.en == article
    assert said.zh_hans == wanted


@pytest.mark.parametrize(
    ("law", "article", "short", "english", "chinese"),
    [
        (("Face Measures (Order 19)", "《办法》（第19号令）"), "Order 19", "X", "", ""),
        (("IRBM guideline", "税收局指引"), "Guideline", "e-Invoice", "", ""),
        (("Labour Code", "《劳动法典》"), "", "Labour Code", "", ""),
        (("GDPR", "《条例》"), "Art. 33(1)", "GDPR HU", "GDPR Art. 33(1)", "《条例》第33(1)条"),
        (("IEC 62443", "IEC 62443"), "NET 1.1", "OT", "IEC 62443 NET 1.1", "IEC 62443 NET 1.1"),
        (
            ("Act; Guide", "《法》及《指引》"),
            "s.12A",
            "PDPA",
            "Act; Guide, s.12A",
            "《法》及《指引》，第12A条",
        ),
        (
            ("LFPDPPP", "《法》"),
            "planned reform",
            "X",
            "LFPDPPP, planned reform",
            "《法》，拟议改革",
        ),
        (("GDPR", "《条例》"), "44; ISO A.5", "OT", "GDPR 44; ISO A.5", "《条例》 44; ISO A.5"),
        (("Tax Code", "《法典》"), "CFF 30", "CFF / CFDI", "CFF 30", "《联邦税法典》第30条"),
        (("VAT Law; Measures", "《法》"), "VAT Law 34", "Records", "VAT Law 34", "增值税法第34条"),
    ],
)
def test_law_and_article_are_said_once(
    law: tuple[str, str], article: str, short: str, english: str, chinese: str
) -> None:
    said = citation(LocalizedText(*law), article, short)
    assert (said.en, said.zh_hans) == (english or law[0], chinese or law[1])


def articles() -> Iterator[str]:
    for file in sorted(PACKS.rglob("*.yaml")):
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
        duties = found if isinstance(found, list) else found.get("obligations", [])
        yield from (duty.get("article", "") for duty in duties)


def test_no_pack_has_an_english_word_left_in_chinese() -> None:
    all_articles = set(articles())
    assert len(all_articles) > 150
    left = {
        article: words
        for article in all_articles
        if (
            words := set(re.findall(r"[A-Za-z]*[a-z]{2,}", article_words(article).zh_hans)) - PROPER
        )
    }
    assert left == {}
