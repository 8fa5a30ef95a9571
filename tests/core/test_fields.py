"""Texts as people see them, links without secrets, and what the product signed itself."""

from __future__ import annotations

import pytest
import time_machine
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from core.fields import LinkField, TextField, text_of_column, unsealed
from core.text import readable


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("SAP", "SAP"),
        ("S\u200bA\u2060P\ufeff", "SAP"),
        ("A\x07B\x7f\x9f\x00", "AB"),
        ("\u202eabc\u202c \u2066x\u2069\u200f", "abc x"),
        ("soft\u00adware \u3164\u115f", "software "),
        ("one\r\ntwo\rthree\u2028four\tfive", "one\ntwo\nthree\nfour\tfive"),
        ("half \ud83d", "half "),
        ("S\u200dAP\u200c", "SAP"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("Győr 工厂 Bình Dương №1 100 m²", "Győr 工厂 Bình Dương №1 100 m²"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
    ],
)
def test_text_is_what_people_see(text, seen):
    assert readable(text) == seen
    assert TextField(strip=False).clean(text) == seen


@given(st.text())
def test_what_is_readable_stays(text):
    assert readable(readable(text)) == readable(text)
    assert len(readable(text)) <= len(text)


def test_text_of_nothing_is_asked_for():
    with pytest.raises(ValidationError):
        TextField().clean("\u200b\u2060")
    assert TextField(required=False).clean(None) == ""


def test_length_is_that_of_what_is_seen():
    assert TextField(max_length=3).clean("S\u200bA\u200bP\u200b") == "SAP"


# --- links ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/a?b=c@d", "https://example.org/a?b=c@d"),
        ("http://intranet.example.org:8080/x", "http://intranet.example.org:8080/x"),
        ("example.org/x", "https://example.org/x"),
        ("https://example.org/\u200bx", "https://example.org/x"),
        ("", ""),
    ],
)
def test_links_are_taken(typed, address):
    assert LinkField().clean(typed) == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("https://li.wei:secret@example.org/x", "name and password"),
        ("https://token@example.org/x", "name and password"),
        ("ftp://example.org/x", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("https://example.org/" + "x" * 600, "500"),
    ],
)
def test_other_links_are_refused(typed, words):
    with pytest.raises(ValidationError, match=words):
        LinkField().clean(typed)


# --- what was signed ------------------------------------------------------------------------------
def test_what_comes_back_late_and_what_was_changed_are_told_apart():
    sent = signing.dumps({"rows": [1]}, salt="some.check")
    assert unsealed(sent, salt="some.check", seconds=60) == {"rows": [1]}
    for other in (f"{sent}x", "nonsense", ""):
        with pytest.raises(ValidationError, match="not what the check had sent"):
            unsealed(other, salt="some.check", seconds=60)
    with pytest.raises(ValidationError, match="not what the check had sent"):
        unsealed(sent, salt="other.check", seconds=60)
    with time_machine.travel("2126-01-01"), pytest.raises(ValidationError, match="too old"):
        unsealed(sent, salt="some.check", seconds=60)


# --- forms made from tables -----------------------------------------------------------------------
def test_texts_of_a_table_are_texts_and_the_rest_stays():
    assert type(text_of_column(models.CharField(max_length=9))) is TextField
    assert type(text_of_column(models.TextField())) is TextField
    for column in (
        models.EmailField(),
        models.CharField(max_length=1, choices=[("a", "A")]),
        models.IntegerField(),
    ):
        assert type(text_of_column(column)) is type(column.formfield())
