"""Picture every page of every document of the plants in a database, with what is wrong on them.

    python scripts/contact_sheets.py FOLDER                    # plants of DATABASE_URL
    python scripts/contact_sheets.py FOLDER --extremes         # an empty, a huge, a long-named plant
    python scripts/contact_sheets.py FOLDER --only johor.*zh   # documents whose name matches

Each document gets its PDF, a sheet of its pages, and each page with a fault in full size. Exit
status 1 if a page overflows, is nearly empty, has a clipped drawing or a lost glyph. Nothing is
stored: plants made for it are rolled back.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from PIL import Image  # noqa: E402

from core import clock  # noqa: E402
from core.base import every_row, tenant  # noqa: E402
from organizations.models import Plant  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.rendering.layout import draw  # noqa: E402
from reports.rendering.pdf import VARIANTS, set_pages  # noqa: E402
from reports.sections.gathering import gather  # noqa: E402
from tests.reports.pages import Fault, drawing_faults, glyph_faults, page_faults  # noqa: E402

FINGERPRINT = "b41f7c029ae5" + "0" * 52
THUMB, COLUMNS, GAP = 420, 6, 8
RESOLUTION = 100


def plants(*, extremes: bool) -> Iterator[Plant]:
    """Yield the plants to picture: those that are there, or three made for it."""
    if extremes:
        from tests.factories.report_extremes import extreme_plants  # noqa: PLC0415 -- slow import

        yield from extreme_plants()
    else:
        yield from every_row(Plant).select_related("organization", "owner").order_by("pk")


def picture(plant: Plant, folder: Path, only: re.Pattern[str]) -> list[str]:
    """Write the documents of a plant and return what is wrong with them."""
    told = []
    for kind in Report.Kind.values:
        names = {form: f"{plant.slug}-{kind}-{form}" for form in Report.Language.values}
        if not any(only.search(name) for name in names.values()):
            continue
        with tenant(plant.organization_id):
            content = gather(plant, kind, number=3, now=clock.now()).as_plain()
        for form, name in names.items():
            if only.search(name):
                begun = time.monotonic()
                markup = draw(content, kind=kind, language=form, fingerprint=FINGERPRINT)
                faults = write(folder, name, markup)
                took = time.monotonic() - begun
                print(f"{name}: {took:.1f} s, {len(faults)} faults", flush=True)
                told += [f"{name} {fault}" for fault in faults]
    return told


def write(folder: Path, name: str, markup: str) -> list[Fault]:
    """Write one document with its sheet and return its faults."""
    (folder / f"{name}.html").write_text(markup, encoding="utf-8")
    document = set_pages(markup)
    data = document.write_pdf(pdf_variant=VARIANTS[0], full_fonts=False)
    file = folder / f"{name}.pdf"
    file.write_bytes(data)
    faults = [*page_faults(document), *drawing_faults(markup), *glyph_faults(data)]
    pages = folder / name
    pages.mkdir(exist_ok=True)
    for old in pages.glob("*.png"):
        old.unlink()
    stem = str(pages / "p")
    subprocess.run(["pdftoppm", "-png", "-r", str(RESOLUTION), str(file), stem], check=True)
    sheet(sorted(pages.glob("p-*.png")), {fault.page for fault in faults}).save(
        folder / f"{name}.png"
    )
    return faults


def sheet(files: list[Path], marked: set[int]) -> Image.Image:
    """Return the pages side by side, those with a fault framed."""
    thumbs = []
    for number, file in enumerate(files, start=1):
        with Image.open(file) as page:
            high = round(page.height * THUMB / page.width)
            thumb = Image.new("RGB", (THUMB + 6, high + 6), "red" if number in marked else "gray")
            thumb.paste(page.resize((THUMB, high)), (3, 3))
            thumbs.append(thumb)
    wide, high = thumbs[0].size
    rows = -(-len(thumbs) // COLUMNS)
    whole = Image.new(
        "RGB", (min(len(thumbs), COLUMNS) * (wide + GAP), rows * (high + GAP)), "white"
    )
    for place, thumb in enumerate(thumbs):
        whole.paste(thumb, (place % COLUMNS * (wide + GAP), place // COLUMNS * (high + GAP)))
    return whole


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--extremes", action="store_true", help="plants made for it")
    parser.add_argument("--only", type=re.compile, default=re.compile(""), metavar="PATTERN")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    told: list[str] = []
    with transaction.atomic():
        for plant in plants(extremes=options.extremes):
            told += picture(plant, options.folder, options.only)
        transaction.set_rollback(True)
    (options.folder / "faults.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
