"""Messages to group chats: chosen kinds, once each, with patience, and without what is confidential."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.domain.reaching import WAITS
from activity.models import Notice, Webhook, WebhookDelivery
from activity.services import webhooks as service
from activity.services.webhooks import send_due
from core import clock
from core.errors import StaleVersionError
from organizations.models import AuditEvent, Plant
from tests.activity.receiver import listening
from tests.factories.organizations import PlantFactory

URL = "https://hooks.example.com/a?key=very-secret-9876"
SECRET = "SEC-of-the-robot"
VALUES = {
    "name": "Johor crew",
    "kind": "slack",
    "url": URL,
    "secret": "",
    "language": "en",
    "kinds": ["assigned", "due_soon"],
    "every_plant": True,
    "is_active": True,
}
LIST = reverse("activity:webhook-list")
State = WebhookDelivery.State


@pytest.fixture
def receiver():
    with listening() as found:
        yield found


@pytest.fixture
def opened(scoped):
    """Return a function that opens a way, with what a test says otherwise."""

    def open_way(*plants, **more):
        return service.add_webhook(
            organization=scoped.organization,
            values={**VALUES, **more},
            plants=plants,
            by=scoped.people["cio"],
        )

    return open_way


def states():
    rows = WebhookDelivery.objects.order_by("pk")
    return [(row.state, row.tries, row.status, row.error) for row in rows]


def sent_words(receiver):
    return [body["text"] for _host, _path, body in receiver.asked]


# --- what is sent ------------------------------------------------------------------------------
def test_a_notice_goes_out_once_however_many_it_tells(opened, told, scoped, receiver, settings):
    settings.PUBLIC_URL = "https://landfall.example"
    opened()
    moment = clock.now()
    told(at=moment)
    told(at=moment, recipient=scoped.people["it_lead"])
    told(at=moment)  # a reaction that is run twice
    assert send_due(receiver.transport()) == 1
    assert send_due(receiver.transport()) == 0
    assert states() == [("sent", 1, 200, "")]
    host, path, body = receiver.asked[0]
    assert (host, path) == ("hooks.example.com", "/a?key=very-secret-9876")
    assert body["text"] == "Landfall · Assigned · Johor Bahru: Answer “Data” in 2026 H2"
    link = "<https://landfall.example/plants/johor-bahru/|Open in Landfall>"
    assert body["blocks"][2]["text"]["text"] == link
    told(at=moment + dt.timedelta(minutes=5))  # told anew
    assert send_due(receiver.transport()) == 1


def test_in_the_language_of_the_chat(opened, told, receiver):
    opened(language="zh-hans", kind="feishu", secret=SECRET)
    told()
    send_due(receiver.transport())
    body = receiver.asked[0][2]
    assert body["content"]["post"]["zh_cn"]["content"][0][0]["text"] == "请填写“数据”（2026 H2）"
    assert set(body) == {"timestamp", "sign", "msg_type", "content"}


def test_only_chosen_kinds_and_plants(opened, told, scoped, receiver):
    other = PlantFactory(organization=scoped.organization, name="Szeged", slug="szeged")
    opened(other, every_plant=False)
    told()
    opened(kinds=["agreed"])
    told(key="another/")
    assert WebhookDelivery.objects.count() == 0
    told(kind=Notice.Kind.CODE_ASKED, key="third/")
    opened(kinds=["code_asked", "mentioned"])  # never offered, and never sent
    told(kind=Notice.Kind.MENTIONED, key="fourth/")
    assert WebhookDelivery.objects.count() == 0
    told(recipient=scoped.people["cio"], plant=other, key="fifth/")
    assert [row.plant for row in WebhookDelivery.objects.all()] == [other]


def test_a_plant_that_goes_opens_no_way_to_all(opened, told, scoped):
    other = PlantFactory(organization=scoped.organization, name="Szeged", slug="szeged")
    opened(other, every_plant=False)
    Plant.objects.filter(pk=other.pk).delete()
    told()
    assert WebhookDelivery.objects.count() == 0


def test_what_is_not_wanted_any_more_is_not_sent(opened, told, scoped, receiver):
    way = opened()
    told()
    service.edit_webhook(
        webhook=way,
        expected=1,
        values={**VALUES, "url": "", "is_active": False},
        plants=[],
        by=scoped.people["cio"],
    )
    assert send_due(receiver.transport()) == 0
    assert (receiver.asked, states()) == ([], [])


def test_ways_of_other_groups_hear_nothing(opened, told, scoped, cast):
    stranger = Plant._base_manager.get(slug="elsewhere").organization
    Webhook._base_manager.create(organization=stranger, **VALUES)
    told()
    assert WebhookDelivery._base_manager.count() == 0


# --- patience ----------------------------------------------------------------------------------
def test_a_dead_receiver_loses_nothing_and_is_given_up_in_sight(opened, told, receiver, cast):
    way = opened()
    now = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        told(at=now)
    for tries, minutes in enumerate([0, *WAITS], start=1):
        now += dt.timedelta(minutes=minutes)
        if minutes:
            with time_machine.travel(now - dt.timedelta(seconds=1), tick=False):
                assert send_due(receiver.transport()) == 0
                assert len(receiver.asked) == tries - 1
        receiver.answers.append((503, b"", {}))
        with time_machine.travel(now, tick=False):
            send_due(receiver.transport())
        assert len(receiver.asked) == tries
    assert states() == [("given_up", len(WAITS) + 1, 503, "status")]
    page = cast.client("cio").get(reverse("activity:webhook-detail", args=[way.pk]))
    assert "Given up" in page.content.decode()
    assert "Answered with an error." in page.content.decode()
    assert "given up: 1" in cast.client("cio").get(LIST).content.decode()


def test_it_arrives_once_the_receiver_is_back(opened, told, receiver):
    opened(kind="wecom")
    told()
    receiver.answers.append((200, b'{"errcode":45009,"errmsg":"freq"}', {}))
    send_due(receiver.transport())
    assert states() == [("waiting", 1, 200, "code 45009")]
    WebhookDelivery.objects.update(next_at=clock.now())
    assert send_due(receiver.transport()) == 1
    assert states() == [("sent", 2, 200, "")]


def test_an_address_within_is_refused_at_sending_for_good(opened, told, receiver):
    opened()
    told()
    send_due(receiver.transport(["10.0.0.1"]))
    assert states() == [("given_up", 1, None, "refused")]
    assert receiver.asked == []


@pytest.mark.parametrize(("error", "word"), [(TimeoutError(), "timeout"), (OSError(), "OSError")])
def test_what_cannot_be_reached_waits(opened, told, receiver, error, word):
    opened()
    told()
    transport = receiver.transport()

    def fail(_address):
        raise error

    object.__setattr__(transport, "connect", fail)
    send_due(transport)
    assert states() == [("waiting", 1, None, word)]


def test_what_lost_its_worker_is_not_sent_twice(opened, told, receiver):
    opened()
    told()
    WebhookDelivery.objects.update(state=State.SENDING, updated_at=clock.now())
    send_due(receiver.transport())
    assert states() == [("sending", 0, None, "")]
    WebhookDelivery.objects.update(updated_at=clock.now() - service.LOST * 2)
    send_due(receiver.transport())
    assert (states(), receiver.asked) == ([("given_up", 0, None, "interrupted")], [])


def test_of_two_workers_one_sends(opened, told, receiver):
    opened()
    told()
    first = receiver.transport()

    def resolve(host):
        assert send_due(receiver.transport()) == 0  # the other one comes meanwhile
        return first.resolve(host)

    assert send_due(type(first)(resolve, first.connect, first.secure)) == 1
    assert len(receiver.asked) == 1


def test_old_messages_go(opened, told, receiver):
    opened()
    told()
    send_due(receiver.transport())
    told(key="waits/")
    assert service.remove_old(clock.now()) == 0
    assert service.remove_old(clock.now() + service.KEPT * 2) == 1
    assert [row.key for row in WebhookDelivery.objects.all()] == ["waits/"]


# --- pages -------------------------------------------------------------------------------------
def fields(**more):
    data = {**VALUES, "every_plant": "on", "is_active": "on", "key": "key-of-the-way", **more}
    return {name: value for name, value in data.items() if value is not None}


def test_a_way_is_opened_once_and_its_address_is_not_shown_again(cast, scoped):
    client = cast.client("cio")
    create = reverse("activity:webhook-create")
    for _twice in range(2):
        assert client.post(create, fields(secret=SECRET)).status_code == 302
    way = Webhook.objects.get()
    assert (way.url, way.secret) == (URL, SECRET)
    pages = [
        LIST,
        *(reverse(f"activity:webhook-{name}", args=[way.pk]) for name in ("detail", "edit")),
    ]
    shown = "".join(client.get(page).content.decode() for page in pages)
    shown += str([(one.changes, one.object_label) for one in AuditEvent.objects.all()])
    assert "hooks.example.com" in shown
    assert "very-secret" not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://hooks.example.com/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://10.1.1.1/a",
        ),
        *("https://[::1]/", "https://2130706433/", "https://db.internal/", "https://a.example:22/"),
        *("https://u:p@a.example/", "javascript:alert(1)", "x" * 1001, ""),
    ],
)
def test_hostile_addresses_are_refused_by_the_form(cast, url):
    answer = cast.client("cio").post(reverse("activity:webhook-create"), fields(url=url))
    assert answer.status_code == 422
    assert 'id="id_url"' in answer.content.decode()


@pytest.mark.parametrize(
    "more",
    [
        *({"name": ""}, {"kind": "irc"}, {"kinds": []}, {"kinds": ["code_asked"]}),
        *({"language": "xx"}, {"every_plant": None}, {"every_plant": None, "plants": ["1"]}),
        {"every_plant": None, "plants": ["9" * 40]},
    ],
)
def test_wrong_input_is_refused(cast, more):
    elsewhere = Plant._base_manager.get(slug="elsewhere")
    if more.get("plants") == ["1"]:
        more = {**more, "plants": [str(elsewhere.pk)]}
    assert (
        cast.client("cio").post(reverse("activity:webhook-create"), fields(**more)).status_code
        == 422
    )


def test_what_is_left_empty_stays_and_a_stale_save_shows_both(cast, opened, scoped):
    way = opened(kind="dingtalk", secret=SECRET)
    edit, client = reverse("activity:webhook-edit", args=[way.pk]), cast.client("cio")
    sent = fields(url="", secret="", version="1", name="Renamed", kind="dingtalk")
    assert client.post(edit, sent).status_code == 302
    way.refresh_from_db()
    assert (way.name, way.url, way.secret, way.version) == ("Renamed", URL, SECRET, 2)
    stale = client.post(edit, {**sent, "name": "Mine", "kinds": ["agreed"], "is_active": ""})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert all(one in page for one in ("Renamed", "Mine", "Agreed", "Yes", "No"))
    assert "very-secret" not in page
    with pytest.raises(StaleVersionError):
        service.edit_webhook(
            webhook=way, expected=1, values=VALUES, plants=[], by=scoped.people["cio"]
        )


def test_a_test_message_says_only_that_it_was_sent(cast, opened, receiver):
    way = opened(is_active=False)
    detail = reverse("activity:webhook-detail", args=[way.pk])
    client = cast.client("cio")
    assert client.post(reverse("activity:webhook-test", args=[way.pk])).url == detail
    send_due(receiver.transport())
    assert sent_words(receiver) == [
        "Landfall · Test: This message tries the way to this group chat"
    ]
    assert "Sent" in client.get(detail).content.decode()


@pytest.mark.parametrize("error", [*("refused", "timeout", "gaierror"), "code 19021", "SSLError"])
def test_what_went_wrong_is_said_in_words(cast, opened, told, error):
    way = opened()
    told()
    WebhookDelivery.objects.update(error=error, tries=1)
    page = (
        cast.client("cio").get(reverse("activity:webhook-detail", args=[way.pk])).content.decode()
    )
    said = {"refused": "not public", "timeout": "No answer in time", "gaierror": "Nobody knows"}
    assert said.get(error, error.removeprefix("code ")) in page


def test_a_way_is_closed_for_good(cast, opened, told):
    way = opened()
    told()
    client = cast.client("cio")
    assert client.post(reverse("activity:webhook-delete", args=[way.pk])).url == LIST
    assert Webhook.objects.count() == WebhookDelivery.objects.count() == 0
    assert "No way is open" in client.get(LIST).content.decode()


def test_statements_do_not_grow_with_ways(cast, opened, told, django_assert_num_queries):
    client = cast.client("cio")
    opened()
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(5):
        opened(name=f"Chat {number}")
    told()
    with django_assert_num_queries(len(one)):
        client.get(LIST)
