"""`manage.py render`: a plant's document as a file, without queue and without a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.base import every_row, tenant
from core.disk import NO_FILE, write_whole
from organizations.models import Plant
from reports.domain.fingerprint import fingerprint
from reports.models import Report
from reports.rendering.fonts import FontsMissingError
from reports.rendering.layout import draw
from reports.rendering.pdf import print_document
from reports.rendering.slides.deck import draw_deck
from reports.rendering.version import template_version
from reports.sections.gathering import gather
from reports.sections.kinds import KINDS as SECTIONS_OF

KINDS = {
    "blueprint": Report.Kind.BLUEPRINT,
    "assessment-report": Report.Kind.ASSESSMENT,
    "indicator-baseline": Report.Kind.INDICATOR_BASELINE,
    "board-page": Report.Kind.BOARD_PAGE,
    "implementation-roadmap": Report.Kind.IMPLEMENTATION,
    "budget-plan": Report.Kind.BUDGET_PLAN,
    "board-deck": Report.Kind.BOARD_DECK,
}
BAD_INPUT = 2


def _made(content: dict[str, Any], kind: str, language: str, digest: str) -> tuple[bytes, int]:
    """Return the file of a document and the number of its pages or slides."""
    if SECTIONS_OF[kind].is_deck:
        return draw_deck(content, kind=kind, language=language, fingerprint=digest)
    text = draw(content, kind=kind, language=language, fingerprint=digest)
    printed = print_document(text, identifier=digest)
    return printed.data, printed.pages


class Command(BaseCommand):
    """Renders a document of a plant as its data stand now."""

    help = "Render a document of a plant into a PDF file, the board deck into a PPTX file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare kind, plant, language and file."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("--plant", required=True, metavar="SLUG")
        parser.add_argument("--language", choices=Report.Language.values, default="en")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Write the file under a temporary name first, then rename it."""
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"no such folder: {out.parent}", returncode=BAD_INPUT)
        if not out.name or (out.exists() and not out.is_file()):
            raise CommandError(f"cannot write {out}: {NO_FILE}", returncode=BAD_INPUT)
        rows = every_row(Plant).select_related("organization", "owner")
        plant = rows.filter(slug=options["plant"]).first()
        if plant is None:
            raise CommandError(f"no such plant: {options['plant']}", returncode=BAD_INPUT)
        kind, language = KINDS[options["kind"]], options["language"]
        with tenant(plant.organization_id):
            number = Report.objects.filter(plant=plant, kind=kind).count() + 1
            document = gather(plant, kind, number=number, now=clock.now())
            content = document.as_plain()
        digest = fingerprint(content, template_version=template_version(), language=language)
        try:
            data, pages = _made(content, kind, language, digest)
            write_whole(out, data)
        except FontsMissingError as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        except OSError as error:
            raise CommandError(
                f"cannot write {out}: {error.strerror}", returncode=BAD_INPUT
            ) from error
        self.stdout.write(f"{out}: {pages} pages, {len(data)} bytes, {digest}")
