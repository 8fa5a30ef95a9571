"""The version of the layout is made of what shapes a document, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.template import Template, TemplateSyntaxError, engines
from django.utils.translation import override, trans_real

from reports.rendering import version
from reports.rendering.fonts import font_folder
from reports.rendering.layout import draw
from tests.architecture.test_sizes import ROOT

CHINESE = "zh-hans"
SHAPES = (
    "core/templatetags/ui.py",
    "charts/svg/marks.py",
    "indicators/selectors/wording.py",
    "reports/sections/roadmap/drawings.py",
    "reports/templatetags/print.py",
    "templates/reports/pdf/document.html",
    "templates/reports/sections/roadmap.html",
    "static/css/pdf.css",
    "static/css/pdf-summary.css",
    "static/css/tokens.css",
)
SHAPES_NOTHING = (
    "questionnaire/views/questions.py",
    "core/middleware.py",
    "organizations/models/user.py",
    "reports/sections/gathering.py",
    "reports/sections/roadmap/collect.py",
    "reports/views/listing.py",
    "templates/base.html",
    "templates/reports/report_list.html",
    "static/css/app.css",
)
FAMILIES = {"models", "services", "views", "forms", "access", "tasks", "middleware"}


def fresh() -> str:
    version.template_version.cache_clear()
    return version.template_version()


@pytest.fixture
def change(monkeypatch):
    """Return a function after which a file of the product reads as if somebody had edited it."""
    read = Path.read_bytes

    def act(*paths: Path) -> None:
        assert all(path.exists() for path in paths)
        monkeypatch.setattr(Path, "read_bytes", lambda self: read(self) + b"\n" * (self in paths))

    yield act
    monkeypatch.undo()
    version.template_version.cache_clear()


@pytest.fixture
def reword():
    """Return a function that gives a text another Chinese; afterwards it has its own again."""
    catalog = trans_real.translation(CHINESE)._catalog
    before = {}

    def act(text: str) -> None:
        before.setdefault(text, catalog[text])
        catalog[text] = f"{before[text]}！"

    yield act
    for text, chinese in before.items():
        catalog[text] = chinese
    version.template_version.cache_clear()


@pytest.fixture(scope="module")
def pages():
    return version.templates(version.printed())


@pytest.fixture(scope="module")
def modules(pages):
    return version.house_modules([*version.DRAWING, *version.tag_modules(pages.values())])


@pytest.fixture(scope="module")
def marks(modules, pages):
    return version.marks(modules.values(), pages.values())


@pytest.fixture(scope="module")
def before() -> str:
    return fresh()


def test_version_is_computed_once():
    first = fresh()
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert version.template_version() is first
    assert version.template_version.cache_info().misses == 1


@pytest.mark.parametrize("name", SHAPES)
def test_edit_of_what_shapes_a_document_changes_the_version(change, before, name):
    change(ROOT / name)
    assert fresh() != before


def test_another_typeface_changes_the_version(change, before):
    change(font_folder() / "inter-600.ttf")
    assert fresh() != before


def test_edit_of_anything_else_keeps_the_version(change, before):
    change(*(ROOT / name for name in SHAPES_NOTHING))
    assert fresh() == before


@pytest.mark.parametrize(
    "text",
    [
        "%(n)s overdue",  # a template's
        "Widest gap: %(dimension)s, %(gap)s below its target",  # a drawing's
        "The last reading is on the target path",  # another app's
    ],
)
def test_another_printed_word_changes_the_version(reword, before, text):
    reword(text)
    assert fresh() != before


def test_another_word_of_a_screen_keeps_the_version(reword, before, marks):
    """Most words are for screens only; a whole catalog of them may change."""
    printed = {text for mark in marks for text in mark[1:]}
    screen = [
        entry.msgid
        for app in ("overview", "organizations", "assessment", "reports")
        for entry in polib.pofile(str(ROOT / "locale" / app / "zh_Hans/LC_MESSAGES/django.po"))
        if not entry.msgctxt and not entry.msgid_plural and entry.msgid not in printed
    ]
    assert len(screen) > 500
    for text in screen:
        reword(text)
    assert fresh() == before


def test_every_template_of_documents_is_found_and_used(pages):
    folder = ROOT / "templates"
    there = {
        path.relative_to(folder).as_posix()
        for name in ("pdf", "sections")
        for path in (folder / "reports" / name).rglob("*.html")
    }
    mine = {page for page in pages if page.startswith("reports/")}
    assert mine == there
    words = (
        "_driver",
        "_lack",
        "_nominal",
        "_payback",
        "_promise_share",
        "_promise_word",
        "_rate",
        "_reckoned",
    )  # the page of the business case has them too
    shared = {"roadmap/_left_out.html", "roadmap/_unstated.html"}  # as those of the roadmap
    assert set(pages) - mine == shared | {f"returns/{name}.html" for name in words}


def test_modules_found_draw_and_read_nothing(modules):
    assert {name for name in modules if FAMILIES & set(name.split("."))} == set()


class Listening:
    """A catalog that notes what is looked up."""

    def __init__(self, catalog) -> None:
        self.catalog = catalog
        self.heard = set()

    def plural(self, key, number):
        self.heard.add(key)
        return self.catalog.plural(key, number)

    def get(self, key, default=None):
        self.heard.add(key[0] if isinstance(key, tuple) else key)
        return self.catalog.get(key, default)

    def __getitem__(self, key):
        self.heard.add(key[0] if isinstance(key, tuple) else key)
        return self.catalog[key]


@pytest.mark.slow
@pytest.mark.django_db
def test_every_word_that_is_printed_was_found(contents, marks, monkeypatch):
    """Draw every document and listen: nothing may be worded that the version does not know."""
    own = {
        f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        for path in ROOT.glob("locale/*/zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
    }
    translation = trans_real.translation(CHINESE)
    listening = Listening(translation._catalog)
    monkeypatch.setattr(translation, "_catalog", listening)
    for (_, kind), content in contents.items():
        draw(content, kind=kind, language=CHINESE, fingerprint="0" * 64)
    known = {
        f"{mark[1]}\x04{mark[2]}" if mark[0].endswith("pgettext") else mark[1] for mark in marks
    }
    assert len(listening.heard & own) > 100
    assert (listening.heard & own) - known == set()


def test_template_named_by_a_variable_is_refused(monkeypatch):
    page = Template("{% include name %}", engine=engines["django"].engine)
    loaded = type("Loaded", (), {"template": page})
    monkeypatch.setattr(engines["django"], "get_template", lambda name: loaded)
    with pytest.raises(TemplateSyntaxError, match="by a variable"):
        version.templates(["page.html"])


def test_words_of_a_template():
    page = Template(
        '{% translate "Plain" %}{% translate "May" context "month" as may %}'
        "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
        "{% blocktranslate with a=b trimmed %}It's (one)\n of {{ a }}{% endblocktranslate %}"
        '{{ value|default:_("None") }}{# {% translate "Comment" %} #}',
        engine=engines["django"].engine,
    )
    assert version.marked_in(page) == {
        ("gettext", "Plain"),
        ("pgettext", "month", "May"),
        ("ngettext", "%(n)s row", "%(n)s rows"),
        ("gettext", "It's (one) of %(a)s"),
        ("gettext", "None"),
    }


def test_words_of_a_module():
    source = """
_("Plain")
gettext_lazy("Late, " "in two pieces")
pgettext_lazy("month", "May")
ngettext("%(n)s row", "%(n)s rows", len(rows))
npgettext("c", "one", "many", 2)
gettext_noop("Noted")
_(name)
print("not marked")
"""
    assert version.read_module(source.encode()).marks == {
        ("gettext", "Plain"),
        ("gettext", "Late, in two pieces"),
        ("pgettext", "month", "May"),
        ("ngettext", "%(n)s row", "%(n)s rows"),
        ("npgettext", "c", "one", "many"),
        ("gettext", "Noted"),
    }


@pytest.mark.parametrize(
    "mark",
    [
        ("gettext", "Plain"),
        ("pgettext", "month", "May"),
        ("ngettext", "%(n)s row", "%(n)s rows"),
        ("npgettext", "c", "one", "many"),
    ],
)
def test_every_kind_of_mark_can_be_looked_up(mark):
    with override("en"):
        assert version.LOOKUPS[mark[0]](*mark[1:]) == mark[-1]
