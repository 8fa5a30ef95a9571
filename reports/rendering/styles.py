"""The style sheets of documents; read by the renderer and by what knows the layout's version."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

STYLES = ("css/tokens.css", "css/pdf.css", "css/pdf-summary.css")


def style_files() -> list[Path]:
    """Return the style sheets of documents in their order."""
    return [Path(settings.BASE_DIR) / "static" / name for name in STYLES]
