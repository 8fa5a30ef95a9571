"""No unit of money is written anywhere but in the scale that divides the figures."""

from __future__ import annotations

import re
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
APPS = [path.parent for path in ROOT.glob("*/apps.py")]
HOME = {ROOT / "core" / name for name in ("money.py", "currencies.py", "wording/money.py")}
# What people type for a number, whatever it counts.
TYPED = ROOT / "sheets" / "numbers.py"
SHOWN = ROOT / "templates" / "_styleguide_table.html"  # an example with figures of its own
HOME |= {SHOWN, TYPED}
WORD = re.compile(
    r"""(?:\}\}?|\)s|MYR|CNY|VND)[\s\u00a0]*(?:thousand|million|billion|k\b|[千万亿]|百万)"""
    r"""|["'](?:thousand|ten thousand|million|hundred million|billion)["']""",
)


def test_no_message_names_a_unit_of_money():
    guilty = [
        f"{path.parent.parent.parent.name}: {entry.msgid}"
        for path in ROOT.glob("locale/*/zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if WORD.search(f"{entry.msgid}\n{entry.msgstr}")
    ]
    assert guilty == []


def test_no_code_or_template_names_a_unit_of_money():
    sources = [path for app in APPS for path in app.rglob("*.py")]
    sources += [*(ROOT / "templates").rglob("*.html")]
    guilty = [
        f"{path.relative_to(ROOT)}: {mark[0]}"
        for path in sources
        if path not in HOME
        for mark in [WORD.search(path.read_text(encoding="utf-8"))]
        if mark
    ]
    assert guilty == []


def test_the_word_is_seen():
    for text in ("%(currency)s million", "{{ currency }} 万", "MYR 万", "_('thousand')", "MYR k"):
        assert WORD.search(text), text
