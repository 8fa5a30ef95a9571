"""Events of the time before a model moved are read like those of today."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from core import labels
from core.labels import FORMER_LABELS
from organizations.models import AuditEvent
from organizations.selectors.editors import last_editor
from organizations.selectors.personal import is_note, is_word
from organizations.selectors.trail import changes_in_words, target_words
from organizations.services import audit
from tests.factories.landscape import SystemFactory

CHANGES = {
    "organizations.evidence": {"is_accepted": [None, True], "question": [None, "DG-06"]},
    "landscape.system": {"disposition": ["undecided", "keep"]},
    "journey.plantstage": {"open_tasks": 6},
    "journey.stagetask": {"title": [None, "Ask"]},
    "needs.finding": {"kind": [None, "gap"]},
    "needs.requirement": {"state": ["open", "met"]},
    "readings.indicator": {"direction": ["up", "down"]},
    "readings.plantindicator": {"target_kind": [None, "value"]},
    "readings.readingimport": {"file": ["", "a.csv"]},
    "readings.measurement": {"origin": ["manual", "file"]},
    "goals.goal": {"horizon": ["short", "mid"], "target_text": ["8", "6"]},
    "steps.step": {"roadmap.initiative 7: starts_on": ["2027-01-01", "2027-02-01"]},
}


@pytest.mark.parametrize(("former", "present"), FORMER_LABELS.items())
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_former_label_reads_in_the_words_of_today(former, present, language):
    with override(language):
        assert changes_in_words(former, CHANGES[present]) == changes_in_words(
            present, CHANGES[present]
        )
        assert target_words(former, "X: Goals") == target_words(present, "X: Goals")


def test_the_words_are_not_the_bare_names():
    (row,) = changes_in_words("assessment.system", {"disposition": ["undecided", "keep"]})
    assert (row.label, row.before, row.after) == ("Disposition", "Not decided", "Keep")


def test_a_note_is_a_note_under_its_former_label():
    assert is_note("assessment.system", "note")
    assert is_word("assessment.system", "owner_name")
    assert is_note("organizations.plantstage", "reason")
    assert is_note("indicators.measurement", "cause")
    assert not is_word("assessment.system", "category")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("roadmap.roadmapchange", "note"),
        ("roadmap.roadmapchange", "initiative 7: note"),
        ("steps.step", "roadmap.initiative 7: note"),
    ],
)
def test_a_note_that_a_step_put_back_is_a_note(label, name):
    assert is_note(label, name)
    assert not is_note(label, name.replace("note", "starts_on"))


def test_the_last_editor_may_have_acted_before_the_move(scoped, monkeypatch):
    """The event says `organizations.plant`; for this test that is where systems were before."""
    system = SystemFactory(plant=scoped.plant, pk=scoped.plant.pk)
    assert last_editor(system) == ""
    audit.record(
        by=scoped.people["cio"], verb="plant.edited", target=scoped.plant, plant=scoped.plant
    )
    assert AuditEvent.objects.get().object_type == "organizations.plant"
    monkeypatch.setitem(labels.FORMER_LABELS, "organizations.plant", "landscape.system")
    assert last_editor(system) == "Cio"
