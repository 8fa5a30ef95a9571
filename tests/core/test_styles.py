"""The stylesheets keep their promises: size, layers, contrast, one truth for colors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charts.levels import HEX, level_class, level_text_hex

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SHEETS = sorted(CSS.glob("*.css"))
TOKENS = (CSS / "tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+):\s*(#[0-9A-F]{6})")
TEXT_ON = ("surface", "canvas", "sunken", "accent-soft", "raised")


def block(start: str) -> dict[str, str]:
    begin = TOKENS.index(start)
    return dict(PAIR.findall(TOKENS[begin : TOKENS.index("}", begin)]))


LIGHT = block(":root {")
DARK = LIGHT | block(':root[data-theme="dark"]')
SYSTEM = LIGHT | block(':root:not([data-theme="light"])')


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_stays_small(sheet: Path) -> None:
    assert len(sheet.read_text().splitlines()) <= 300


def test_every_sheet_is_imported_in_a_declared_layer() -> None:
    text = (CSS / "app.css").read_text()
    declared = re.search(r"@layer ([\w, ]+);", text)
    assert declared
    layers = declared[1].split(", ")
    imports = dict(re.findall(r'@import url\("([\w-]+\.css)"\) layer\((\w+)\);', text))
    assert set(imports) == {sheet.name for sheet in SHEETS} - {
        "app.css",
        "pdf.css",
        "pdf-summary.css",
    }
    assert set(imports.values()) <= set(layers)
    assert layers[-1] == "print"


def test_both_dark_blocks_are_the_same() -> None:
    assert DARK == SYSTEM


def test_dark_replaces_every_color() -> None:
    assert set(block(':root[data-theme="dark"]')) == set(LIGHT)


def test_drawings_use_the_light_tokens() -> None:
    assert {name: LIGHT[name] for name in HEX} == HEX


def test_tokens_stay_within_what_the_pdf_engine_reads() -> None:
    assert not re.search(r"color-mix|light-dark|@supports|@container", TOKENS)
    weights = re.findall(r"--w-[\w-]+: (\d+)", TOKENS)
    assert weights


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "accent-hover"])
@pytest.mark.parametrize("ground", TEXT_ON)
def test_text_is_readable(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["good", "warn", "bad"])
def test_state_words_are_readable(theme: dict[str, str], tone: str) -> None:
    assert contrast(theme[tone], theme["surface"]) >= 4.5
    assert contrast(theme[tone], theme[f"{tone}-soft"]) >= 4.5
    assert contrast(theme["ink"], theme[f"{tone}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_and_buttons(theme: dict[str, str]) -> None:
    for ground in ("surface", "canvas", "accent-soft"):
        assert contrast(theme["edge"], theme[ground]) >= 3
    assert contrast(theme["on-accent"], theme["accent"]) >= 4.5
    assert contrast(theme["on-accent"], theme["accent-hover"]) >= 4.5
    assert contrast(theme["on-bad"], theme["bad"]) >= 4.5
    assert contrast(theme["accent"], theme["bar"]) >= 3


STEPS = ["0", "0h", "1", "1h", "2", "2h", "3", "3h", "4", "4h", "5"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("step", STEPS)
def test_numbers_on_the_ramp_are_readable(theme: dict[str, str], step: str) -> None:
    assert contrast(theme[f"level-{step}"], theme[f"on-level-{step}"]) >= 4.5


@pytest.mark.parametrize(("theme", "sign"), [(LIGHT, -1), (DARK, 1)], ids=["light", "dark"])
def test_ramp_leaves_the_paper_step_by_step(theme: dict[str, str], sign: int) -> None:
    values = [luminance(theme[f"level-{step}"]) * sign for step in STEPS]
    assert values == sorted(values)


@pytest.mark.parametrize("step", STEPS)
def test_print_text_on_the_ramp(step: str) -> None:
    assert level_text_hex(f"level-{step}") == LIGHT[f"on-level-{step}"]


@pytest.mark.parametrize(
    ("score", "name"),
    [(0.0, "level-0"), (0.24, "level-0"), (0.25, "level-0h"), (2.4, "level-2h"), (2.2, "level-2"),
     (4.9, "level-5"), (5.0, "level-5"), (7.0, "level-5"), (-1.0, "level-0")],
)  # fmt: skip
def test_score_takes_the_nearest_half_step(score: float, name: str) -> None:
    assert level_class(score) == name


def test_other_scales_spread_evenly() -> None:
    assert [level_class(v, 1, 5) for v in (1, 3, 5)] == ["level-0", "level-2h", "level-5"]


SHARED = {
    "tokens", "base", "layout", "forms", "tables", "components", "overlays", "charts", "print",
}  # fmt: skip
SELECTOR = re.compile(r"([^{};]+)\{")
ALONE = re.compile(r"\.([a-z][\w-]*)")


def bare_classes(names: set[str]) -> set[str]:
    """Classes that some rule of these sheets styles without anything around them."""
    text = "\n".join((CSS / f"{name}.css").read_text() for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    items = (item.strip() for rule in SELECTOR.findall(text) for item in rule.split(","))
    return {match[1] for item in items if (match := ALONE.fullmatch(item))}


def frame_classes() -> set[str]:
    """Classes of what stands around every page."""
    pages = [TEMPLATES / "base.html", *TEMPLATES.glob("_*.html")]
    named = (re.findall(r'class="([^"{]*)"', page.read_text()) for page in pages)
    return {name for page in named for classes in page for name in classes.split()}


def test_sheets_of_apps_leave_shared_classes_alone() -> None:
    own = {sheet.stem for sheet in SHEETS} - SHARED - {"app", "pdf"}  # documents have no app.css
    common = bare_classes(SHARED) | frame_classes()
    assert {"btn", "who"} <= common
    assert {name: found for name in own if (found := bare_classes({name}) & common)} == {}
