"""Widths of words are those of the typefaces that are shipped."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from charts.svg.advances import REGULAR, SEMI_BOLD
from charts.svg.widths import fitted, text_width
from tests.architecture.test_sizes import ROOT

FONTS = ROOT / "var" / "assets" / "fonts"


@pytest.fixture(scope="module")
def shipped():
    """Return a function that gives the advance of a character in the fonts of the PDF, in em."""
    fonts = {
        (stem, weight): TTFont(FONTS / f"{stem}-{weight}.ttf")
        for stem in ("inter", "noto-sans-thai")
        for weight in (400, 600)
    }

    def act(char: str, weight: int) -> float:
        stem = "noto-sans-thai" if "\u0e00" <= char <= "\u0e7f" and char != "฿" else "inter"
        font = fonts[stem, weight]
        return font["hmtx"][font.getBestCmap()[ord(char)]][0] / font["head"].unitsPerEm

    return act


@pytest.mark.parametrize(("weight", "table"), [(400, REGULAR), (600, SEMI_BOLD)])
def test_every_character_of_the_table_is_as_wide_as_in_the_shipped_font(shipped, weight, table):
    wrong = {
        char: (width, shipped(char, weight))
        for width, text in table.items()
        for char in text
        if abs(width / 1000 - shipped(char, weight)) > 0.001
    }
    assert wrong == {}


def test_every_character_that_the_fonts_were_cut_to_is_known():
    for weight, table in ((400, REGULAR), (600, SEMI_BOLD)):
        known = {ord(char) for text in table.values() for char in text}
        cut = set(TTFont(FONTS / f"inter-{weight}.ttf").getBestCmap())
        assert cut <= known


def test_words_are_the_sum_of_their_letters_and_bold_is_wider(shipped):
    words = "Bình Dương 2026"
    assert text_width(words, 10) == pytest.approx(
        sum(shipped(c, 400) for c in words) * 10, rel=0.01
    )
    assert text_width(words, 10, bold=True) > text_width(words, 10)


def test_han_is_an_em_marks_are_nothing_and_the_unknown_is_guessed():
    assert text_width("数据，", 12) == 36
    assert text_width("ก็", 10) == text_width("ก", 10)
    assert text_width("\u05b0", 10) == 0  # Hebrew point, in none of our fonts
    assert text_width("\u05d0", 10) == 6


@pytest.mark.parametrize("text", ["Governance", "数据治理与主数据管理", "ฝ่ายผลิต"])
def test_a_cut_text_fits_and_could_not_be_longer(text):
    whole = text_width(text, 12)
    assert fitted(text, whole, 12) == text
    cut = fitted(text, whole - 1, 12)
    assert cut.endswith("…")
    assert text_width(cut, 12) <= whole - 1
    longer = text[: len(cut)] + "…"
    assert text_width(longer, 12) > whole - 1 or longer.rstrip() == text


@pytest.mark.parametrize(
    ("text", "kept", "shown"),
    [
        ("read automatically, no entries", "read automatically, no ent", "read automatically, no…"),
        (
            "facts recorded once, at source",
            "facts recorded once, at so",
            "facts recorded once, at…",
        ),
        ("Initiative number 137", "Initiative number 1", "Initiative number…"),
        ("MES Produktionssteuerungssystem", "MES Produktionssteuer", "MES Produktionssteuer…"),
        ("MES在全部六条产线推广", "MES在全部六条", "MES在全部六条…"),
    ],
)
def test_a_cut_word_falls_away_whole(text, kept, shown):
    """The fault seen: "read automatically, no entr…" on the board's page."""
    assert fitted(text, text_width(kept + "…", 12) + 0.5, 12) == shown
