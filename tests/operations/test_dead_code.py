"""The check for code that nothing but a test calls."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """
def called(): return kept()
def kept(): return 1
def forgotten(): return 2
def by_template(): return 3
class ByPath: pass
SETTING = "app.rules.ByPath"
print(called(), SETTING)
"""


@pytest.fixture
def check(tmp_path, monkeypatch):
    """The script over a small house with one app, one template and one page of packs."""
    pytest.importorskip("vulture", reason="vulture is not installed: make setup")
    spec = importlib.util.spec_from_file_location("dead_code", ROOT / "scripts" / "dead_code.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, text in {
        "app/rules.py": CODE,
        "templates/page.html": "{% if x %}{{ row.by_template }}{% endif %} {# forgotten #}",
        "packs/schema/kind.py": "class Kind:\n    read: int\n    unread: int\nprint(Kind().read)\n",
        "docs/packs.md": '`unread` comes before <a id="unread"></a> and does not count',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "APPS", ["app", "packs"])
    monkeypatch.setattr(module, "PLACES", ["app", "packs"])
    monkeypatch.setattr(module, "ALLOWED", {})
    return module


def test_only_what_nobody_uses_is_named(check, capsys):
    assert check.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "app/rules.py:4: unused function forgotten",
        "packs/schema/kind.py:3: unused variable unread; docs/packs.md#unread does not name it",
    ]


def test_reviewed_names_pass_and_idle_ones_do_not(check, capsys, tmp_path):
    check.ALLOWED["forgotten"] = "why"
    (tmp_path / "docs" / "packs.md").write_text('<a id="unread"></a> `unread`')
    assert check.main() == 0
    check.ALLOWED["called"] = "why"
    assert check.main() == 1
    assert "called is used or gone" in capsys.readouterr().out
