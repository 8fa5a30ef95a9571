"""System checks of the machine: `manage.py check --tag fonts`."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004 -- Django's name

from launcher.system import PDF_NEEDS, install_line, missing
from reports.rendering.fonts import FontsMissingError, font_files


@register("fonts")
def typefaces(app_configs: Any, **options: Any) -> list[CheckMessage]:  # noqa: ARG001 -- Django's signature
    """Say that the typefaces which set-up makes are not where documents look for them."""
    try:
        font_files()
    except FontsMissingError as error:
        hint = "Run `python3 scripts/setup.py` with the same LANDFALL_VAR, or set ASSETS_ROOT."
        return [Warning(f"PDFs cannot be rendered: {error}.", hint=hint, id="landfall.W002")]
    return []


@register("fonts")
def pdf_needs(app_configs: Any, **options: Any) -> list[CheckMessage]:  # noqa: ARG001 -- Django's signature
    """Say which Debian packages are missing for PDFs; pages work without them."""
    absent = missing(PDF_NEEDS)
    if not absent:
        return []
    what = ", ".join(f"{need.package} ({need.purpose})" for need in absent)
    return [
        Warning(
            f"PDFs cannot be rendered on this machine; missing: {what}.",
            hint=install_line(absent),
            id="landfall.W001",
        )
    ]
