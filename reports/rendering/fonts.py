"""The typefaces of documents: Inter and Thai cut at set-up, Chinese from the system."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

FACES = tuple(
    (family, weight, f"{stem}-{weight}.ttf")
    for family, stem in (("Inter", "inter"), ("Noto Sans Thai", "noto-sans-thai"))
    for weight in (400, 600)
)


def font_faces() -> str:
    """Return the font-face rules with absolute file addresses.

    Raises:
        FontsMissingError: the typefaces were not made at set-up.
    """
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url("{file.as_uri()}") format("truetype")}}'
        for (family, weight, _), file in zip(FACES, font_files(), strict=True)
    )


class FontsMissingError(FileNotFoundError):
    """The typefaces of documents were not made at set-up, or stand elsewhere."""


def font_files() -> list[Path]:
    """Return the files of the typefaces in the order of their rules.

    Raises:
        FontsMissingError: the typefaces were not made at set-up.
    """
    files = [font_folder() / name for _, _, name in FACES]
    for file in files:
        if not file.exists():
            raise FontsMissingError(f"{file} is missing: run `python3 scripts/setup.py`")
    return files


def font_folder() -> Path:
    """Return the folder of the typefaces made at set-up."""
    for folder in settings.STATICFILES_DIRS:
        if (Path(folder) / "fonts" / "inter-400.ttf").exists():
            return Path(folder) / "fonts"
    return Path(settings.STATICFILES_DIRS[-1]) / "fonts"
