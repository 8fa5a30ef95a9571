"""Write the advance widths of the typefaces into `charts/svg/advances.py`.

Drawings place words by them without reading a font; `tests/charts/test_advances.py` holds the
table against the installed fonts. Run it after a new version of Inter or Noto Sans Thai.

    python scripts/font_advances.py
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from build_assets import CUTS, OPTICAL_SIZE, ROOT, characters
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = ROOT / "core" / "charts" / "svg" / "advances.py"
THAI = [point for point in range(0x0E01, 0x0E5C) if point != 0x0E3F]  # the baht is Inter's
SOURCES = (
    ("fontpkg_inter", "Inter[opsz,wght].ttf", characters(CUTS)),
    ("fontpkg_noto_sans_thai", "NotoSansThai[wdth,wght].ttf", THAI),
)
HEAD = '''"""Advance widths of the typefaces, in thousandths of an em: width -> the characters of it.

Made by `scripts/font_advances.py` from Inter {version} and Noto Sans Thai; not edited by hand.
"""

from __future__ import annotations

'''


def measure(package: str, name: str, points: list[int], weight: int) -> dict[int, int]:
    """Return the advance of each character in thousandths of an em.

    Args:
        package: The installed package of the font.
        name: Its file.
        points: Code points wanted; those the font lacks are left out.
        weight: 400 or 600.
    """
    font = TTFont(str(files(package) / "files" / name))
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    wanted = {"wght": weight, "opsz": OPTICAL_SIZE, "wdth": 100}
    limits = {tag: wanted.get(tag, default) for tag, default in axes.items()}
    font = instancer.instantiateVariableFont(font, limits, inplace=True)
    names, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {point: round(1000 * widths[names[point]][0] / em) for point in points if point in names}


def measured(weight: int) -> dict[int, int]:
    """Return the advances of all characters that drawings may hold."""
    return {
        point: width
        for package, name, points in SOURCES
        for point, width in measure(package, name, points, weight).items()
    }


def table(name: str, widths: dict[int, int]) -> str:
    """Return one table as source text."""
    by_width: dict[int, str] = defaultdict(str)
    for point, width in sorted(widths.items()):
        by_width[width] += chr(point)
    rows = "".join(f"    {width}: {text!a},\n" for width, text in sorted(by_width.items()))
    return f"{name} = {{\n{rows}}}\n"


def main() -> int:
    """Write the module."""
    text = HEAD.format(version=version("fontpkg-inter"))
    text += table("REGULAR", measured(400)) + table("SEMI_BOLD", measured(600))
    Path(TARGET).write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", str(TARGET)], check=True)
    sys.stdout.write(f"{TARGET.relative_to(ROOT)} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
