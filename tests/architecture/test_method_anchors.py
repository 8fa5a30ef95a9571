"""Every rule that cites docs/method.md cites a section that exists, and code it names exists."""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_sizes import PRODUCT, ROOT, house_files, name_of

METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
ANCHORS = set(re.findall(r'<a id="([\w-]+)"></a>', METHOD))
CITED = re.compile(r"docs/method\.md((?:(?:,| and)? ?#[\w-]+)+)")


def citations() -> list[tuple[str, str]]:
    """Return file and anchor of every citation in code, templates and packs."""
    files = [*PRODUCT, *house_files("templates/*.html"), *house_files("packs/data/*.yaml")]
    return sorted(
        {
            (name_of(path), anchor)
            for path in files
            for place in CITED.findall(path.read_text(encoding="utf-8"))
            for anchor in re.findall(r"#([\w-]+)", place)
        }
    )


def test_rules_are_cited():
    assert ("scoring/domain/engine.py", "scores") in citations()
    assert ("indicators/domain/signals.py", "anomalies") in citations()


def test_every_cited_section_exists():
    assert [(file, anchor) for file, anchor in citations() if anchor not in ANCHORS] == []


def test_links_inside_the_page_lead_somewhere():
    assert set(re.findall(r"\]\(#([\w-]+)\)", METHOD)) - ANCHORS == set()


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`(\w+/[\w/]+\.py)`", METHOD))))
def test_every_named_module_exists(file):
    assert (ROOT / file).is_file()
