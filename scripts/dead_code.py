"""Find code that nothing but a test calls; exit 1 when there is some.

    python scripts/dead_code.py

vulture reads the product, without its tests: what only tests call is dead, whatever their
coverage says. Names in templates and in settings (`"organizations.forms.account.SignInForm"`)
count as uses. What a framework calls by name is left out by pattern; what stays although nobody
calls it stands in `ALLOWED` with its reason, and goes from there when somebody does.
"""

from __future__ import annotations

import ast
import keyword
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]["source"]
PLACES = (*APPS, "config", "scripts", "manage.py")
CONFIDENCE = 60
# Read, because they use the product; what they set is for Django, servers and libraries.
SILENT = re.compile(r"/migrations/|^config/|^scripts/bench/|^scripts/(build_assets|messages)\.py")
# Called or read by name: Django's classes, forms, commands and errors, allauth, pydantic.
IGNORED = (
    *("msgid1", "msgid2"),  # of gettext.NullTranslations
    *("*Config", "Command", "Meta", "TENANT", "abstract", "requires_system_checks"),
    *("add_arguments", "app_name", "urlpatterns", "account_urlpatterns"),
    *(
        "unique_error_message",
        "clean_*",
        "prepare_value",
        "run_validators",
        "is_required",
        "queryset",
        "field_order",
        "help_texts",
        "formfield_callback",
    ),
    *("handle_starttag", "handle_data", "handle_endtag"),
    *("StartElementHandler", "EndElementHandler", "StartDoctypeDeclHandler", "EntityDeclHandler"),
    *("field_classes", "widgets", "empty_label", "input_type", "create_superuser"),
    *("from_db_value", "get_by_natural_key", "get_full_name", "is_staff", "original_response"),
    *(
        "is_open_for_signup",
        "renderer",
        "sociallogin",
        "get_*_url",
        "model_config",
        "prec",
        "updated_at",
        "_ua_*",
        "levelname",
        "exc_*",
    ),
)
DECORATORS = (
    *("@register.*", "@register", "@shared_task", "@receiver"),
    *("@field_validator", "@model_validator", "@*.connect", "@inside", "@after", "@after_packs"),
)
# Columns of tables and their choices are data, read by people and by the database.
DATA = re.compile(r"(^|/)models(/\w+)?\.py$")
FIELDS = "packs/schema/"  # those that nobody reads yet stand in docs/packs.md
TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
DOTTED = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")
WORD = re.compile(r"[A-Za-z_]\w*")

ALLOWED = {
    "forget_parsed": "tests of query counts begin without the cache of a process",
}


def main() -> int:
    """Run from the command line."""
    found = sorted(set(dead()))
    told = documented()
    unknown = [
        f"{line}; docs/packs.md#unread does not name it" if line.startswith(FIELDS) else line
        for name, line in found
        if name not in (told if line.startswith(FIELDS) else ALLOWED)
    ]
    idle = sorted(set(ALLOWED) - {name for name, _line in found})
    for line in unknown:
        print(line)
    for name in idle:
        print(f"scripts/dead_code.py: {name} is used or gone; take it from ALLOWED")
    return 1 if unknown or idle else 0


def dead() -> Iterator[tuple[str, str]]:
    """Yield name and place of what nobody uses.

    A text of one word may name a field, as in `getattr`; it is no call of a function.
    """
    templates, paths, words = named()
    data = templates | paths | words
    yield from _unused(data, lambda kind: kind in {"variable", "attribute", "property"})
    yield from _unused(templates | paths, lambda kind: kind not in {"variable", "attribute"})


def _unused(used: set[str], wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    reader = Vulture(ignore_names=IGNORED, ignore_decorators=DECORATORS)
    reader.scavenge([str(ROOT / place) for place in PLACES], exclude=_lists())
    reader.scan("\n".join(sorted(used)))
    for item in reader.get_unused_code(min_confidence=CONFIDENCE):
        place = Path(item.filename).relative_to(ROOT).as_posix()
        is_data = item.typ == "variable" and DATA.search(place)
        if wanted(item.typ) and not is_data and not SILENT.search(place):
            yield item.name, f"{place}:{item.first_lineno}: unused {item.typ} {item.name}"


def documented() -> set[str]:
    """Return the fields of packs of which docs/packs.md says that nothing reads them."""
    text = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(\w+)`", text.partition('<a id="unread"></a>')[2]))


def _lists() -> list[str]:
    """Return the packages that only pass names on: a name in their list is not used by that."""
    heads = (path for place in APPS for path in (ROOT / place).rglob("__init__.py"))
    return [str(path) for path in heads if "def " not in path.read_text(encoding="utf-8")]


def named() -> tuple[set[str], set[str], set[str]]:
    """Return the names that templates, dotted paths in texts, and texts of one word use."""
    templates: set[str] = set()
    for path in (ROOT / "templates").rglob("*.*"):
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            templates.update(WORD.findall(tag))
    texts = {text for app in (*APPS, "config") for text in _texts(ROOT / app)}
    paths = {text.rpartition(".")[2] for text in texts if DOTTED.fullmatch(text)}
    words = {part for text in texts if WORD.fullmatch(text) for part in text.split("__")}
    return _names(templates), _names(paths), _names(words)


def _texts(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _names(words: set[str]) -> set[str]:
    return {word for word in words if word.isidentifier() and not keyword.iskeyword(word)}


if __name__ == "__main__":
    sys.exit(main())
