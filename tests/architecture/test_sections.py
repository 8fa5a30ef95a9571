"""A section of a document is a noun with its files, its template and its test."""

from __future__ import annotations

import pytest

from reports.sections.gathering import READERS
from reports.sections.kinds import KINDS
from tests.architecture.test_sizes import ROOT

FOLDER = ROOT / "reports" / "sections"
NOUNS = sorted(path.name for path in FOLDER.iterdir() if (path / "content.py").exists())
FILES = {"__init__.py", "content.py", "collect.py", "drawings.py"}


def test_every_folder_is_a_section_of_some_document():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()} - {"__pycache__"}
    printed = {section.name for kind in KINDS.values() for section in kind.sections}
    assert folders == set(NOUNS) == printed == set(READERS)


@pytest.mark.parametrize("noun", NOUNS)
def test_section_has_its_files_its_template_and_its_test(noun):
    files = {path.name for path in (FOLDER / noun).iterdir()} - {"__pycache__"}
    assert files <= FILES
    assert files >= FILES - {"drawings.py"}
    assert not (FOLDER / noun / "__init__.py").read_text()
    assert (ROOT / "templates" / "reports" / "sections" / f"{noun}.html").is_file()
    assert (ROOT / "tests" / "reports" / "sections" / f"test_{noun}.py").is_file()


@pytest.mark.parametrize("noun", NOUNS)
def test_names_of_a_document_are_single(noun):
    for kind in KINDS.values():
        assert [section.name for section in kind.sections].count(noun) <= 1
