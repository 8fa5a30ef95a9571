"""Forms as a browser finds them on pages, and bodies that no browser would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote_from_bytes, urlsplit

MULTIPART = "multipart/form-data"
PLAIN = "application/x-www-form-urlencoded"
OURS = ("csrfmiddlewaretoken",)


@dataclass
class WebForm:
    """One form: where it goes, how, and what it would send untouched.

    `fields` holds name -> values, `files` the names of file fields, `kinds` the type of each input,
    `options` what may be chosen.
    """

    action: str
    method: str = "get"
    enctype: str = PLAIN
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    numeric: set[str] = field(default_factory=set)  # fields with a keyboard for numbers


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[WebForm] = []
        self.asked: set[str] = set()  # names in the queries of links
        self.open: WebForm | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for link in ("href", "hx-get"):
            self.asked |= set(parse_qs(urlsplit(given.get(link, "")).query))
        if tag == "form":
            action = given.get("action") or given.get("hx-post") or self.address
            self.open = WebForm(
                action if action.startswith("/") else self.address,
                "post" if "hx-post" in given else given.get("method", "get").lower(),
                given.get("enctype", PLAIN),
            )
            self.forms.append(self.open)
        elif self.open is not None:
            self._part(tag, given)

    def _part(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self.select:
            values = self.open.fields.setdefault(self.select, [])
            self.open.options.setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given or not values:
                self.open.fields[self.select] = [given.get("value", "")]
        if not name or name in OURS:
            return
        if tag in ("select", "textarea"):
            self.select = name if tag == "select" else ""
            self.area = name if tag == "textarea" else ""
            self.open.fields.setdefault(name, [])
            self.open.kinds[name] = tag
        elif tag == "input" and kind != "submit":
            self.open.kinds[name] = kind
            if given.get("inputmode") in ("decimal", "numeric"):
                self.open.numeric.add(name)
            if kind == "radio":
                self.open.options.setdefault(name, []).append(given.get("value", ""))
            if kind == "file":
                self.open.files.add(name)
            elif kind not in ("checkbox", "radio") or "checked" in given:
                self.open.fields.setdefault(name, []).append(given.get("value", ""))
            else:
                self.open.fields.setdefault(name, [])

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.area and data.strip():
            self.open.fields[self.area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""


def forms_on(html: str, address: str) -> tuple[list[WebForm], set[str]]:
    """Return the forms of a page, and the names that its links put into queries."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms, reader.asked


def encoded(fields: dict[str, list[str]]) -> bytes:
    """Return fields as a browser sends them; lone surrogates go out as the bytes they stand for."""

    def quoted(text: str) -> str:
        return quote_from_bytes(text.encode("utf-8", "surrogatepass"))

    pairs = [f"{quoted(name)}={quoted(value)}" for name, many in fields.items() for value in many]
    return "&".join(pairs).encode()


def multipart(
    fields: dict[str, list[str]], files: dict[str, tuple[str, bytes]], boundary: str = "limit"
) -> bytes:
    """Return fields and files (name -> file name and content) as parts."""
    parts = []
    for name, many in fields.items():
        for value in many:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + value.encode("utf-8", "surrogatepass") + b"\r\n")
    for name, (title, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"'
        parts.append(head.encode() + b"\r\nContent-Type: text/csv\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()
