"""Cut the typefaces and Plotly's stylesheet into `var/assets`; run once at set-up.

Nothing third-party is committed: the sources come from the installed packages. A stamp file
holds a digest of the inputs, so a second run does nothing.

    python scripts/build_assets.py [--force]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "frac", "zero"]
OPTICAL_SIZE = 14
WEIGHTS = {400: "Regular", 600: "SemiBold"}


@dataclass(frozen=True)
class Cut:
    """One browser file and the characters it holds; the ranges also stand in the CSS."""

    name: str
    ranges: str


# In this order in the CSS: the browser takes the last face that holds a character.
CUTS = (
    Cut(
        "languages",
        "U+0100-0107,U+010C-0113,U+0116-011B,U+011E-011F,U+0130-0131,U+0139-013E,"
        "U+0141-0148,U+0150-0155,U+0158-015B,U+015E-0165,U+016A-016B,U+016E-0173,"
        "U+0178-017E,U+0218-021B,U+20B4,U+20B9,U+20BA,U+20BD,U+0E3F",
    ),
    Cut(
        "latin",
        "U+0000-00FF,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,"
        "U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+FEFF,U+FFFD",
    ),
    Cut(
        "vietnamese",
        "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
        "U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+1EA0-1EF9,U+20AB",
    ),
)


def characters(cuts: Iterable[Cut]) -> list[int]:
    """Return the code points of some cuts."""
    return [point for cut in cuts for point in parse_unicodes(cut.ranges.replace("U+", ""))]


def cut_font(source: Path, points: Iterable[int]) -> TTFont:
    """Keep only some characters of a font; hinting goes, layout features stay."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    return font


def rename(font: TTFont, family: str, style: str, weight: int) -> None:
    """Give a static cut its own name, so that the PDF writer tells the weights apart."""
    names = {1: f"{family} {style}", 2: "Regular", 4: f"{family} {style}", 6: f"{family}-{style}"}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def browser_fonts(source: Path, target: Path) -> str:
    """Write the woff2 files and return their CSS."""
    rules = []
    for cut in CUTS:
        font = cut_font(source, characters([cut]))
        font = instancer.instantiateVariableFont(
            font, {"opsz": OPTICAL_SIZE, "wght": (400, 700)}, inplace=True
        )
        font.flavor = "woff2"
        font.save(target / f"inter-{cut.name}.woff2")
        rules.append(
            "@font-face{font-family:Inter;font-weight:400 700;font-style:normal;font-display:swap;"
            f'src:url("inter-{cut.name}.woff2") format("woff2");unicode-range:{cut.ranges}}}'
        )
    return "\n".join(rules) + "\n"


def print_fonts(source: Path, target: Path, family: str, points: Iterable[int] | None) -> None:
    """Write the static regular and semi-bold cuts for PDFs."""
    stem = family.lower().replace(" ", "-")
    for weight, style in WEIGHTS.items():
        font = cut_font(source, points) if points is not None else TTFont(source)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        wanted = {"wght": weight, "opsz": OPTICAL_SIZE, "wdth": 100}
        limits = {tag: wanted.get(tag, default) for tag, default in axes.items()}
        font = instancer.instantiateVariableFont(font, limits, inplace=True)
        rename(font, family, style, weight)
        font.save(target / f"{stem}-{weight}.ttf")


def print_css() -> str:
    """Return the faces of the PDF, with file names beside this sheet."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url("{family.lower().replace(" ", "-")}-{weight}.ttf") format("truetype")}}\n'
        for family in ("Inter", "Noto Sans Thai")
        for weight in WEIGHTS
    )


def plotly_style(bundle: str) -> str:
    """Cut the stylesheet out of Plotly's bundle, which would insert it inline and break the CSP.

    Args:
        bundle: Text of `plotly.min.js`.

    Returns:
        The rules as a static stylesheet.

    Raises:
        ValueError: If the bundle no longer holds the rules in the known form.
    """
    start = bundle.find('"X,X div":')
    if start < 0:
        raise ValueError("The rules are not in the bundle; look for its style object anew.")
    end = bundle.index("}", start)
    pair = re.compile(r'(?:"([^"]+)"|\b([XY]))\s*:\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')')
    rules = []
    for quoted, bare, value in pair.findall(bundle[start:end]):
        selector = re.sub(r"\bX\b", ".js-plotly-plot .plotly", quoted or bare)
        selector = re.sub(r"\bY\b", ".plotly-notifier", selector)
        rules.append(f"{selector}{{{value[1:-1]}}}")
    return "\n".join(rules) + "\n"


def plotly_ids(bundle: str) -> list[str]:
    """Return the ids under which the bundle looks for map styles it would else insert inline."""
    return sorted(set(re.findall(r'getElementById\("([0-9a-f]{64})"\)', bundle)))


def inputs() -> dict[str, Path]:
    """Return the package files everything is cut from."""
    return {
        "inter": Path(str(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf")),
        "thai": next(Path(str(files("fontpkg_noto_sans_thai") / "files")).glob("*Thai[[]*.ttf")),
        "plotly": Path(str(files("plotly") / "package_data" / "plotly.min.js")),
    }


def digest(sources: dict[str, Path]) -> str:
    """Return what changes when an input or this recipe changes."""
    state = hashlib.sha256(Path(__file__).read_bytes())
    state.update(version("fonttools").encode())
    for name, path in sorted(sources.items()):
        state.update(f"{name}:{path.name}:{path.stat().st_size}".encode())
    return state.hexdigest()


def build(target: Path, *, force: bool = False) -> bool:
    """Make all assets.

    Args:
        target: The folder that Django serves as a static folder.
        force: Build although the stamp says nothing changed.

    Returns:
        Whether anything was built.
    """
    sources = inputs()
    stamp, mark = target / ".stamp", digest(sources)
    if not force and stamp.exists() and stamp.read_text() == mark:
        return False
    fonts, plotly = target / "fonts", target / "plotly"
    for folder in (fonts, plotly):
        folder.mkdir(parents=True, exist_ok=True)
    (fonts / "fonts.css").write_text(browser_fonts(sources["inter"], fonts))
    print_fonts(sources["inter"], fonts, "Inter", characters(CUTS))
    print_fonts(sources["thai"], fonts, "Noto Sans Thai", None)
    (fonts / "print.css").write_text(print_css())
    bundle = sources["plotly"].read_text(encoding="utf-8")
    (plotly / "plotly.css").write_text(plotly_style(bundle))
    (plotly / "ids.json").write_text(json.dumps(plotly_ids(bundle)))
    shutil.copyfile(sources["plotly"], plotly / "plotly.min.js")
    stamp.write_text(mark)
    return True


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Cut typefaces and the chart stylesheet.")
    parser.add_argument("--force", action="store_true", help="build although nothing changed")
    folder = Path(os.environ.get("LANDFALL_VAR", ROOT / "var")) / "assets"
    built = build(folder, force=parser.parse_args().force)
    sys.stdout.write(f"assets {'built' if built else 'up to date'} in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
