"""Rules about the source text that no linter knows."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.modules import facts
from tests.architecture.test_sizes import PRODUCT, ROOT, house_files, name_of

SLOW_IMPORT = "# noqa: PLC0415 -- slow import"
# Loaders of reference data and the kernel; everything else works inside a tenant's scope.
UNSCOPED = ("core/", "packs/", "exchange/", "scripts/")
PACKAGE_NAME = re.compile(r"^[A-Za-z0-9._-]+")


def django_scopes_names(path) -> set[str]:
    """Return what a module takes from django_scopes."""
    return facts(path).taken.get("django_scopes", set())


def test_only_the_kernel_opens_a_scope():
    """`scope(organization=None)` would show every tenant; `tenant()` refuses it."""
    guilty = [name_of(p) for p in PRODUCT if "scope" in django_scopes_names(p)]
    assert guilty == ["core/base.py"]


def test_scopes_are_switched_off_for_reference_data_only():
    guilty = [
        name_of(p)
        for p in PRODUCT
        if "scopes_disabled" in django_scopes_names(p) and not name_of(p).startswith(UNSCOPED)
    ]
    assert guilty == []


def test_imports_inside_functions_have_the_one_reason():
    guilty = [
        f"{name_of(p)}:{number}"
        for p in PRODUCT
        for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1)
        if "PLC0415" in line and SLOW_IMPORT not in line
    ]
    assert guilty == []


def test_exceptions_from_the_linter_name_their_rule():
    bare = re.compile(r"# (noqa|type: ignore)(?!:|\[)")
    guilty = [
        f"{name_of(p)}:{number}"
        for p in PRODUCT
        for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert guilty == []


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE
    )
    kinds = ("application/json", "speculationrules")
    guilty = [
        f"{name_of(path)}: {match[0].strip()}"
        for path in house_files("templates/*.html")
        if "/pdf/" not in name_of(path)
        for match in inline.finditer(path.read_text(encoding="utf-8"))
        if not any(kind in match[0] for kind in kinds)
    ]
    assert guilty == []


def declared() -> dict[str, str]:
    """Return every dependency of pyproject.toml with the line it stands on."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    lines = text.splitlines()
    return {
        PACKAGE_NAME.match(item)[0]: next(line for line in lines if f'"{item}"' in line)
        for item in named
    }


@pytest.mark.parametrize("name", declared())
def test_every_dependency_is_explained(name):
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert f"| {name} |" in explained


def test_nothing_is_explained_that_is_not_used():
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ([a-z0-9-]+) \|", explained, re.MULTILINE))
    assert rows - set(declared()) == set()


@pytest.mark.parametrize(
    "lock", ["requirements", "requirements-dev", "requirements-s3", "requirements-uv"]
)
def test_locks_carry_hashes_and_no_addresses(lock):
    text = (ROOT / f"{lock}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*(?:\n    --hash=[^\n]*)+", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)) > 0


def test_the_version_stands_in_one_way_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f'APP_VERSION = "{version}"' in (ROOT / "config" / "settings.py").read_text()
    headings = re.findall(
        r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == version
    # An upgrade keeps a database of each of them: `scripts/release_dump.py` makes the dumps.
    dumps = {path.name for path in (ROOT / "tests" / "upgrade").glob("*.sql.gz")}
    for release in headings[1:]:
        assert {f"{release}.sqlite.sql.gz", f"{release}.postgresql.sql.gz"} <= dumps


def test_private_parts_of_every_app_are_protected():
    """Views, forms, tasks, reactions and charts are their app's own; a contract names each."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    contracts = settings["importlinter"]["contracts"]
    named = {m for c in contracts if c["type"] == "protected" for m in c["protected_modules"]}
    present = {
        f"{app}.{part}"
        for app in settings["slipcover"]["source"]
        for part in ("views", "forms", "tasks", "reactions", "charts")
        if app not in {"core", "packs", "sheets"}
        and ((ROOT / app / f"{part}.py").exists() or (ROOT / app / part).is_dir())
    }
    assert named == present
