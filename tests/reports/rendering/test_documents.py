"""The printed documents: what they say, in which languages, with which fonts and marks."""

from __future__ import annotations

import copy
import re

import pytest
from pdfua import Severity, validate

from reports.rendering import pdf
from reports.rendering.layout import draw
from reports.rendering.pdf import OwnFilesOnly, print_document
from reports.sections.kinds import BLUEPRINT, START
from tests.reports.conftest import KPI, PRINT

TITLES = [section.title for section in BLUEPRINT.sections if section.title]
LANGUAGES = ("en", "zh-hans", "bilingual")
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("language", LANGUAGES)
def test_blueprint_of_a_rich_plant_is_whole(read, words, language):
    pages = len(read("rich", "blueprint", language).pages)
    assert 16 <= pages <= 40
    text = words("rich", "blueprint", language)
    assert f"{pages} / {pages}" in text
    main = "zh_hans" if language == "zh-hans" else "en"
    for title in TITLES:
        assert getattr(title, main) in text
    assert "b41f 7c02 9ae5" in text
    assert "Nguyễn Thị Ánh" in text
    assert "柔佛新山工厂" in text


def test_english_text_holds_scores_dates_money_and_rate(words, contents):
    text = words("rich", "blueprint", "en")
    ready = contents["rich", "blueprint"]["sections"]["readiness"]["readiness"]
    assert f"{float(ready['score']):.1f} of 5" in text
    assert "Dec 2028" in text
    assert "MYR 16.30 M" in text
    assert "1 MYR = 1.72 CNY" in text
    for line in contents["rich", "blueprint"]["sections"]["roadmap"]["plan"]["initiatives"]:
        assert line["title"]["en"][:18] in text


def test_chinese_text_has_chinese_numbers_and_no_english_sentence(words):
    text = words("rich", "blueprint", "zh-hans")
    assert "1,630万林吉特（MYR）" in text
    assert "2028-12" in text
    for english in (
        "stands at",
        "Also open when printed",
        "Key question",
        "Signed off by",
        "There is",
    ):
        assert english not in text


def test_bilingual_document_says_both(words):
    text = words("rich", "blueprint", "bilingual")
    for both in (
        "Summary",
        "摘要",
        "Decision asked of the board",
        "提请审议事项",
        "Readiness",
        "就绪度",
    ):
        assert both in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_plant_just_founded_gets_a_sound_document(read, words, language):
    text = words("empty", "blueprint", language)
    expected = "尚未评估" if language == "zh-hans" else "has not been assessed yet"
    assert expected in text
    assert 5 <= len(read("empty", "blueprint", language).pages) <= 9
    assert "None" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_indicator_baseline_shows_statistics_target_and_benchmark(words, language):
    text = words("rich", KPI, language)
    for figure in ("KPI-01", "40.25", "32.8", "28.5", "Plant benchmark survey", "1.4826"):
        assert figure in text
    assert "None" not in text


def test_indicator_baseline_without_indicators_says_so(words):
    assert "has not chosen its indicators yet" in words("empty", KPI, "en")


@pytest.mark.parametrize("kind", ["blueprint", "indicator_baseline"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded_and_ours(read, kind, language):
    names = set()
    for page in read("rich", kind, language).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            entry = font.get_object()
            inner = entry["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(re.sub("^/[A-Z]{6}\\+", "", entry["/BaseFont"]))
    families = {re.sub("-(Bold|Semi-Bold|Medium|Regular)$", "", name) for name in names}
    assert families - {"Noto-Sans-Thai"} == {"Inter", "Noto-Sans-CJK-SC"}


def test_bookmarks_follow_the_headings(read):
    outline = read("rich", "blueprint", "en").outline
    tops = [entry.title for entry in outline if not isinstance(entry, list)]
    shown = [title.en for title in TITLES if title != START.title]  # production runs here already
    assert tops[1:] == ["Contents", *shown]
    inner = [e.title for part in outline if isinstance(part, list) for e in part]
    assert "Broken rules" in inner


def test_document_is_tagged_titled_and_has_its_language(read):
    for language, code in (("en", "en"), ("zh-hans", "zh-CN")):
        root = read("rich", "blueprint", language).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == code
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Strategy blueprint" in read("rich", "blueprint", "en").metadata.title


@pytest.mark.parametrize("key", [("rich", KPI, "en"), ("empty", "blueprint", "zh-hans")])
def test_same_content_has_the_same_bytes(contents, printed, key):
    who, kind, language = key
    text = draw(contents[who, kind], kind=kind, language=language, fingerprint=PRINT)
    first_text, first = printed(*key)
    assert text == first_text
    assert print_document(text, identifier=PRINT).data == first.data


def test_drawings_have_names_and_heads_have_a_scope(printed):
    for who in ("rich", "empty"):
        text, _pdf = printed(who, "blueprint", "bilingual")
        assert all("<title>" in svg for svg in re.findall("<svg.*?</svg>", text, re.DOTALL))
        assert all("scope=" in head for head in re.findall("<th[ >][^>]*>?", text))


def test_accessibility_rules_hold(printed, tmp_path):
    for key in (("rich", "blueprint", "en"), ("rich", KPI, "zh-hans")):
        file = tmp_path / "document.pdf"
        file.write_bytes(printed(*key)[1].data)
        found = validate(str(file)).findings
        errors = [entry.message for entry in found if entry.severity is Severity.ERROR]
        assert errors == []


def test_people_s_words_are_escaped(contents):
    content = copy.deepcopy(contents["empty", "blueprint"])
    words = "<script>alert(1)</script>"
    content["sections"]["plant"]["plant"]["industry"] = {"en": words, "zh_hans": words}
    text = draw(content, kind="blueprint", language="en", fingerprint=PRINT)
    assert "<script>" not in text


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org/x.png", "file:///etc/passwd", "http://127.0.0.1/", "inter-400.ttf"),
        *(
            "{fonts}/../secret",
            "{fonts}/%2e%2e/secret",
            "{fonts}/%2E./secret",
            "{fonts}/..%2fsecret",
        ),
        *(
            "{fonts}/link",
            "{fonts}%2f..%2fsecret",
            "{fonts}-more/secret",
            "{fonts}/%252e%252e/secret",
        ),
        "{host}/inter-400.ttf",
    ],
)
def test_nothing_but_own_fonts_is_read(tmp_path, monkeypatch, address):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in ("secret", "fonts-more/secret"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("secret")
    (fonts / "link").symlink_to(tmp_path / "secret")
    (fonts / "inter-400.ttf").write_bytes(b"typeface")
    monkeypatch.setattr(pdf, "font_folder", lambda: fonts)
    here = fonts.as_uri()
    own = OwnFilesOnly().fetch(f"{here}/inter-400.ttf")
    assert own.read() == b"typeface"
    named = address.format(fonts=here, host=here.replace("file://", "file://evil.example"))
    with pytest.raises((ValueError, OSError)) as caught:
        OwnFilesOnly().fetch(named)
    assert "%252e" in address or "own typefaces" in str(caught.value)
