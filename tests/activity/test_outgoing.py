"""Requests that leave: only to public addresses, to the very one that was looked at, within bounds."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from activity.services import outgoing
from activity.services.outgoing import RefusedError, Transport, post
from tests.activity.receiver import PUBLIC, listening

URL = "https://hooks.example.com/a?key=1"


@pytest.fixture
def receiver():
    with listening() as found:
        yield found


def test_a_message_arrives_at_the_address_that_was_looked_at(receiver):
    reply = post(URL, {"say": "你好"}, receiver.transport())
    assert (reply.status, reply.body) == (200, b"ok")
    assert receiver.asked == [("hooks.example.com", "/a?key=1", {"say": "你好"})]
    assert receiver.names == ["hooks.example.com"]  # once: another answer later changes nothing
    assert receiver.reached == [PUBLIC]


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        ["127.0.0.1"],
        ["10.0.0.8"],
        [PUBLIC, "192.168.0.1"],
        ["::ffff:10.0.0.1"],
        ["169.254.169.254"],
    ],
)
def test_nothing_is_sent_into_the_network_within(receiver, addresses):
    with pytest.raises(RefusedError):
        post(URL, {}, receiver.transport(addresses))
    assert receiver.asked == receiver.reached == []


@pytest.mark.parametrize(
    "url", ["http://hooks.example.com/", "https://h.example:8443/", "file:///etc"]
)
def test_only_https_is_asked(receiver, url):
    with pytest.raises(RefusedError):
        post(url, {}, receiver.transport())
    assert receiver.names == []


def test_a_redirect_is_not_followed(receiver):
    receiver.answers.append((302, b"", {"Location": "https://127.0.0.1/"}))
    assert post(URL, {}, receiver.transport()).status == 302
    assert len(receiver.asked) == 1


def test_of_a_long_answer_no_more_is_read(receiver):
    receiver.answers.append((200, b"x" * 300_000, {}))
    assert len(post(URL, {}, receiver.transport()).body) == outgoing.ANSWER_BYTES


def test_the_next_address_is_tried_where_one_is_dead(receiver):
    live = receiver.transport(["93.184.216.35", PUBLIC])

    def connect(address):
        if address != PUBLIC:
            raise ConnectionRefusedError
        return live.connect(address)

    assert post(URL, {}, Transport(live.resolve, connect, live.secure)).status == 200


def test_nobody_listens():
    def connect(_address):
        raise ConnectionRefusedError

    dead = Transport(lambda _host: [PUBLIC], connect, lambda connection, _host: connection)
    with pytest.raises(ConnectionRefusedError):
        post(URL, {}, dead)


def test_an_answer_that_does_not_come_is_cut_off(monkeypatch):
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            connection, _address = server.accept()
            with connection:
                while connection.recv(1000):
                    pass  # until the other side goes

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()

        def connect(_address):
            return socket.create_connection(server.getsockname())

        slow = Transport(lambda _host: [PUBLIC], connect, lambda connection, _host: connection)
        with pytest.raises((OSError, outgoing.http.client.HTTPException)):
            post(URL, {}, slow)
        thread.join()


def test_the_certificate_must_be_that_of_the_name(receiver):
    """A receiver that speaks no TLS is no receiver, and the context asks for the name."""
    plain = receiver.transport()
    strict = Transport(plain.resolve, plain.connect, outgoing.NETWORK.secure)
    with pytest.raises(OSError):
        post(URL, {}, strict)
    assert receiver.asked == []
    left, right = socket.socketpair()
    with outgoing.NETWORK.secure(left, "hooks.example.com") as secured, right:
        assert secured.context.check_hostname
        assert secured.context.verify_mode == ssl.CERT_REQUIRED
        assert secured.server_hostname == "hooks.example.com"


def test_the_network_is_asked_at_the_port_of_https(monkeypatch):
    seen = []
    monkeypatch.setattr(
        socket, "create_connection", lambda *given, **more: seen.append((given, more))
    )
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **_more: [(0, 0, 0, "", (PUBLIC, port))] * 2 if host == "a.b" else [],
    )
    assert outgoing.NETWORK.resolve("a.b") == [PUBLIC]
    outgoing.NETWORK.connect(PUBLIC)
    assert seen == [(((PUBLIC, 443),), {"timeout": outgoing.STEP_SECONDS})]
