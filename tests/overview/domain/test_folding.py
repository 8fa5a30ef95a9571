"""Words are found whatever their case, accents or width; Chinese anywhere in a text."""

from __future__ import annotations

import pytest

from overview.domain.folding import folded, terms, wanted


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Bình Dương", "binh duong"),
        ("Đồng Nai", "dong nai"),
        ("SZÉGED Straße", "szeged strasse"),
        ("ＥＲＰ２", "erp2"),
        ("接口", "接口"),
        ("İzmir Łódź Æ", "izmir lodz ae"),
        ("", ""),
    ],
)
def test_texts_are_folded(text, plain):
    assert folded(text) == plain


def test_terms_of_a_text():
    assert terms("ERP-Finance, ERP v2_3") == ["erp", "finance", "v2", "3"]
    assert terms("MES接口标准") == ["mes", "接口", "口标", "标准", "准"]
    assert terms("口") == ["口"]
    assert terms(" -- ") == []


def test_what_words_ask_for():
    assert wanted("Erp fin") == ["erp", "fin"]
    assert wanted("接口标") == ["接口", "口标"]
    assert wanted("口") == ["口"]
    assert wanted("MES接口") == ["mes", "接口"]
    assert wanted("%_") == []
