"""The cutting of assets: only the parts that need no typeface run here."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from config import storage
from config.storage import join_sheet
from scripts.build_assets import CUTS, characters, plotly_ids, plotly_style

BUNDLE = (
    """a={"X,X div":'margin:0;',"X a:hover":"x:y;",Y:"top:1px;"};b=1;getElementById("%s")"""
    % ("a1" * 32)
)


class Folder:
    """Reads files of a folder as a storage does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, name: str):
        return (self.path / name).open("rb")


def test_style_rules_become_a_sheet() -> None:
    assert plotly_style(BUNDLE).splitlines() == [
        ".js-plotly-plot .plotly,.js-plotly-plot .plotly div{margin:0;}",
        ".js-plotly-plot .plotly a:hover{x:y;}",
        ".plotly-notifier{top:1px;}",
    ]
    assert plotly_ids(BUNDLE) == ["a1" * 32]


def test_a_changed_bundle_is_noticed() -> None:
    with pytest.raises(ValueError, match="not in the bundle"):
        plotly_style("nothing here")


@pytest.mark.slow
def test_the_installed_bundle_holds_about_as_many_rules_as_known() -> None:
    bundle = (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    assert 60 <= len(plotly_style(bundle).splitlines()) <= 72


def test_cuts_hold_the_languages_in_use() -> None:
    known = set(characters(CUTS))
    words = "Bình Dương Łódź Győr İzmir Monterrey · Ștefan – − → ≤ ₺ ₫ € ฿"
    assert {ord(char) for char in words} <= known


def test_sheets_are_joined_without_comments(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text('/* c */\n@layer a, b;\n@import url("x.css") layer(b);\n')
    (tmp_path / "x.css").write_text("/* words\n over lines */\np { color: red; }\n")
    folder = Folder(tmp_path)
    paths = {"css/app.css": (folder, "app.css"), "css/x.css": (folder, "x.css")}
    assert join_sheet(paths, "css/app.css") == "@layer a, b;\n@layer b {\np { color: red; }\n}\n"


def test_a_large_file_is_compressed_quickly_and_a_small_one_as_far_as_it_goes(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(
        storage.brotli, "compress", lambda data, quality: seen.append(quality) or data
    )
    for size in (storage.LARGE, storage.LARGE + 1):
        storage.QuickCompressor.compress_brotli(b"x" * size)
    assert seen == [11, 9]


def test_only_what_pages_name_is_compressed(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(
        storage.CompressedManifestStaticFilesStorage,
        "compress_files",
        lambda _self, paths: seen.append(paths) or [],
    )
    kept = storage.JoinedManifestStorage.__new__(storage.JoinedManifestStorage)
    kept.hashed_files = {"a.js": "a.0123.js"}
    assert list(kept.compress_files({"a.js", "a.0123.js"})) == []
    assert seen == [{"a.0123.js"}]
