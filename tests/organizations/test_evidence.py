"""One piece of evidence for several things: stored once, judged once, gone with its last link."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import RestrictedError
from django.test.utils import CaptureQueriesContext

from assessment.models import AnswerEvidence, Assessment
from assessment.selectors.result import result
from assessment.services import evidence as answers
from assessment.services import lifecycle
from compliance.models import StoredDuties
from compliance.services import evidence as duties
from core.errors import RuleError, StateError
from organizations.models import AuditEvent, Evidence, EvidenceLink
from organizations.selectors.evidence import proven
from organizations.services import evidence
from tests.factories import assessment as make
from tests.factories.compliance import set_row, tracked
from tests.factories.evidence import give_evidence
from tests.factories.organizations import PlantFactory

PDF = b"%PDF-1.7 procedure"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner(scoped):
    return scoped.people["project_owner"]


@pytest.fixture
def run(scoped, owner, media):
    return make.make_run(scoped.plant, owner)


@pytest.fixture
def duty(scoped, owner, media):
    return tracked(scoped.plant, owner)[0]


def for_answer(run, by, question="DG-06", content=PDF, key="k" * 12, **given):
    file = {} if "url" in given else {"file": SimpleUploadedFile("list.pdf", content)}
    place = {"plant": run.plant, "run_id": run.pk, "question": question}
    return answers.add_evidence(**place, by=by, may_manage=True, key=key, **file, **given)


def for_duty(duty, by, content=PDF, key="d" * 12):
    file = SimpleUploadedFile("other name.pdf", content)
    return duties.add_evidence(row=duty.row, by=by, key=key, file=file)


def judge(link, by, *, accepted):
    run = link.assessment
    place = {"plant": run.plant, "run_id": run.pk, "link_id": link.pk}
    return answers.review_evidence(**place, accepted=accepted, note="words", by=by)


def take(link, by):
    run = link.assessment
    place = {"plant": run.plant, "run_id": run.pk, "link_id": link.pk}
    answers.remove_evidence(**place, by=by, may_manage=True)


def seal_run(run):
    Assessment.objects.filter(pk=run.pk).update(state="signed_off")


def test_a_file_for_two_questions_and_a_duty_is_stored_once(run, duty, owner, media):
    first = for_answer(run, owner)
    second = for_answer(run, owner, "DG-07")
    third = for_duty(duty, owner)
    assert {first.evidence_id, second.evidence_id, third.evidence_id} == {first.evidence_id}
    assert len(list(media.rglob("*.pdf"))) == 1
    assert (third.evidence.title, third.evidence.added_by) == ("list.pdf", owner)
    acts = AuditEvent.objects.filter(verb="evidence.added").order_by("pk")
    assert [act.changes for act in acts] == [
        {"question": [None, "DG-06"]},
        {"question": [None, "DG-07"]},
        {"evidence": [None, "list.pdf"]},
    ]
    assert [act.object_type for act in acts] == [
        "organizations.evidence",
        "organizations.evidence",
        "compliance.obligationstatus",
    ]


def test_same_content_at_the_same_place_is_one_link_whatever_the_key(run, duty, owner):
    assert for_answer(run, owner) == for_answer(run, owner, key="another-key")
    assert for_duty(duty, owner) == for_duty(duty, owner, key="another-key")
    link = {"url": "https://wiki.example.org/1", "title": "Codes", "key": "link-key-1"}
    assert for_answer(run, owner, **link) == for_answer(run, owner, **link | {"key": "link-2"})
    assert for_answer(run, owner, **link | {"title": "Page 7", "key": "link-3"}).pk
    assert AnswerEvidence.objects.count() == 3
    assert AuditEvent.objects.filter(verb="evidence.added").count() == 4


def test_a_key_of_somebody_else_is_refused_at_both_places(run, duty, owner, scoped):
    other = scoped.people["it_lead"]
    for_answer(run, owner)
    for_duty(duty, owner)
    for add in (lambda: for_answer(run, other), lambda: for_duty(duty, other)):
        with pytest.raises(RuleError, match="sent before"):
            add()


def test_other_content_and_other_plants_get_a_piece_of_their_own(run, owner, scoped):
    other = PlantFactory(organization=scoped.organization, slug="binh-duong")
    there = make.make_run(other, owner)
    pieces = [
        for_answer(run, owner).evidence_id,
        for_answer(run, owner, content=PDF + b"2", key="second-key").evidence_id,
        for_answer(there, owner).evidence_id,
    ]
    assert len(set(pieces)) == 3


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_judged_is_not_used_for_another_question(run, owner, accepted):
    first = for_answer(run, owner)
    judge(first, owner, accepted=accepted)
    second = for_answer(run, owner, "DG-07")
    assert second.evidence_id != first.evidence_id
    assert second.evidence.is_accepted is None


def test_a_new_run_leaves_the_evidence_of_a_signed_one_alone(run, owner):
    first = for_answer(run, owner)
    seal_run(run)
    later = make.make_run(run.plant, owner, title="Later")
    second = for_answer(later, owner)
    assert second.evidence_id != first.evidence_id
    judge(second, owner, accepted=True)
    first.evidence.refresh_from_db()
    assert first.evidence.is_accepted is None


def test_verdict_stays_once_another_run_that_rests_on_it_is_signed(run, owner):
    other = make.make_run(run.plant, owner, title="Other")
    first, second = for_answer(run, owner), for_answer(other, owner)
    assert first.evidence_id == second.evidence_id
    seal_run(run)
    with pytest.raises(StateError, match="rests on this evidence too"):
        judge(second, owner, accepted=False)
    take(second, owner)
    again = for_answer(other, owner)
    assert again.evidence_id != first.evidence_id
    assert judge(again, owner, accepted=False).is_accepted is False


def test_verdict_counts_wherever_the_piece_is_linked(run, duty, owner):
    other = make.make_run(run.plant, owner, title="Other")
    for one in (run, other):
        make.answer(one, "DG-06", owner, value=3)
    links = [for_answer(run, owner), for_answer(other, owner)]
    for_duty(duty, owner)
    set_row(duty, state="met", met_on="2026-11-01")
    duties.sums.refresh(run.plant.pk)

    def counted():
        for one in (run, other):
            one.refresh_from_db()
        found = [result(one).answers["DG-06"].has_evidence for one in (run, other)]
        whole = StoredDuties.objects.get(plant=run.plant).data["unproven"]
        return [*found, bool(whole)]

    assert counted() == [True, True, False]
    judge(links[0], owner, accepted=False)
    assert counted() == [False, False, True]
    judge(links[1], owner, accepted=None)
    assert counted() == [True, True, False]


def test_piece_and_file_go_with_the_last_link(
    run, duty, owner, media, django_capture_on_commit_callbacks
):
    links = [for_answer(run, owner), for_answer(run, owner, "DG-07")]
    last = for_duty(duty, owner)
    with django_capture_on_commit_callbacks(execute=True):
        for link in links:
            take(link, owner)
    assert len(list(media.rglob("*.pdf"))) == Evidence.objects.count() == 1
    with pytest.raises(RestrictedError):
        last.evidence.delete()
    with django_capture_on_commit_callbacks(execute=True):
        duties.remove_evidence(link=last, by=owner)
    assert list(media.rglob("*.pdf")) == []
    assert not Evidence.objects.exists()


def test_deleted_run_takes_its_own_evidence_along_and_no_other(
    run, duty, owner, media, django_capture_on_commit_callbacks
):
    for_answer(run, owner)
    for_answer(run, owner, "DG-07", content=PDF + b"2", key="second-key")
    kept = for_duty(duty, owner).evidence
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.delete_run(plant=run.plant, run_id=run.pk, by=owner)
    assert Evidence.objects.get() == kept
    assert [path.name for path in media.rglob("*.pdf")] == [kept.file.name.rpartition("/")[2]]
    assert AuditEvent.objects.get(verb="assessment.deleted").object_id == str(run.pk)


def test_a_file_that_two_rows_keep_goes_with_the_second(
    run, owner, media, django_capture_on_commit_callbacks
):
    """An earlier version kept a row for each question; the way back to it makes such rows."""
    link = for_answer(run, owner)
    twin = Evidence.objects.get()
    twin.pk = None
    twin.save(force_insert=True)
    with django_capture_on_commit_callbacks(execute=True):
        take(link, owner)
    assert len(list(media.rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        evidence.drop_unlinked([twin.pk])
    assert list(media.rglob("*.pdf")) == []


def test_every_table_of_links_is_declared():
    tables = {model._meta.label for model in apps.get_models() if issubclass(model, EvidenceLink)}
    assert tables == {kind.model for kind in proven()}
    assert len(tables) == 2


def test_file_is_handed_out_by_any_right_that_a_link_gives(run, duty, owner, scoped):
    def statuses(piece):
        where = f"/plants/johor-bahru/evidence/{piece}/"
        people = ("respondent", "stakeholder", "stranger")
        return [scoped.client(person).get(where).status_code for person in people]

    answer = for_answer(run, owner)
    law = for_duty(duty, owner, content=PDF + b"2")
    both = for_answer(run, owner, "DG-07", content=PDF + b"3", key="third-key-1")
    for_duty(duty, owner, content=PDF + b"3", key="third-key-2")
    assert statuses(answer.evidence_id) == [200, 403, 404]
    assert statuses(law.evidence_id) == [403, 200, 404]
    assert statuses(both.evidence_id) == [200, 200, 404]


def test_file_of_another_plant_and_of_a_link_is_not_there(run, owner, scoped):
    piece = for_answer(run, owner).evidence_id
    link = for_answer(run, owner, key="link-key-1", url="https://e.org").evidence_id
    other = PlantFactory(organization=scoped.organization, slug="binh-duong")
    client = scoped.client("cio")
    assert client.get(f"/plants/{other.slug}/evidence/{piece}/").status_code == 404
    assert client.get(f"/plants/johor-bahru/evidence/{link}/").status_code == 404


@pytest.mark.parametrize("address", ["current/runs/{}/review/", "current/runs/{}/questions/DG-06/"])
def test_pages_cost_the_same_with_one_and_with_many_pieces(run, owner, scoped, address):
    client = scoped.client("project_owner")
    where = f"/plants/johor-bahru/{address.format(run.pk)}"

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(where).status_code == 200
        return len(seen)

    give_evidence(run, "DG-06")
    cost()
    one = cost()
    for number in range(15):
        give_evidence(run, f"DG-{6 + number % 3:02}", title=f"piece {number}")
    assert cost() == one


def test_page_of_a_duty_costs_the_same_with_one_and_with_many_pieces(duty, owner, scoped):
    client = scoped.client("cio")
    where = f"/plants/johor-bahru/compliance/obligations/{duty.row.pk}/"

    def cost():
        with CaptureQueriesContext(connection) as seen:
            page = client.get(where).content.decode()
        return len(seen), page.count('class="file')

    for_duty(duty, owner)
    cost()
    one, shown = cost()
    for number in range(10):
        for_duty(duty, owner, content=PDF + bytes([65 + number]), key=f"more-key-{number}")
    # The page tells the history, too: its queries do not grow with it.
    assert cost() == (one, shown + 10)
