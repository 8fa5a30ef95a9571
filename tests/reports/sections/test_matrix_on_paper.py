"""The matrix on paper: cells that add up, figures on a border, gaps without an answer."""

from __future__ import annotations

import pytest

from assessment.models import Answer
from core import clock
from packs.schema import Framework
from reports.rendering.layout import draw
from reports.rendering.pdf import print_document
from reports.sections.gathering import gather
from tests.factories.assessment_runs import flagship, make_run
from tests.markup import text_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDING = "1.1.0"
PRINT = "b41f7c029ae5" + "0" * 52


@pytest.fixture
def questions(db):
    return [leaf.id for leaf in flagship(ADDING).read(Framework).leaves]


def markup(plant, language="en"):
    content = gather(plant, "blueprint", number=1, now=clock.now()).as_plain()
    return draw(content, kind="blueprint", language=language, fingerprint=PRINT)


def test_a_plant_below_three_is_not_printed_at_three(scoped, questions):
    """All 3 but DG-13 at 1: 2.968; through to the text of the PDF."""
    levels = {**dict.fromkeys(questions, 3), "DG-13": 1}
    make_run(scoped.plant, levels, dict.fromkeys(questions, 3), signed=True, release="1.0.0")
    html = markup(scoped.plant)
    assert "2.97" in text_of(html)
    data = print_document(html, identifier=PRINT).data
    import io

    import pypdf

    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    words = " ".join(pages.split())
    assert "2.97" in words
    assert "readiness 3.0" not in words
    assert "Overall 2.97 3.00 0.03" in words


@pytest.mark.parametrize(
    ("language", "head", "mark"),
    [("en", "Plant-wide", "1 q."), ("zh-hans", "全厂", "1题"), ("bilingual", "Plant-wide", "1 q.")],
)
def test_cells_that_add_up_say_what_they_rest_on(scoped, questions, language, head, mark):
    make_run(scoped.plant, dict.fromkeys(questions, 2), signed=True, release=ADDING)
    words = text_of(markup(scoped.plant, language))
    assert head in words
    assert mark in words


def test_cells_of_the_older_release_say_that_they_do_not_add_up(scoped, questions):
    make_run(scoped.plant, dict.fromkeys(questions, 2), signed=True, release="1.0.0")
    words = text_of(markup(scoped.plant))
    assert "Cells include plant-wide answers and do not add up to the row." in words
    assert "Plant-wide" not in words


def test_what_the_score_leaves_out_is_printed(scoped, questions):
    run = make_run(scoped.plant, dict.fromkeys(questions, 2), release=ADDING)
    Answer.objects.filter(assessment=run, question="SA-09").update(value=None, target=4)
    Answer.objects.filter(assessment=run, question="SA-08").update(
        value=None, not_applicable=True, reason="no such process"
    )
    words = text_of(markup(scoped.plant))
    assert "1 target has no answer yet; how far away it is, cannot be told. SA-09" in words
    assert "no answer yet" in words
    assert "does not apply" in words
