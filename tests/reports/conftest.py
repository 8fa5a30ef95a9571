"""One rich and one empty plant, read once for all languages."""

from __future__ import annotations

import datetime as dt
import gc
import io
import json

import pypdf
import pytest
from django.db import transaction
from django_scopes import scopes_disabled

from core import clock
from core.base import tenant
from organizations.selectors.places import plant_today
from reports.rendering.layout import draw
from reports.rendering.pdf import print_pages, set_pages
from reports.sections.gathering import gather
from tests.factories.organizations import PlantFactory, UserFactory
from tests.factories.reports import rich_plant
from tests.reports.paper import LANGUAGES, Paper
from tests.reports.raw import raw_figures

KPI = "indicator_baseline"
KINDS = (
    *("blueprint", "assessment", KPI, "board_page", "implementation", "budget_plan"),
    "board_deck",
)
PRINT = "b41f7c029ae5" + "0" * 52
DAY = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)  # what is behind or due is so on this day


def frozen(plant, kind):
    with tenant(plant.organization_id):
        document = gather(plant, kind, number=3, now=clock.now())
    return json.loads(json.dumps(document.as_plain()))


@pytest.fixture(scope="session")
def gathered(django_db_setup, django_db_blocker):
    """Content of every kind for a rich and an empty plant, and the figures of the rich one.

    The rows are rolled back.
    """

    with clock.starting(DAY), django_db_blocker.unblock(), transaction.atomic():
        with scopes_disabled():
            plant = PlantFactory(name="Bình Dương", slug="binh-duong-test", city="Thủ Dầu Một")
        by = UserFactory(name="Nguyễn Thị Ánh")
        found = {("empty", kind): frozen(plant, kind) for kind in KINDS}
        with tenant(plant.organization_id):
            rich_plant(plant, by)
        found |= {("rich", kind): frozen(plant, kind) for kind in KINDS}
        with tenant(plant.organization_id):
            figures = raw_figures(plant, plant_today(plant))
        transaction.set_rollback(True)
    return found, figures


@pytest.fixture(scope="session")
def contents(gathered):
    """Content of every kind for a rich and an empty plant."""
    return gathered[0]


@pytest.fixture(scope="session")
def raw(gathered):
    """The figures of the rich plant, counted from its rows."""
    return gathered[1]


@pytest.fixture(scope="session")
def lay(contents):
    """Return a function that sets a document into pages once per session."""
    made = {}

    def act(who: str, kind: str, form: str, known=contents):
        key = (who, kind, form)
        if key not in made:
            markup = draw(known[who, kind], kind=kind, language=form, fingerprint=PRINT)
            made[key] = markup, set_pages(markup)
            gc.freeze()  # else each round of collection goes through millions of boxes
        return made[key]

    return act


@pytest.fixture(scope="session")
def printed(lay):
    """Return a function that prints a document once per session."""
    made = {}

    def act(*key: str):
        if key not in made:
            markup, document = lay(*key)
            made[key] = markup, print_pages(document, identifier=PRINT)
        return made[key]

    return act


@pytest.fixture(scope="session")
def read(printed):
    """Return a function that opens a printed document."""

    def act(*key: str) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(printed(*key)[1].data))

    return act


@pytest.fixture(scope="session")
def words(read):
    """Return a function that gives the text of a document with single spaces."""

    def act(*key: str) -> str:
        text = " ".join(page.extract_text() for page in read(*key).pages)
        return " ".join(text.replace("\u00a0", " ").split())

    return act


@pytest.fixture(scope="session")
def drawn(contents):
    """Return a function that draws a document of the rich plant once per language."""
    made = {}

    def act(kind: str, language: str) -> Paper:
        if (kind, language) not in made:
            text = draw(contents["rich", kind], kind=kind, language=language, fingerprint=PRINT)
            made[kind, language] = Paper(text, language)
        return made[kind, language]

    return act


@pytest.fixture(params=LANGUAGES)
def paper(request, drawn):
    """The blueprint in each language."""
    return drawn("blueprint", request.param)


@pytest.fixture(params=(*LANGUAGES, "bilingual"))
def form(request, drawn):
    """The blueprint in each language form."""
    return drawn("blueprint", request.param)


@pytest.fixture(params=LANGUAGES)
def baseline(request, drawn):
    """The KPI baseline in each language."""
    return drawn(KPI, request.param)
