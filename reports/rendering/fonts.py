"""The typefaces of documents: Inter and Thai cut at set-up, Chinese from the system."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def font_faces() -> str:
    """Return the font-face rules with absolute file addresses.

    Raises:
        FileNotFoundError: the typefaces were not made at set-up.
    """
    folder = font_folder()
    faces = []
    for family, stem in (("Inter", "inter"), ("Noto Sans Thai", "noto-sans-thai")):
        for weight in (400, 600):
            file = folder / f"{stem}-{weight}.ttf"
            if not file.exists():
                message = f"{file.name} is missing: run `make setup`"
                raise FileNotFoundError(message)
            faces.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};'
                f'src:url("{file.as_uri()}") format("truetype")}}'
            )
    return "\n".join(faces)


def font_folder() -> Path:
    """Return the folder of the typefaces made at set-up."""
    for folder in settings.STATICFILES_DIRS:
        if (Path(folder) / "fonts" / "inter-400.ttf").exists():
            return Path(folder) / "fonts"
    return Path(settings.STATICFILES_DIRS[-1]) / "fonts"
