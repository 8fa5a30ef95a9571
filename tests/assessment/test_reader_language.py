"""Words of people are shown in the reader's language where they exist in it."""

from __future__ import annotations

import pytest

from assessment.models import Answer, Assessment
from tests.factories import assessment as make
from translation.selectors import kinds, texts_of

NOTE, NOTE_ZH = "Work instructions hang at each station.", "作业指导书张贴在每个工位。"


@pytest.fixture
def run(scoped):
    owner = scoped.people["project_owner"]
    run = make.make_run(scoped.plant, owner)
    make.answer(run, "DG-06", owner, value=2, note=NOTE)
    Answer.objects.update(translations={"note": {"en": NOTE, "zh-hans": NOTE_ZH}})
    return run


def read(scoped, address, language):
    client = scoped.client("cio")
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_review_shows_notes_in_the_readers_language(scoped, run):
    address = f"/plants/johor-bahru/current/runs/{run.pk}/review/"
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    assert NOTE_ZH in read(scoped, address, "zh-hans")
    assert NOTE not in read(scoped, address, "zh-hans")


def test_question_shows_the_note_as_typed_with_its_other_language(scoped, run):
    address = f"/plants/johor-bahru/current/runs/{run.pk}/questions/DG-06/"
    assert NOTE_ZH not in read(scoped, address, "en")
    scoped.people["cio"].language = "zh-hans"
    scoped.people["cio"].save()
    page = read(scoped, address, "zh-hans")
    assert NOTE_ZH in page
    assert f">{NOTE}</textarea>" in page  # the field edits what was typed


def test_sign_off_note_is_translated_but_no_document_waits_for_it(scoped, run):
    Assessment.objects.update(review_note="Looked at on site.")
    texts = texts_of(scoped.plant, kinds())
    (text,) = (one for key, one in texts.items() if key.endswith(":review_note"))
    assert text.document == ""
    assert text.key not in texts_of(scoped.plant, kinds(), document="blueprint")
