"""Requests that leave the installation for an address that somebody typed.

Whoever may type an address must not reach machines of the network within by it. So a name is resolved
once, every address it has must be public, and the connection goes to one of these, whatever the name
says by then; the certificate must be that of the name. No redirect is followed, no proxy asked, and
time and size have bounds.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from activity.domain.reaching import PORT, host_of, is_public

STEP_SECONDS = 8.0  # to connect, and for each piece of an answer
WHOLE_SECONDS = 20.0
ANSWER_BYTES = 65_536


class RefusedError(Exception):
    """The address may not be asked; its text is a word for the reason."""


@dataclass(frozen=True, slots=True)
class Transport:
    """What reaches the network; tests put a receiver of their own in its place.

    Attributes:
        resolve: name of a machine -> its addresses.
        connect: an address -> an open connection.
        secure: connection and name -> a connection that is encrypted and whose certificate fits.
    """

    resolve: Callable[[str], list[str]]
    connect: Callable[[str], socket.socket]
    secure: Callable[[socket.socket, str], socket.socket]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered.

    Attributes:
        status: of HTTP.
        body: at most `ANSWER_BYTES` of it.
    """

    status: int
    body: bytes


def _resolve(host: str) -> list[str]:
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _connect(address: str) -> socket.socket:
    return socket.create_connection((address, PORT), timeout=STEP_SECONDS)


def _secure(connection: socket.socket, host: str) -> socket.socket:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Greetings are exchanged with the first piece that is sent, within the time for the whole.
    return context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)


NETWORK = Transport(_resolve, _connect, _secure)


def checked_addresses(url: str, transport: Transport) -> list[str]:
    """Return the addresses at which a web address may be asked.

    Raises:
        RefusedError: it is no plain https address, or one of its addresses is not public.
        OSError: nobody knows the name.
    """
    host = host_of(url)
    if not host:
        raise RefusedError("no plain https address")
    addresses = transport.resolve(host)
    if not addresses or not all(is_public(one) for one in addresses):
        raise RefusedError("not a public address")
    return addresses


def post(url: str, body: dict[str, Any], transport: Transport) -> Reply:
    """Send JSON to a web address and return what it answers; a redirect is an answer like others.

    Raises:
        RefusedError: the address may not be asked.
        OSError, http.client.HTTPException: it cannot be reached, or does not answer in time.
    """
    addresses = checked_addresses(url, transport)
    parts, host = urlsplit(url), host_of(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    opened = [_open(addresses, transport)]
    # The time for the whole, however slowly the pieces come: what waits for more is woken by the end.
    end = threading.Timer(WHOLE_SECONDS, _stop, args=[opened])
    end.daemon = True
    end.start()
    try:
        opened.append(transport.secure(opened[0], host))
        asking = http.client.HTTPSConnection(host, PORT)
        asking.sock = opened[-1]
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
        asking.request("POST", path, content, headers)
        with closing(asking.getresponse()) as answer:
            return Reply(answer.status, answer.read(ANSWER_BYTES))
    finally:
        end.cancel()
        for one in opened:
            one.close()


def _open(addresses: list[str], transport: Transport) -> socket.socket:
    failed: OSError = OSError("no address")
    for address in addresses[:3]:
        try:
            return transport.connect(address)
        except OSError as error:
            failed = error
    raise failed


def _stop(opened: list[socket.socket]) -> None:
    """Wake whoever waits at a connection; an encrypted one has taken over that of the first."""
    with suppress(OSError):
        socket.socket.shutdown(opened[-1], socket.SHUT_RDWR)
