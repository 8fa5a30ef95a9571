from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from assessment.models import Answer
from assessment.selectors.result import result
from assessment.services import evidence as service
from assessment.services import lifecycle
from assessment.services.answering import StaleAnswerError, rescore
from core.errors import RuleError, StateError
from organizations.models import AuditEvent, Evidence
from organizations.services import evidence
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
    return service.add_evidence(plant=run.plant, run_id=run.pk, by=by, may_manage=True, **given)


def test_file_is_stored_once_under_a_random_name(run, owner, tmp_path):
    first = add(run, owner)
    again = add(run, owner)
    assert first == again
    first = first.evidence
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
    base = {"plant": run.plant, "run_id": run.pk, "link_id": found.pk, "by": owner}
    with pytest.raises(RuleError):
        service.review_evidence(**base, accepted=False, note=" ")
    service.review_evidence(**base, accepted=False, note="too old")
    found = found.evidence
    found.refresh_from_db()
    assert (found.is_accepted, found.review_note, found.reviewed_by) == (False, "too old", owner)
    assert found.reviewed_at is not None
    service.review_evidence(**base, accepted=True, note="")
    found.refresh_from_db()
    assert found.is_accepted is True


def test_link_is_stored_with_its_words(run, owner):
    found = add(run, owner, file=None, url="https://wiki.example.org/codes", title="Codes").evidence
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
    monkeypatch.setattr(evidence, "PER_PLACE", 1)
    add(run, owner)
    with pytest.raises(RuleError):
        add(run, owner, key="other-key-1", file=SimpleUploadedFile("b.pdf", PDF + b"2"))


def test_removed_evidence_takes_its_file_along(
    run, owner, cast, tmp_path, django_capture_on_commit_callbacks
):
    found = add(run, cast.people["respondent"])
    base = {"plant": run.plant, "run_id": run.pk, "link_id": found.pk}
    with pytest.raises(StateError):
        service.remove_evidence(**base, by=cast.people["it_lead"])
    place = tmp_path / found.evidence.file.name
    with django_capture_on_commit_callbacks(execute=True):
        service.remove_evidence(**base, by=owner, may_manage=True)
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
    base = {"plant": run.plant, "run_id": run.pk, "link_id": found.pk, "by": owner}
    with pytest.raises(StateError):
        service.review_evidence(**base, accepted=True, note="")


def test_question_that_is_not_asked_takes_no_evidence(run, owner):
    with pytest.raises(RuleError):
        add(run, owner, question="XX-01")


def version_of(run, question="DG-06"):
    return Answer.objects.get(assessment=run, question=question).version


def test_evidence_comes_before_the_level(run, owner):
    add(run, owner)
    assert not Answer.objects.exists()
    saved = make.answer(run, "DG-06", owner, value=2, expected=0)
    assert (saved.answer.value, saved.answer.version) == (2, 1)
    assert make.answer(run, "DG-06", owner, value=3, expected=1).answer.version == 2


def test_evidence_between_two_levels_changes_no_version(run, owner):
    make.answer(run, "DG-06", owner, value=2)
    add(run, owner)
    assert version_of(run) == 1
    assert make.answer(run, "DG-06", owner, value=3, expected=1).answer.version == 2


def test_evidence_of_one_person_hides_no_answer_of_another(run, owner, cast):
    add(run, cast.people["respondent"])
    make.answer(run, "DG-06", cast.people["it_lead"], value=4)
    with pytest.raises(StaleAnswerError) as caught:
        make.answer(run, "DG-06", cast.people["respondent"], value=1, expected=0)
    assert (caught.value.stored.value, caught.value.stored.version) == (4, 1)


def test_removed_evidence_leaves_the_question_open_for_a_first_answer(run, owner):
    found = add(run, owner)
    service.remove_evidence(plant=run.plant, run_id=run.pk, link_id=found.pk, by=owner)
    assert make.answer(run, "DG-06", owner, value=2, expected=0).answer.version == 1


def test_first_answer_counts_the_evidence_that_came_before(run, owner):
    add(run, owner)
    make.answer(run, "DG-06", owner, value=3)
    run.refresh_from_db()
    assert run.scores["visible"]
    assert result(run).answers["DG-06"].has_evidence
    kept = run.scores
    rescore(run)
    assert run.scores == kept


def test_verdict_that_is_taken_back_names_nobody(run, owner):
    found = add(run, owner)
    base = {"plant": run.plant, "run_id": run.pk, "link_id": found.pk, "by": owner, "note": "ok"}
    assert service.review_evidence(**base, accepted=True).reviewed_by == owner
    piece = service.review_evidence(**base, accepted=None)
    assert (piece.is_accepted, piece.reviewed_by, piece.reviewed_at) == (None, None, None)


def test_upgrade_takes_rows_back_to_version_0_that_hold_evidence_only(run, owner):
    for question in ("DG-06", "DG-07", "DG-08"):
        Answer.objects.create(assessment=run, question=question, version=1)  # as 0.1.0 did
    make.answer(run, "DG-07", owner, value=2, expected=1)
    make.answer(run, "DG-09", owner, value=2)
    make.answer(run, "DG-10", owner, value=2)
    make.answer(run, "DG-10", owner, value=None, expected=1)
    migration = importlib.import_module("assessment.migrations.0006_evidence_before_answer")
    before = [("assessment", "0005_advised_reason")]
    apps = MigrationLoader(connection).project_state(before).apps
    migration.take_back(apps, SimpleNamespace(connection=connection))
    versions = dict(Answer.objects.values_list("question", "version"))
    assert versions == {"DG-06": 0, "DG-07": 2, "DG-08": 0, "DG-09": 1, "DG-10": 2}
