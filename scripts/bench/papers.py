"""Blueprints: printed here against WeasyPrint alone, or asked for and waited for. JSON out.

LANDFALL_VAR=… python -m bench.papers print 10
LANDFALL_VAR=… python -m bench.papers queue 10    # while the product runs
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after the set-up
from django.db.models import Q  # noqa: E402 -- after the set-up
from django_scopes import scopes_disabled  # noqa: E402

from bench.dense import dense_plant  # noqa: E402
from core import clock  # noqa: E402
from core.base import tenant  # noqa: E402
from organizations.models import Membership, Plant  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.tasks import request_report  # noqa: E402

PATIENCE = 1800  # seconds until all documents are there


def plants(count: int) -> list[Plant]:
    """Return so many dense plants: the one that was filled up, and its copies."""
    with scopes_disabled():
        dense = dense_plant()
        wanted = Q(pk=dense.pk) | Q(slug__startswith="dense-")
        rows = Plant.objects.filter(wanted, organization=dense.organization_id)
        return list(rows.select_related("organization", "owner").order_by("slug")[:count])


def printed(count: int) -> dict[str, Any]:
    """Return the processor seconds of so many blueprints, ours and WeasyPrint's alone.

    Ours has the loading of the printer in it. WeasyPrint alone sets the same HTML with the same
    style sheets and writes the same two files.
    """
    began = time.process_time()
    from reports.rendering import layout, pdf, version  # noqa: PLC0415 -- slow import, measured
    from reports.sections.gathering import gather  # noqa: PLC0415 -- slow import

    ours, alone, pages = time.process_time() - began, 0.0, []
    for plant in plants(count):
        began = time.process_time()
        with tenant(plant.organization_id):
            document = gather(plant, Report.Kind.BLUEPRINT, number=1, now=clock.now())
        mark = version.template_version()
        text = layout.draw(
            document.as_plain(), kind=Report.Kind.BLUEPRINT, language="en", fingerprint=mark
        )
        pages.append(pdf.print_document(text, identifier=mark).pages)
        ours += time.process_time() - began
        began = time.process_time()
        weasyprint_alone(pdf, text)
        alone += time.process_time() - began
    return {"ours": ours, "alone": alone, "pages": pages}


def weasyprint_alone(pdf: Any, text: str) -> None:
    """Print markup as WeasyPrint's own guide says."""
    fonts = pdf.FontConfiguration()
    html = pdf.HTML(string=text, base_url=str(settings.BASE_DIR))
    styles = pdf.CSS(string=pdf.font_faces() + pdf._styles(), font_config=fonts)  # noqa: SLF001 -- the same sheets
    document = html.render(stylesheets=[styles], font_config=fonts)
    for variant in pdf.VARIANTS:
        document.write_pdf(pdf_variant=variant, pdf_identifier=b"bench", full_fonts=False)


def queued(count: int) -> dict[str, Any]:
    """Ask for so many blueprints at once and wait until they are there."""
    found = plants(count)
    with tenant(found[0].organization_id):
        group = Membership.objects.filter(plant=None, role="cio").select_related("user")
        by = group[0].user
        asked = [
            request_report(plant=plant, kind=Report.Kind.BLUEPRINT, language="en", by=by).pk
            for plant in found
        ]
        rows = Report.objects.filter(pk__in=asked)
        until = time.monotonic() + PATIENCE
        while rows.filter(state__in=("queued", "rendering")).exists():
            if time.monotonic() > until:
                sys.exit("the documents are not there in time")
            time.sleep(0.5)
        return {"ready": rows.filter(state="ready").count(), "asked": len(asked)}


if __name__ == "__main__":
    work = {"print": printed, "queue": queued}[sys.argv[1]]
    print(json.dumps(work(int(sys.argv[2]))))
