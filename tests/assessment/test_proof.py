from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import Evidence
from assessment.services import lifecycle, proof
from core.errors import RuleError, StateError
from organizations.models import AuditEvent
from tests.factories import assessment as make

PDF = b"%PDF-1.7 proof"


@pytest.fixture
def owner(cast):
    return cast.people["project_owner"]


@pytest.fixture
def run(scoped, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_run(scoped.plant, owner)


def add(run, by, **more):
    given = {
        "file": SimpleUploadedFile("list.pdf", PDF),
        "key": "k" * 12,
        "question": "DG-06",
        **more,
    }
    return proof.add_evidence(plant=run.plant, run_id=run.pk, by=by, may_manage=True, **given)


def test_file_is_stored_once_under_a_random_name(run, owner, tmp_path):
    first = add(run, owner)
    again = add(run, owner)
    assert first == again
    assert (first.title, first.size, first.content_type) == (
        "list.pdf",
        len(PDF),
        "application/pdf",
    )
    assert "list" not in first.file.name
    assert (tmp_path / first.file.name).read_bytes() == PDF


def test_evidence_counts_until_it_is_refused(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    found = add(run, owner)
    run.refresh_from_db()
    kinds = {lack["code"] for lack in run.scores["unmet"]}
    assert kinds
    base = {"plant": run.plant, "run_id": run.pk, "evidence_id": found.pk, "by": owner}
    with pytest.raises(RuleError):
        proof.review_evidence(**base, accepted=False, note=" ")
    proof.review_evidence(**base, accepted=False, note="too old")
    found.refresh_from_db()
    assert (found.is_accepted, found.review_note, found.reviewed_by) == (False, "too old", owner)
    proof.review_evidence(**base, accepted=True, note="")
    found.refresh_from_db()
    assert found.is_accepted is True


def test_link_is_stored_with_its_words(run, owner):
    found = add(run, owner, file=None, url="https://wiki.example.org/codes", title="Codes")
    assert (found.kind, found.title, found.size) == ("link", "Codes", 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.svg", b"<svg/>"), ("x.html", b"<html>"), ("x.pdf", b"no"), ("x.png", PDF), ("x.txt", b"")],
)
def test_bad_file_is_refused_with_words_and_nothing_is_stored(run, owner, name, content):
    with pytest.raises(RuleError) as caught:
        add(run, owner, file=SimpleUploadedFile(name, content))
    assert caught.value.message.endswith(".")
    assert Evidence.objects.count() == 0


def test_too_large_file_is_refused(run, owner, settings):
    settings.MAX_EVIDENCE_BYTES = 10
    with pytest.raises(RuleError):
        add(run, owner)


def test_number_of_files_is_limited(run, owner, monkeypatch):
    monkeypatch.setattr(proof, "PER_QUESTION", 1)
    add(run, owner)
    with pytest.raises(RuleError):
        add(run, owner, key="other-key-1")


def test_removed_evidence_takes_its_file_along(
    run, owner, cast, tmp_path, django_capture_on_commit_callbacks
):
    found = add(run, cast.people["respondent"])
    base = {"plant": run.plant, "run_id": run.pk, "evidence_id": found.pk}
    with pytest.raises(StateError):
        proof.remove_evidence(**base, by=cast.people["it_lead"])
    place = tmp_path / found.file.name
    with django_capture_on_commit_callbacks(execute=True):
        proof.remove_evidence(**base, by=owner, may_manage=True)
    assert not place.exists()
    assert Evidence.objects.count() == 0
    assert AuditEvent.objects.get(verb="evidence.removed").changes == {"question": ["DG-06", None]}


def test_closed_run_takes_no_evidence(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    found = add(run, owner)
    lifecycle.submit_run(plant=run.plant, run_id=run.pk, by=owner)
    with pytest.raises(StateError):
        add(run, owner, key="later-key-1")
    run.refresh_from_db()
    run.state = "signed_off"
    run.save()
    base = {"plant": run.plant, "run_id": run.pk, "evidence_id": found.pk, "by": owner}
    with pytest.raises(StateError):
        proof.review_evidence(**base, accepted=True, note="")


def test_question_that_is_not_asked_takes_no_evidence(run, owner):
    with pytest.raises(RuleError):
        add(run, owner, question="XX-01")
