"""HTML to PDF: tagged, bookmarked, with the same bytes for the same input."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reports.rendering.fonts import font_faces, font_folder
from reports.rendering.styles import style_files

VARIANTS = ("pdf/ua-1", "pdf/a-3a")
FOOTNOTES = re.compile(r"^::(?:footnote|note)-.*$", re.MULTILINE)


# A drawing up to its first mark; a picture.
FIGURES = re.compile(r"<svg\b[^>]*>\s*(?:<title>[^<]*</title>)?|<img\b[^>]*>")
NAMED_DRAWING = re.compile(r"<svg\b[^>]*>\s*<title>\s*[^<\s][^<]*</title>")
NAMED_PICTURE = re.compile(r"""<img\b[^>]*\balt=["'][^"']*[^"'\s]""")


class UnnamedFigureError(ValueError):
    """A figure has no alternative text."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Reads our typefaces and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Fetch a typeface or an inline picture.

        Raises:
            ValueError: the address is anything else.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        # The file that would be read decides, links and encoded dots followed, and that one is read.
        file = Path(unquote(parts.path)).resolve()
        is_local = parts.scheme == "file" and not parts.netloc
        if is_local and file.is_relative_to(font_folder().resolve()):
            return super().fetch(file.as_uri(), headers)
        message = "documents may read their own typefaces only"
        raise ValueError(message)


class Document(HTML):  # type: ignore[misc]  # the library has no types
    """A document without footnotes: their marks are computed for every element and cost a fifth."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002, FBT001, FBT002
        return [_plain_stylesheet()]


@lru_cache(maxsize=1)
def _plain_stylesheet() -> CSS:
    text = (Path(weasyprint.__file__).parent / "css" / "html5_ua.css").read_text(encoding="utf-8")
    return CSS(string=FOOTNOTES.sub("", text))


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document.

    Attributes:
        data: the file for reading, PDF/UA-1.
        archive: the same pages for keeping, PDF/A-3a.
        pages: how many.
    """

    data: bytes
    archive: bytes
    pages: int


def print_document(markup: str, *, identifier: str) -> Printed:
    """Print markup as a tagged PDF, once for reading and once for the archive.

    The pages are set once; writing them a second time costs little.

    Args:
        markup: the whole document.
        identifier: fingerprint of content, layout and language; becomes the PDF's own id, so
            that the same document has the same bytes.

    Returns:
        Both files and the number of pages.
    """
    with _collecting_later():
        return print_pages(set_pages(markup), identifier=identifier)


def print_pages(document: Any, *, identifier: str) -> Printed:
    """Write pages that are set; arguments and result as of `print_document`."""
    reading, archive = (
        document.write_pdf(
            pdf_variant=variant, pdf_identifier=identifier.encode(), full_fonts=False
        )
        for variant in VARIANTS
    )
    return Printed(reading, archive, len(document.pages))


def set_pages(markup: str) -> Any:
    """Set markup into pages.

    Returns:
        WeasyPrint's document: its pages with every box on them.

    Raises:
        UnnamedFigureError: a drawing has no words for those who cannot see it.
    """
    refuse_unnamed(markup)
    fonts = FontConfiguration()
    html = Document(string=markup, base_url=str(settings.BASE_DIR), url_fetcher=OwnFilesOnly())
    sheets = [CSS(string=font_faces() + _styles(), font_config=fonts)]
    return html.render(stylesheets=sheets, font_config=fonts)


def refuse_unnamed(markup: str) -> None:
    """Refuse markup in which a figure has no alternative text.

    Raises:
        UnnamedFigureError: a drawing without a title, or a picture without words.
    """
    for found in FIGURES.finditer(markup):
        if not (NAMED_DRAWING.match(found[0]) or NAMED_PICTURE.search(found[0])):
            raise UnnamedFigureError(found[0][:120])


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Collect garbage after the document: millions of live boxes make every round cost a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=1)
def _styles() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in style_files())
