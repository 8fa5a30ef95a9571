from __future__ import annotations

import polib
import pytest
from django.conf.locale import LANG_INFO
from django.template.loader import render_to_string

from core import phrases
from core.phrases import clauses, joined, names, phrase, phrase_as, plural, plural_as, sentences
from core.text import LocalizedText, same
from core.wording.texts import lt
from scripts.messages import fits

HALF = (
    polib.POEntry(msgid="Work begins", msgstr="Công việc bắt đầu"),
    polib.POEntry(msgid="Work begins: {why}", msgstr="Công việc bắt đầu: {why}"),
    polib.POEntry(msgctxt="of a plant", msgid="Open", msgstr="Mở cửa"),
    polib.POEntry(msgid="{n} duty", msgid_plural="{n} duties", msgstr_plural={0: "{n} nghĩa vụ"}),
    polib.POEntry(msgctxt="mark between names of a list", msgid=", ", msgstr=" + "),
)
WHOLE = (*HALF, polib.POEntry(msgid="an answer is missing", msgstr="缺少答案"))


def written(folder, app, language, entries):
    path = folder / app / language / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    catalog = polib.POFile()
    catalog.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalog.extend(entries)
    catalog.save_as_mofile(str(path))


@pytest.fixture
def half(tmp_path, monkeypatch):
    """Catalogs in Chinese, whole, and in Vietnamese, whose sentences stand in two apps."""
    written(tmp_path, "one", "zh_Hans", WHOLE)
    written(tmp_path, "one", "vi", HALF[:1])
    written(tmp_path, "two", "vi", HALF[1:])
    monkeypatch.setattr(phrases, "FOLDER", tmp_path)


def vietnamese(text):
    return text.in_language("vi")


def test_languages_are_those_with_catalogs():
    assert phrases.languages() == ("en", "zh-hans")
    assert phrases.share("en") == phrases.share("zh-hans") == 1


@pytest.mark.usefixtures("half")
class TestHalfFilled:
    def test_languages_and_their_share(self):
        assert phrases.languages() == ("en", "vi", "zh-hans")
        assert phrases.share("zh-hans") == phrases.share("en") == 1
        assert phrases.share("th") == 0

    def test_sentence_with_a_translation(self):
        assert vietnamese(phrase("Work begins")) == "Công việc bắt đầu"
        assert vietnamese(phrase_as("of a plant", "Open")) == "Mở cửa"
        assert vietnamese(plural("{n} duty", "{n} duties", 3)) == "3 nghĩa vụ"

    def test_sentence_without_one_is_whole_english(self):
        assert phrase("an answer is missing").as_dict() == {
            "en": "an answer is missing",
            "zh-hans": "缺少答案",
        }
        assert vietnamese(phrase_as("of a door", "Open")) == "Open"
        assert vietnamese(plural("{n} gap", "{n} gaps", 1)) == "1 gap"
        assert vietnamese(plural_as("of a rule", "{n} duty", "{n} duties", 2)) == "2 duties"

    def test_sentence_whose_inner_part_lacks_one_is_whole_english(self):
        text = phrase("Work begins: {why}", why=phrase("an answer is missing"))
        assert vietnamese(text) == "Work begins: an answer is missing"
        assert text.in_language("zh-hans") == "Công việc bắt đầu: 缺少答案"

    def test_names_and_figures_stand_in_every_language(self):
        assert vietnamese(phrase("Work begins: {why}", why=same("MES"))) == (
            "Công việc bắt đầu: MES"
        )
        assert vietnamese(phrase("Work begins: {why}", why=3)) == "Công việc bắt đầu: 3"

    def test_list_is_in_one_language(self):
        begins, lacks = phrase("Work begins"), phrase("an answer is missing")
        assert vietnamese(names([begins, same("MES")])) == "Công việc bắt đầu + MES"
        assert vietnamese(names([begins, lacks])) == "Work begins, an answer is missing"
        assert vietnamese(clauses([begins, begins])) == "Work begins; Work begins"
        assert joined([lacks], same("/")) == lacks
        assert joined([], same("/")).en == ""


def test_folder_without_catalogs_has_english_only(tmp_path, monkeypatch):
    monkeypatch.setattr(phrases, "FOLDER", tmp_path)
    assert phrases.languages() == ("en",)
    assert phrases.share("vi") == 0
    assert phrase("Work begins").as_dict() == {"en": "Work begins"}


def test_catalog_of_browser_texts_alone_has_no_sentence(tmp_path, monkeypatch):
    written(tmp_path, "one", "vi", HALF[:1])
    mo = tmp_path / "one" / "vi" / "LC_MESSAGES" / "django.mo"
    mo.rename(mo.with_name("djangojs.mo"))
    monkeypatch.setattr(phrases, "FOLDER", tmp_path)
    assert vietnamese(phrase("Work begins")) == "Work begins"
    assert vietnamese(phrase_as("of a plant", "Open")) == "Open"
    assert vietnamese(plural("{n} duty", "{n} duties", 3)) == "3 duties"
    assert vietnamese(plural_as("a", "{n} duty", "{n} duties", 3)) == "3 duties"


def test_sentences_in_a_row_need_no_blank_in_chinese():
    text = sentences([LocalizedText.of("One.", "一。"), LocalizedText.of("Two.", "二。")])
    assert text == LocalizedText.of("One. Two.", "一。二。")


@pytest.mark.parametrize(
    ("entry", "does_fit"),
    [
        (polib.POEntry(msgid="{n} of {all}", msgstr="{all}中的{n}"), True),
        (polib.POEntry(msgid="{n} of {all}", msgstr="{all}"), False),
        (polib.POEntry(msgid="%(n)s left", msgstr="还剩%(m)s"), False),
        (polib.POEntry(msgid="one", msgid_plural="{n}", msgstr_plural={0: "{n}项"}), True),
        (polib.POEntry(msgid="one", msgid_plural="{n}", msgstr_plural={0: "{m}项"}), False),
    ],
)
def test_translation_has_the_places_of_its_english(entry, does_fit):
    assert fits(entry) is does_fit


def test_localized_text_has_english_and_any_other_language():
    text = LocalizedText.from_dict({"vi": "xưởng", "en": "shop", "zh-hans": "车间"})
    assert text.in_language("vi") == "xưởng"
    assert text.in_language("th") == text.en == "shop"
    assert text.zh_hans == "车间"
    assert next(iter(text.as_dict())) == "en"
    assert not text.has("th")
    assert same("MES").has("th")
    assert not LocalizedText({"en": "MES"}).has("th")
    assert len({text, LocalizedText(text.as_dict())}) == 1
    with pytest.raises(KeyError):
        LocalizedText.from_dict({"vi": "xưởng"})


def test_menu_says_the_share_of_a_language_that_is_not_whole(half, settings):
    settings.LANGUAGES = [("en", "English"), ("zh-hans", "Chinese"), ("vi", "Vietnamese")]
    page = render_to_string("_language.html", {"LANGUAGE_CODE": "en"})
    assert " ".join(page.split()).count("translated") == 1
    assert "83\u00a0% translated" in page
    assert page.index(LANG_INFO["vi"]["name_local"]) < page.index("translated")


def test_menu_says_nothing_of_whole_languages():
    page = render_to_string("_language.html", {"LANGUAGE_CODE": "zh-hans"})
    assert "%" not in page
    assert [name in page for name in ("English", "简体中文", "Tiếng")] == [True, True, False]


def test_stored_words_are_said_in_any_language_they_have():
    words = {"en": "shop", "zh_hans": "车间", "vi": "xưởng"}
    assert [lt(words, code) for code in ("en", "zh-hans", "vi", "th")] == [
        "shop",
        "车间",
        "xưởng",
        "shop",
    ]
