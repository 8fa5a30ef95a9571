"""Which addresses of the network a message may leave for, and when it is tried again."""

from __future__ import annotations

import datetime as dt
import ipaddress
from urllib.parse import urlsplit

PORT = 443
# Minutes after the first, second … failed try; a receiver that is away for two days is given up.
WAITS = (1, 5, 30, 120, 360, 720, 1440)
# Addresses that carry another one within them, through which a network may reach its own machines.
TUNNELS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "2001::/32", "2002::/16"))
WITHIN = (
    "arpa",
    "corp",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localhost",
    "test",
)


def is_public(address: str) -> bool:
    """Tell whether an address of the network belongs to the internet at large.

    Args:
        address: as the resolver of names gives it, with or without the zone of an IPv6 address.

    Returns:
        False for private, loopback, link-local, multicast, reserved and unknown ones, for IPv6
        addresses that hold an IPv4 address, and for what is no address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        held = found.ipv4_mapped is not None or any(found in one for one in TUNNELS)
        if held or found.scope_id is not None or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def host_of(url: str) -> str:
    """Return the machine that a web address names; empty unless it is a plain https address.

    Args:
        url: as somebody typed it.

    Returns:
        Empty for another scheme, another port than 443, a name and password within it, a fragment, and
        what is no address at all.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    plain = parts.scheme == "https" and port in (None, PORT) and "@" not in parts.netloc
    return host if plain and not parts.fragment and _is_name(host) else ""


def _is_name(host: str) -> bool:
    return 0 < len(host) < 254 and host.isascii() and not set(host) & set("%\\ <>\"'{}|^`")


def is_outside(host: str) -> bool:
    """Tell whether a machine's name can be one of the internet; what it leads to is asked later.

    Args:
        host: as `host_of` gives it.

    Returns:
        False for an address that is not public, however it is written, and for names of the network within.
    """
    if ":" in host:
        return is_public(host)
    last = host.rstrip(".").rpartition(".")[2].lower()
    if last.isdigit():
        return is_public(host)
    is_number = last.startswith("0x") and last.isalnum()
    return "." in host.rstrip(".") and not is_number and last not in WITHIN


def next_try(failed: int, now: dt.datetime) -> dt.datetime | None:
    """Return when a message is tried again.

    Args:
        failed: how often it was tried in vain, at least once.
        now: the moment of the last try.

    Returns:
        After 1, 5 and 30 minutes, 2, 6, 12 and 24 hours; None when it is given up.

    Source: docs/method.md#webhooks
    """
    if failed > len(WAITS):
        return None
    return now + dt.timedelta(minutes=WAITS[failed - 1])
