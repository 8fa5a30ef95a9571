"""Consequences before commit: shown, accepted or dropped as one, by page and by script."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from organizations.models import User
from roadmap.models import Dependency, Initiative
from steps.models import Step
from tests.factories.roadmap import make_bar, make_roadmap, picture_plan

TODAY = date(2026, 11, 18)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def plan(scoped):
    with time_machine.travel(TODAY, tick=False):
        yield picture_plan(scoped.plant, scoped.people["project_owner"])


def url(name, *args):
    return reverse(f"roadmap:{name}", args=["johor-bahru", *args])


def row(title):
    return Initiative.objects.get(title__en=title)


def sent(*rows, **dates):
    data = {"initiative": [one.pk for one in rows]}
    for one in rows:
        data[f"{one.pk}-version"] = one.version
        data |= {f"{one.pk}-{name}": value for name, value in dates.items()}
    return data


def moved(**more):
    """The pilot ends half a year later: the roll-out and what follows it have to wait."""
    return sent(row("MES core, pilot on lines 1–2"), ends_on="2027-06-30", **more)


def fields_of(page):
    """Return the hidden fields of the form that accepts."""
    context = page.context
    data: dict[str, list[str]] = {}
    for name, value in context["fields"]:
        data.setdefault(name, []).append(value)
    return data | {"with_successors": context["with_successors"], "shown": context["shown"]}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "script"])
def test_preview_shows_and_accept_stores_all_as_one(cast, plan, headers):
    client = cast.client("project_owner")
    before = list(Initiative.objects.values_list("pk", "starts_on", "ends_on", "version"))
    page = client.post(url("roadmap-preview"), moved(), **headers)
    text = page.content.decode()
    assert page.status_code == 200
    assert list(Initiative.objects.values_list("pk", "starts_on", "ends_on", "version")) == before
    for words in ("MES roll-out, lines 3–6 follows", "Cost", "2027:", "All lines on MES"):
        assert words in text, words
    assert not Step.objects.exists()
    answer = client.post(url("roadmap-accept"), fields_of(page), **headers)
    assert answer.status_code == (200 if headers else 302)
    assert row("MES roll-out, lines 3–6").starts_on == date(2027, 7, 1)
    assert Step.objects.get().verb == "initiatives.moved"


def test_the_fragment_is_small_however_much_follows(cast, scoped):
    roadmap = make_roadmap(scoped.plant, starts_on=date(2027, 1, 1))
    first = make_bar(roadmap, "First", date(2027, 1, 1), date(2027, 1, 31))
    for number in range(120):
        after = make_bar(roadmap, f"Bar {number}", date(2027, 2, 1), date(2027, 3, 31))
        Dependency.objects.create(predecessor=first, successor=after)
    data = sent(first, starts_on="2027-02-01", ends_on="2027-02-28")
    page = cast.client("project_owner").post(url("roadmap-preview"), data, **HTMX)
    assert "and 113 more" in page.content.decode()
    assert len(page.content) <= 10_000


def test_asked_once_and_remembered(cast, plan):
    client = cast.client("project_owner")
    page = client.post(
        url("roadmap-preview"), moved(with_successors="no") | {"with_successors": "no"}
    )
    text = page.content.decode()
    assert "days too early for what it waits for" in text
    assert "From now on, propose to leave what waits" in text
    data = fields_of(page) | {"remember": "on"}
    client.post(url("roadmap-accept"), data)
    person = User.objects.get(pk=cast.people["project_owner"].pk)
    assert person.followers == "never"
    assert row("MES roll-out, lines 3–6").starts_on < date(2027, 7, 1)
    page = client.post(
        url("roadmap-preview"), sent(row("API and integration platform"), ends_on="2027-12-31")
    )
    assert page.context["with_successors"] == "no"
    assert "From now on" not in page.content.decode()


def move(client, bar, end, **more):
    given = {"starts_on": bar.starts_on, "ends_on": end, "version": bar.version}
    return client.post(url("initiative-move", bar.pk), given | more)


def test_a_move_with_followers_is_shown_first_and_stored_as_one(cast, plan):
    client = cast.client("project_owner")
    pilot = row("MES core, pilot on lines 1–2")
    page = move(client, pilot, date(2027, 6, 30))
    assert page.status_code == 200
    assert "MES roll-out, lines 3–6 follows" in page.content.decode()
    rolled = row("MES roll-out, lines 3–6")
    assert f"{rolled.pk}:2027-07-01:" in page.context["ghosts"]
    assert not Step.objects.exists()
    assert client.post(url("initiative-move", pilot.pk), fields_of(page)).status_code == 302
    assert row("MES roll-out, lines 3–6").starts_on == date(2027, 7, 1)
    assert Step.objects.get().verb == "initiatives.moved"
    stale = move(client, pilot, date(2027, 9, 30))
    assert stale.status_code == 409
    settled = {"on_conflict": "mine", "against": pilot.version + 1}
    page = move(client, pilot, date(2027, 9, 30), **settled)  # what is merged is shown, too
    assert page.status_code == 200
    assert client.post(url("initiative-move", pilot.pk), fields_of(page)).status_code == 302
    assert row("MES roll-out, lines 3–6").starts_on == date(2027, 10, 1)


def test_work_under_way_does_not_move_without_a_word(cast, plan):
    client, rolled = cast.client("project_owner"), row("MES roll-out, lines 3–6")
    Initiative.objects.filter(pk=rolled.pk).update(status=Initiative.Status.ACTIVE)
    page = move(client, row("MES core, pilot on lines 1–2"), date(2027, 6, 30))
    said = "MES roll-out, lines 3–6 is under way; its start would move, too"
    assert said in page.content.decode()
    User.objects.filter(pk=cast.people["project_owner"].pk).update(followers="always")
    page = move(client, row("MES core, pilot on lines 1–2"), date(2027, 6, 30))
    assert (page.status_code, said in page.content.decode()) == (200, True)  # asked all the same
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("followers", "start", "words"),
    [
        ("ask", None, "before you were asked: 2 initiatives that wait stayed where they were"),
        ("always", date(2027, 7, 1), "3 initiatives are stored."),
        ("never", None, "is stored."),
    ],
)
def test_a_page_that_is_left_asks_nobody(cast, plan, followers, start, words):
    User.objects.filter(pk=cast.people["project_owner"].pk).update(followers=followers)
    client, rolled = cast.client("project_owner"), row("MES roll-out, lines 3–6")
    answer = move(client, row("MES core, pilot on lines 1–2"), date(2027, 6, 30), leaving="1")
    assert answer.status_code == 302
    assert row("MES core, pilot on lines 1–2").ends_on == date(2027, 6, 30)
    assert row("MES roll-out, lines 3–6").starts_on == (start or rolled.starts_on)
    text = client.get(answer.headers["Location"]).content.decode()
    assert words in text
    assert ("before you were asked" in text) == (followers == "ask")


def test_who_cannot_follow_is_named_and_nothing_can_be_accepted(cast, plan):
    client = cast.client("project_owner")
    pilot = row("MES core, pilot on lines 1–2")
    page = move(client, pilot, date(2032, 1, 31))
    text = page.content.decode()
    assert page.status_code == 200
    assert "“MES roll-out, lines 3–6”: The start lies behind the twelve quarters" in text
    assert ">Accept<" not in text.replace("\n", "").replace(" ", "")
    forced = client.post(url("initiative-move", pilot.pk), fields_of(page))
    assert forced.status_code == 422
    left = move(client, pilot, date(2032, 1, 31), leaving="1")
    assert left.status_code == 302
    assert Step.objects.get().verb == "initiative.moved"


def test_what_changed_since_is_shown_again_and_not_stored(cast, plan):
    client = cast.client("project_owner")
    page = client.post(url("roadmap-preview"), moved())
    rolled = row("MES roll-out, lines 3–6")
    Initiative.objects.filter(pk=rolled.pk).update(version=5, ends_on=date(2027, 12, 31))
    answer = client.post(url("roadmap-accept"), fields_of(page))
    assert answer.status_code == 409
    assert "The plan was changed in the meantime" in answer.content.decode()
    assert not Step.objects.exists()
    pilot = row("MES core, pilot on lines 1–2")
    Initiative.objects.filter(pk=pilot.pk).update(version=9, ends_on=date(2027, 1, 31))
    answer = client.post(url("roadmap-accept"), fields_of(page), **HTMX)
    assert answer.status_code == 409
    text = answer.content.decode().replace("\u00a0", " ")
    assert "Somebody changed “MES core, pilot on lines 1–2” in the meantime" in text
    assert "31 Jan 2027" in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"initiative": "x"}, 404),
        ({"initiative": "999999"}, 404),
        ({"with_successors": "perhaps"}, 422),
        ({"shown": "nonsense"}, 422),
    ],
)
def test_bad_input_is_refused(cast, plan, data, status):
    client = cast.client("project_owner")
    for name in ("roadmap-preview", "roadmap-accept"):
        answer = client.post(url(name), moved() | data if data.get("shown") else data, **HTMX)
        assert answer.status_code == status
    assert not Step.objects.exists()


def test_a_bad_value_is_named_with_its_bar_and_field(cast, plan):
    client = cast.client("project_owner")
    pilot = row("MES core, pilot on lines 1–2")
    for value, words in (
        ({"ends_on": "soon"}, "“MES core, pilot on lines 1–2”, End"),
        ({"ends_on": "2020-01-01"}, "The end lies before the start"),
        ({"status": "done", "progress": "5"}, "done 100 %"),
        ({"one_off_amount": "-1"}, "One-off cost"),
    ):
        answer = client.post(url("roadmap-preview"), sent(pilot, **value), **HTMX)
        assert answer.status_code == 422
        assert words in answer.content.decode().replace("\u00a0", " ")
    nothing = client.post(url("roadmap-preview"), {"initiative": pilot.pk}, **HTMX)
    assert nothing.status_code == 422  # without the version that was seen


def test_nothing_that_changes_says_so_in_chinese_too(cast, plan):
    person = cast.people["project_owner"]
    person.language = "zh-hans"
    person.save()
    pilot = row("MES core, pilot on lines 1–2")
    data = sent(pilot, starts_on=pilot.starts_on.isoformat())
    text = cast.client("project_owner").post(url("roadmap-preview"), data).content.decode()
    assert "不变" in text
    assert "Unchanged" not in text
