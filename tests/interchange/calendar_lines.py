"""A reader of iCalendar for tests, line by line as RFC 5545 has it; it shares nothing with the writer."""

from __future__ import annotations

import re

ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\"}


def unfolded(data: bytes) -> list[str]:
    """Return the lines; fail on a wrong line end or a line beyond 75 octets."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines: list[bytes] = []
    for raw in data.split(b"\r\n")[:-1]:
        assert len(raw) <= 75, raw
        raw.decode()  # no letter is cut
        if raw.startswith(b" "):
            lines[-1] += raw[1:]
        else:
            lines.append(raw)
    return [line.decode() for line in lines]


def plain(value: str) -> str:
    """Return a text without its escapes."""
    return re.sub(r"\\(.)", lambda found: ESCAPES[found[1]], value)


def events(data: bytes) -> list[dict[str, str]]:
    """Return every event by the names of its properties, texts plain."""
    found: list[dict[str, str]] = []
    inside = False
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            assert name not in found[-1], line
            text = name in {"SUMMARY", "DESCRIPTION", "CATEGORIES"}
            found[-1][name] = plain(value) if text else value
    return found
