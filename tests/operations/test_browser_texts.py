"""The browser's translations as files that `collectstatic` finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from config import texts
from core.templatetags.ui import texts_address


@pytest.mark.parametrize(("code", "words"), [("en", "gettext"), ("zh-hans", "\\u5c1a\\u672a")])
def test_each_language_has_its_file(code, words):
    found = finders.find(f"texts/{code}.js")
    assert words in Path(found).read_text(encoding="utf-8")
    with translation.override(code):
        assert texts_address() == f"/static/texts/{code}.js"


def test_the_scripts_of_every_page_stand_behind_the_words():
    found = Path(finders.find("texts/en.js")).read_text(encoding="utf-8")
    places = [
        found.index(f"\n{Path(finders.find(f'js/{name}.js')).read_text()}")
        for name in texts.SCRIPTS
    ]
    assert places == sorted(places)
    assert found.index("gettext") < places[0]


@pytest.mark.parametrize("name", texts.SCRIPTS)
def test_a_script_of_every_page_is_a_function_that_runs_at_once(name):
    """Else two of them in one file could give a name twice."""
    text = Path(finders.find(f"js/{name}.js")).read_text(encoding="utf-8")
    body = text[text.index("*/") + 2 :].strip().removeprefix('"use strict";').strip()
    assert body.startswith("(() => {")
    assert body.endswith("})();")
    assert [line for line in body.splitlines() if line[:1].strip()] == ["(() => {", "})();"]


def test_what_says_the_same_keeps_its_time():
    texts.write_catalogs()
    file = texts.FOLDER / "texts" / "en.js"
    before = file.stat().st_mtime_ns
    names = [name for name, _storage in texts.TextsFinder().list(None)]
    assert sorted(names) == ["texts/en.js", "texts/zh-hans.js"]
    assert file.stat().st_mtime_ns == before
    file.write_text("old")
    texts.write_catalogs()
    assert file.read_text() != "old"
    assert texts.TextsFinder().find("css/app.css") == []
