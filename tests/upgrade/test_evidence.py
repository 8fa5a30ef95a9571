"""Evidence of answers and of duties becomes one table with links, and there is a way back."""

from __future__ import annotations

import pytest
from django_scopes import scopes_disabled

from tests.upgrade.rows import Maker
from tests.upgrade.scratch import last_before, migrate, rows_of, scratch, state_at

pytestmark = [pytest.mark.data, pytest.mark.slow]
AFTER = [
    ("assessment", "0015_evidence_moved"),
    ("compliance", "0004_evidence_moved"),
    ("organizations", "0017_evidence_moved"),
]
CHANGES = {*AFTER, ("assessment", "0014_evidence_linked")}
FILES = ("evidence/3f.pdf", "duties/2026/11/notice.pdf")
TABLES = ("assessment_evidence", "compliance_obligationevidence", "assessment_answer")


def fill(state):
    """Store a link and a file of each kind, judged and not, with keys and without."""
    maker = Maker(state)
    answer = maker.one("assessment.answer")
    duty = maker.one("compliance.obligationstatus")
    person = maker.one("organizations.user")
    proofs = state.get_model("assessment", "Evidence")._base_manager
    papers = state.get_model("compliance", "ObligationEvidence")._base_manager
    link = {"kind": "link", "title": "Codes", "url": "https://wiki.example.org/1"}
    file = {"kind": "file", "title": "list.pdf", "size": 7, "sha256": "ab" * 32}
    verdict = {"is_accepted": False, "review_note": "old", "reviewed_by": person}
    proofs.create(answer=answer, key="k" * 32, added_by=person, **link)
    proofs.create(answer=answer, file=FILES[0], **file, **verdict)
    papers.create(status=duty, key="", **link)
    papers.create(status=duty, key="d" * 32, added_by=person, file=FILES[1], **file)
    early = "2026-01-02T03:04:05Z"
    for rows in (proofs, papers):
        rows.update(created_at=early, updated_at=early)


@pytest.fixture(scope="module")
def filled(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database of the state before, with both kinds of evidence; the first test goes back to it."""
    folder = tmp_path_factory.mktemp("before")
    with django_db_blocker.unblock(), scratch(folder), scopes_disabled():
        fill(state_at(last_before(CHANGES)))
        yield {name: rows_of(name) for name in TABLES}


def test_both_kinds_become_one_and_come_apart_again(filled):
    state = state_at(AFTER)
    AnswerEvidence = state.get_model("assessment", "AnswerEvidence")
    ObligationEvidence = state.get_model("compliance", "ObligationEvidence")
    Evidence = state.get_model("organizations", "Evidence")
    answers, duties = filled["assessment_evidence"], filled["compliance_obligationevidence"]
    links = list(AnswerEvidence._base_manager.select_related("evidence", "assessment"))
    assert [(one.pk, one.evidence_id, one.key, one.added_by_id) for one in links] == [
        (row["id"], row["id"], row["key"], row["added_by_id"]) for row in answers
    ]
    (answer,) = filled["assessment_answer"]
    places = {(one.assessment_id, one.question) for one in links}
    assert places == {(answer["assessment_id"], answer["question"])}
    papers = list(ObligationEvidence._base_manager.select_related("evidence", "status"))
    assert [one.pk for one in papers] == [row["id"] for row in duties]
    kept = ("kind", "title", "file", "url", "size", "sha256", "content_type", "added_by_id")
    for link, row in zip([*links, *papers], [*answers, *duties], strict=True):
        piece = link.evidence
        assert {name: getattr(piece, name) for name in kept} == {name: row[name] for name in kept}
        assert f"{piece.created_at:%Y-%m-%d %H:%M}" == "2026-01-02 03:04"
        assert f"{link.created_at:%Y-%m-%d %H:%M}" == "2026-01-02 03:04"
        assert piece.plant_id == (link.assessment if link in links else link.status).plant_id
    refused = Evidence._base_manager.get(file=FILES[0])
    assert (refused.is_accepted, refused.review_note) == (False, "old")
    assert Evidence._base_manager.count() == 4
    # The next row gets a number that is free.
    run = links[0].assessment
    assert AnswerEvidence(assessment=run, question="new", evidence=refused).save() is None
    AnswerEvidence._base_manager.filter(question="new").delete()
    migrate(last_before(CHANGES))
    assert {name: rows_of(name) for name in TABLES} == filled


def test_a_piece_of_several_things_comes_apart_into_a_row_for_each(filled):
    state = state_at(AFTER)
    AnswerEvidence = state.get_model("assessment", "AnswerEvidence")
    ObligationEvidence = state.get_model("compliance", "ObligationEvidence")
    link = AnswerEvidence._base_manager.get(evidence__file=FILES[0])
    given = {"evidence": link.evidence, "key": "n" * 32}
    AnswerEvidence(assessment=link.assessment, question="not answered", **given).save()
    duty = ObligationEvidence._base_manager.first().status
    ObligationEvidence(status=duty, **given).save()
    migrate(last_before(CHANGES))
    rows = [row for row in rows_of("assessment_evidence") if row["file"] == FILES[0]]
    answers = {row["id"]: row for row in rows_of("assessment_answer")}
    places = {(answers[row["answer_id"]]["question"], row["key"]) for row in rows}
    assert places == {(link.question, ""), ("not answered", "n" * 32)}
    assert [row["version"] for row in answers.values() if row["question"] == "not answered"] == [0]
    papers = rows_of("compliance_obligationevidence")
    assert [row["file"] for row in papers if row["key"] == "n" * 32] == [FILES[0]]
    migrate(AFTER)
    assert AnswerEvidence._base_manager.count() == 3
    assert ObligationEvidence._base_manager.count() == 3
