"""Texts in two languages: which is which, what is missing, what an editor leaves as it was."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.base import check_translations
from core.forms import VersionedForm, conflict_rows
from core.second_language import TranslatedForm
from core.text import (
    LocalizedText,
    is_current,
    language_of,
    localized,
    missing_language,
    other_of,
    paired,
    pairs_put_back,
    place_of,
)

PAIR = {"en": "Core online", "zh-hans": "核心上线"}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Core online", "en"), ("核心上线", "zh-hans"), ("MES 上线", "zh-hans"), ("98 %", "en")],
)
def test_language_is_read_from_the_script(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "other", "language", "expected"),
    [
        ("Core online", "核心上线", "", PAIR),
        ("核心上线", "Core online", "", PAIR),
        ("MES", "MES", "", {"en": "MES", "zh-hans": "MES"}),
        ("MES", "Execution system", "zh-hans", {"zh-hans": "MES", "en": "Execution system"}),
        ("核心上线", "Core online", "en", PAIR),
        ("Core online", "", "", {}),
        ("", "核心上线", "", {}),
    ],
)
def test_pair_stands_by_language(text, other, language, expected):
    assert paired(text, other, language) == expected


@pytest.mark.parametrize(
    ("text", "pair", "missing"),
    [
        ("Core online", {}, "zh-hans"),
        ("核心上线", {}, "en"),
        ("Core online", PAIR, ""),
        ("核心上线", PAIR, ""),
        ("Core online in May", PAIR, "zh-hans"),
        ("Core online", {"en": "Core online"}, "zh-hans"),
        ("98 %", {}, ""),
        ("", {}, ""),
        ("MES", {"en": "MES", "zh-hans": "MES"}, ""),
    ],
)
def test_missing_language_is_named(text, pair, missing):
    assert missing_language(text, pair) == missing
    assert is_current(text, pair) == (
        pair in (PAIR, {"en": "MES", "zh-hans": "MES"}) and not missing
    )


def test_changed_text_prints_as_typed_and_keeps_the_former_words_at_hand():
    """A figure in the other language may be another one by now."""
    assert localized("Core online", PAIR) == LocalizedText.of("Core online", "核心上线")
    assert localized("Core online 2027", PAIR) == LocalizedText.of(
        "Core online 2027", "Core online 2027"
    )
    assert other_of("Core online 2027", PAIR) == "核心上线"
    assert other_of("核心上线", PAIR) == "Core online"
    assert other_of("Core online", {}) == ""
    assert place_of("MES", {"zh-hans": "MES", "en": "Execution system"}) == "zh-hans"


WORDS = st.text(st.sampled_from("ab 1核心"), min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_pair_of_a_text_always_holds_and_gives_the_other_back(text, other):
    pair = paired(text, other)
    assert missing_language(text, pair) == ""
    assert text in localized(text, pair).as_dict().values()
    assert other_of(text, pair) == (other if pair[place_of(text, pair)] == text else text)


def test_undo_takes_the_pairs_of_the_changed_texts_only():
    before = {"title": "A", "target": "x", "translations": {"title": {"en": "A", "zh-hans": "甲"}}}
    after = {"title": "B", "target": "x", "translations": {}}
    stored = {"title": {"en": "B", "zh-hans": "乙"}, "target": {"en": "x", "zh-hans": "丙"}}
    assert pairs_put_back(stored, before, after) == {
        "title": {"en": "A", "zh-hans": "甲"},
        "target": {"en": "x", "zh-hans": "丙"},
    }
    assert pairs_put_back({}, before, {}) == before["translations"]
    assert pairs_put_back(stored, {"title": "A"}, {"title": "B"}) == {"target": stored["target"]}
    only_pair = {"title": "A", "translations": {"title": {"en": "A", "zh-hans": "丁"}}}
    assert pairs_put_back(stored, {"title": "A", "translations": {}}, only_pair) == {
        "target": stored["target"]
    }


@pytest.mark.parametrize(
    "value",
    [[], {"title": "text"}, {"title": {"fr": "x"}}, {"title": {"en": 1}}, None],
)
def test_other_shapes_are_refused(value):
    with pytest.raises(ValidationError):
        check_translations(value)


# --- the form ---------------------------------------------------------------------------------


class GoalLike(TranslatedForm, VersionedForm):
    translated = ("title", "target")
    title = forms.CharField(label="Goal", max_length=20)
    horizon = forms.CharField(label="Horizon", required=False)
    target = forms.CharField(label="Target", required=False, help_text="For example 6.7 h")


def filled(initial=None, **data):
    given = {"version": 1, "title": "Core online", **data}
    form = GoalLike(given, initial=initial or {})
    assert form.is_valid(), form.errors
    return form


STORED = {"title": "Core online", "translations": {"title": PAIR}}


def test_second_field_stands_behind_its_first_and_is_optional():
    form = GoalLike()
    assert [name for name in form.fields if name != "version"] == [
        "title",
        "title_other",
        "horizon",
        "target",
        "target_other",
    ]
    assert not form.fields["title_other"].required
    assert form.fields["title_other"].max_length == 20
    assert form.fields["target_other"].help_text == ""
    assert GoalLike(initial=STORED)["title_other"].value() == "核心上线"


def test_values_carry_the_pairs_and_not_the_second_fields():
    values = filled(title_other="核心上线", target="6.7 h").values()
    assert values["translations"] == {"title": PAIR}
    assert set(values) == {"title", "horizon", "target", "translations"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"title_other": "核心上线"}, {"title": PAIR}),
        ({"title_other": ""}, {}),
        ({"title": "Core online 2027", "title_other": "核心上线"}, {"title": PAIR}),
        (
            {"title": "Core online 2027", "title_other": "2027年核心上线"},
            {"title": {"en": "Core online 2027", "zh-hans": "2027年核心上线"}},
        ),
        (
            {"title_other": "核心业务上线"},
            {"title": {"en": "Core online", "zh-hans": "核心业务上线"}},
        ),
    ],
)
def test_editor_keeps_changes_or_leaves_the_second_language(data, expected):
    assert filled(STORED, **data).values()["translations"] == expected


def test_pairs_of_other_forms_stay():
    stored = {**STORED, "translations": {"title": PAIR, "note": {"en": "n", "zh-hans": "注"}}}
    kept = filled(stored, title_other="核心上线").values()["translations"]
    assert kept["note"] == {"en": "n", "zh-hans": "注"}


def test_too_long_second_language_is_named_beside_its_field():
    form = GoalLike({"version": 1, "title": "Core", "title_other": "长" * 21})
    assert not form.is_valid()
    assert list(form.errors) == ["title_other"]


def test_stale_save_shows_both_second_languages():
    form = filled(STORED, title_other="核心")
    rows = conflict_rows(form, {"title": "Core online", "translations": {"title": PAIR}})
    assert [(row["theirs"], row["mine"]) for row in rows] == [("核心上线", "核心")]


def test_second_language_is_drawn_folded_under_the_first_only():
    page = Template(
        '{% for f in form.visible_fields %}{% include "_components/field.html" with field=f %}{% endfor %}'
    )
    text = page.render(Context({"form": GoalLike(initial=STORED)}))
    assert text.count('name="title_other"') == 1
    assert (
        text.index('name="title"') < text.index('name="title_other"') < text.index('name="horizon"')
    )
    assert "核心上线" in text
    assert text.count("<details") == 2
    assert "<details open" not in text
