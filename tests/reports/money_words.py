"""The unit words of money in a printed document, and where two of them do not agree."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What each word is worth, typed by hand and not taken from the code.
WORTH = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "亿": 10**8,
    "十亿": 10**9,
    "万亿": 10**12,
    "": 1,
}
NAMES = {
    "MYR": "林吉特",
    "CNY": "元人民币",
    "VND": "越南盾",
    "HUF": "福林",
    "MXN": "墨西哥比索",
    "EUR": "欧元",
    "THB": "泰铢",
}
CODES = "|".join(NAMES)
ENGLISH = re.compile(rf"\b({CODES})(?: (thousand|million|billion|trillion))?\b(?! ?[\d])")
CHINESE = re.compile(rf"(万亿|十亿|百万|千|亿|万)?({'|'.join(NAMES.values())})")
FORMER = re.compile(rf"(?:{CODES})[ \u00a0](?:k\b|[千万亿]|百万)(?!\d)|[\d.]+ [万亿]")
HEADS = {"th", "caption", "h1", "h2", "h3"}


class _Heads(HTMLParser):
    """Gathers the words of each head of a table or section, both languages together."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADS and not self.open and ("scope", "row") not in attrs:
            self.open = tag
            self.heads.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open:
            self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.heads[-1] += data


def heads_of(html: str) -> list[str]:
    """Return the words of every head with single spaces."""
    reader = _Heads()
    reader.feed(html)
    return [" ".join(head.split()) for head in reader.heads]


def worths(head: str) -> set[int]:
    """Return what one figure under a head is worth by the unit words of both languages."""
    words = [word for _code, word in ENGLISH.findall(head)]
    words += [word for word, _name in CHINESE.findall(head)]
    return {WORTH[word or ""] for word in words}


def unit_faults(html: str) -> list[str]:
    """Return the heads whose two languages name units of different worth, and former ways."""
    heads = heads_of(html)
    apart = [head for head in heads if len(worths(head)) > 1]
    return apart + [head for head in heads if FORMER.search(head)]


def worth_under(html: str, head: str) -> int:
    """Return what one figure under a head of a column is worth."""
    (worth,) = worths(next(words for words in heads_of(html) if words.startswith(head)))
    return worth
