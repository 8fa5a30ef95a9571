"""Comments: said, shown safely, changed and deleted by their authors, told to whom they name."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Comment, Notice
from activity.selectors.comments import comment_counts, kinds, subject_of
from activity.services import comments
from calendars.models import PlantMilestone
from core.errors import StaleVersionError
from landscape.models import System
from needs.models import Requirement
from organizations.models import AuditEvent, Membership
from organizations.services.forgetting import forget_person
from organizations.services.leaving import close_person
from tests.activity.conftest import replay
from tests.activity.test_reactions import inbox
from tests.factories.compliance import tracked
from tests.factories.roadmap import make_bar, make_roadmap

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def system(scoped):
    return System.objects.create(plant=scoped.plant, name="SAP", category="ERP")


@pytest.fixture
def url(system):
    return address(system.pk)


@pytest.fixture
def said(scoped, system):
    """Return a function by which a person comments on the system."""

    def say(text, role="it_lead"):
        return comments.add_comment(
            plant=scoped.plant,
            kind="system",
            subject=str(system.pk),
            text=text,
            by=scoped.people[role],
        )

    return say


def address(key, kind="system", slug="johor-bahru"):
    return reverse("activity:comment-list", args=[slug, kind, key])


def send(client, url, text, key="key-of-comment", **more):
    return client.post(url, {"text": text, "key": key}, **more)


# --- said and shown ----------------------------------------------------------------------------
def test_a_comment_is_said_once_and_shown(cast, url):
    client = cast.client("it_lead")
    assert send(client, url, "Ask the vendor: https://v.example/a").status_code == 302
    send(client, url, "Ask the vendor: https://v.example/a")
    page = client.get(url).content.decode()
    assert page.count("Ask the vendor") == 1
    assert '<a href="https://v.example/a" rel="noopener noreferrer nofollow">' in page
    assert "Comments (1)" in page


def test_hostile_words_are_shown_as_words(cast, url):
    hostile = '<script>alert(1)</script> https://x.example/"onmouseover="a @[1] javascript:x'
    client = cast.client("it_lead")
    send(client, url, hostile)
    page = client.get(url).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert '"onmouseover=' not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_nothing_and_too_much_are_refused(cast, url, text):
    answer = send(cast.client("it_lead"), url, text)
    assert answer.status_code == 422
    assert "comment-system-text" in answer.content.decode()
    assert send(cast.client("it_lead"), url, text, **HTMX).status_code == 422


def test_within_a_page_stands_the_part_alone(cast, url, said):
    said("Hello")
    page = cast.client("cio").get(url, **HTMX).content.decode()
    assert page.lstrip().startswith('<section class="comments')
    assert "<html" not in page


def test_what_is_not_there_has_no_comments(cast, url, system):
    client = cast.client("cio")
    for missing in (
        address("999999"),
        address("1x"),
        address("9" * 40),
        address(system.pk, "nothing"),
        address("1:DG-06", "question"),
        address(system.pk, slug="elsewhere"),
    ):
        assert client.get(missing).status_code == 404
        assert send(client, missing, "x").status_code == 404
    assert cast.client("stranger").get(url).status_code == 404
    assert cast.client("stakeholder").get(url).status_code == 403  # sees no systems


def test_counts_of_a_list_are_one_statement(scoped, said, django_assert_num_queries):
    said("a")
    said("b")
    deleted = said("c")
    comments.delete_comment(comment=deleted, expected=1, by=scoped.people["it_lead"])
    with django_assert_num_queries(1):
        assert list(comment_counts(scoped.plant, "system").values()) == [2]


def test_statements_do_not_grow_with_comments(scoped, cast, url, said, django_assert_num_queries):
    client = cast.client("cio")
    said("@Assessor")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(5):
        said(f"@Assessor @Respondent {number}")
    with django_assert_num_queries(len(one)):
        client.get(url)


# --- changed and deleted -----------------------------------------------------------------------
def test_only_the_author_changes_and_deletes(cast, said):
    row = said("First @Assessor")
    edit = reverse("activity:comment-edit", args=["johor-bahru", row.pk])
    delete = reverse("activity:comment-delete", args=["johor-bahru", row.pk])
    for other in ("cio", "stranger"):
        assert cast.client(other).get(edit).status_code == 404
        assert cast.client(other).post(delete, {"version": 1}).status_code == 404
    client = cast.client("it_lead")
    assert "First @Assessor" in client.get(edit).content.decode()
    assert client.post(edit, {"text": "Second", "version": 1}).status_code == 302
    stale = client.post(edit, {"text": "Third", "version": 1})
    assert stale.status_code == 409
    assert "Second" in stale.content.decode()
    assert client.post(delete, {"version": 1}).url == edit  # changed since
    assert client.post(delete, {"version": 2}).status_code == 302
    row.refresh_from_db()
    assert (row.text, list(row.mentioned.all())) == ("", [])
    assert client.get(edit).status_code == 404
    page = client.get(address(row.subject)).content.decode()
    assert "Deleted by It Lead" in page
    assert "Comments (0)" in page


def test_of_two_changes_at_once_one_is_stale(scoped, said):
    row = said("a")
    comments.edit_comment(comment=row, expected=1, text="a", by=scoped.people["it_lead"])
    assert Comment.objects.get(pk=row.pk).edited_at is None  # nothing changed
    same = Comment.objects.get(pk=row.pk)
    by = scoped.people["it_lead"]
    comments.edit_comment(comment=row, expected=1, text="b", by=by)
    with pytest.raises(StaleVersionError):
        comments.delete_comment(comment=same, expected=1, by=by)


def test_the_trail_says_who_but_not_what(scoped, said):
    row = said("Our secret price is 5")
    comments.edit_comment(
        comment=row, expected=1, text="Our secret price is 6", by=scoped.people["it_lead"]
    )
    comments.delete_comment(comment=row, expected=2, by=scoped.people["it_lead"])
    events = AuditEvent.objects.filter(verb__startswith="comment.").order_by("pk")
    assert [one.verb for one in events] == ["comment.added", "comment.edited", "comment.deleted"]
    assert "secret" not in str([(one.changes, one.object_label) for one in events])


# --- mentions ----------------------------------------------------------------------------------
def test_whom_a_comment_names_is_told_once(scoped, said, follow):
    people = scoped.people
    row = said("@Assessor and @It Lead, look")
    follow()
    replay(scoped.organization, "activity.tell_mentioned")
    follow()
    told = [("mentioned", "A comment on “SAP” names you", False)]
    assert inbox(people["assessor"]) == told
    assert inbox(people["it_lead"]) == []  # their own words
    first = Notice.objects.get()
    assert first.path == address(row.subject)
    comments.edit_comment(
        comment=row, expected=1, text="@Assessor and @Cio, look", by=people["it_lead"]
    )
    follow()
    assert inbox(people["assessor"]) == inbox(people["cio"]) == told
    assert Notice.objects.get(pk=first.pk).made_at == first.made_at
    comments.delete_comment(comment=row, expected=2, by=people["it_lead"])
    follow()
    assert [one.done_at is None for one in Notice.objects.all()] == [False, False]


def test_who_may_not_see_the_object_is_neither_offered_nor_told(scoped, cast, url, said, follow):
    said("@Stakeholder @Stranger")
    follow()
    assert Notice.objects.count() == 0
    page = cast.client("cio").get(url).content.decode()
    assert "@Stakeholder @Stranger" in page
    assert "@Assessor" in page
    assert "@Stakeholder ·" not in page


def test_a_right_that_is_gone_hides_the_mention(scoped, said, follow):
    said("@Assessor")
    Membership.objects.filter(user=scoped.people["assessor"]).update(role="stakeholder")
    follow()
    assert Notice.objects.count() == 0


def test_namesakes_are_told_apart_by_their_address(scoped, cast, url, said, follow):
    scoped.people["respondent"].name = scoped.people["assessor"].name
    scoped.people["respondent"].save()
    Membership.objects.filter(user=scoped.people["respondent"]).update(role="it_lead")
    said("@Assessor (respondent@example.org)")
    follow()
    assert len(inbox(scoped.people["respondent"])) == 1
    assert inbox(scoped.people["assessor"]) == []


def test_names_of_people_who_are_forgotten_are_gone_from_comments(scoped, cast, url, said):
    people = scoped.people
    person = people["business_lead"]
    row = said("@Business Lead knows")
    said("I leave", role="business_lead")
    close_person(by=people["cio"], organization=scoped.organization, person=person, successor=None)
    forget_person(person=person, reason="asked")
    page = cast.client("cio").get(url).content.decode()
    assert "Business Lead" not in page
    assert page.count("Former member") == 2
    assert Comment.objects.get(pk=row.pk).text == f"@[{person.pk}] knows"


# --- pages that have them ----------------------------------------------------------------------
def test_pages_lead_to_the_comments_of_their_objects(cast, system, url):
    page = cast.client("it_lead").get(f"/plants/johor-bahru/landscape/systems/{system.pk}/edit/")
    assert f'hx-get="{url}"' in page.content.decode()


def test_every_kind_of_object_is_found_and_named(scoped, cast):
    by = scoped.people["cio"]
    duty = tracked(scoped.plant, by)[0]
    bar = make_bar(make_roadmap(scoped.plant), "MES roll-out")
    stone = {"title": "Start of production", "planned_on": date(2027, 9, 1)}
    row = PlantMilestone.objects.create(plant=scoped.plant, **stone)
    need = Requirement.objects.create(plant=scoped.plant, code="R1", title={"en": "Backups"})
    found = {
        ("duty", duty.row.pk): duty.obligation.text.en,
        ("initiative", bar.pk): "MES roll-out",
        ("milestone", row.pk): "Start of production",
        ("requirement", need.pk): "Backups",
    }
    client = cast.client("cio")
    for (kind, key), title in found.items():
        answer = client.get(address(key, kind))
        assert answer.status_code == 200
        assert title in answer.content.decode()
        assert client.get(address(999_999, kind)).status_code == 404
        place = subject_of(scoped.plant, kind, str(key)).path.partition("#")[0]
        assert address(key, kind) in client.get(place).content.decode()
    assert {kind for kind, _key in found} | {"question", "system"} == set(kinds())
