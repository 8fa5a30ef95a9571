"""What shapes a document, found in the code: its hash is the version of the layout.

Two documents with the same content and the same version have the same bytes. What a document says
is frozen in its content before anything is drawn, so what reads rows does not count here; what
draws, sets and words it does, wherever it stands in the house.

The web process asks for the version too, to say at once that nothing has changed; so this module
reads the renderer's code without loading it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.template import engines
from django.template.base import Template
from django.template.exceptions import TemplateSyntaxError
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext
from django.utils.translation.template import templatize

from reports.rendering.fonts import font_files
from reports.rendering.layout import DOCUMENT
from reports.rendering.styles import style_files
from reports.sections.kinds import KINDS

DRAWING = (
    "reports.rendering.layout",
    "reports.rendering.pdf",
    "reports.rendering.slides.deck",
)
ROWS = "models"  # nothing drawn reads a row
LOAD = re.compile(r"{%\s*load\s+(.+?)\s*%}")
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
MARKED = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:,\s*{LITERAL})*)")
# Name of the marking function -> how a person reads its words; the last ones are by number.
LOOKUPS: dict[str, Callable[..., str]] = {
    "gettext": gettext,
    "pgettext": pgettext,
    "ngettext": lambda one, many: ngettext(one, many, 2),
    "npgettext": lambda context, one, many: npgettext(context, one, many, 2),
}
TEXTS = {"gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
# Sentences of rules stand in the same catalogs; see core.phrases.
PHRASES = {
    "phrase": "gettext",
    "phrase_as": "pgettext",
    "plural": "ngettext",
    "plural_as": "npgettext",
}
Mark = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """What counts of a module: its text, what it imports, what it marks for translation."""

    source: bytes
    imports: frozenset[str]
    marks: frozenset[Mark]


@lru_cache(maxsize=1)
def template_version() -> str:
    """Return what changes whenever the layout, its words or the renderer change.

    Raises:
        FileNotFoundError: the typefaces were not made at set-up.
    """
    packages = " ".join(f"{name} {version(name)}" for name in ("weasyprint", "babel"))
    digest = hashlib.sha256(packages.encode())
    digest.update(f"django {django.__version__}".encode())
    pages = templates(printed())
    modules = house_modules([*DRAWING, *tag_modules(pages.values())])
    for _, module in sorted(modules.items()):
        digest.update(module.source)
    files = (Path(page.origin.name) for _, page in sorted(pages.items()))
    for path in (*files, *style_files(), *font_files()):
        digest.update(path.read_bytes())
    with override("zh-hans"):
        for mark in sorted(marks(modules.values(), pages.values())):
            digest.update(repr((mark, LOOKUPS[mark[0]](*mark[1:]))).encode())
    return digest.hexdigest()


def printed() -> Iterator[str]:
    """Yield the templates that documents begin with: the frame, and each section's own."""
    yield DOCUMENT
    yield from {section.template for kind in KINDS.values() for section in kind.sections}


# --- modules ----------------------------------------------------------------------------------
def house_modules(names: Iterable[str]) -> dict[str, Module]:
    """Return the modules of the house that these import, directly or through others.

    Args:
        names: dotted names to begin with; those from outside the house are passed over.

    Returns:
        Each module by its name. Modules that define tables are left out.
    """
    known: dict[str, Module] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        path = module_file(name)
        if path is None or name in known or ROWS in name.split("."):
            continue
        known[name] = read_module(path.read_bytes())
        waiting += known[name].imports
    return known


def read_module(source: bytes) -> Module:
    """Read a module once for all that counts."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = frozenset(name for node in nodes for name in imported(node))
    return Module(source, imports, frozenset(m for node in nodes for m in marked(node)))


def module_file(name: str) -> Path | None:
    """Return the file of a module of the house; None for anything else."""
    place = Path(settings.BASE_DIR, *name.split("."))
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the modules that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if module_file(inner) else node.module


# --- templates --------------------------------------------------------------------------------
def templates(names: Iterable[str]) -> dict[str, Template]:
    """Return the templates of these names with all they extend and include.

    Raises:
        TemplateSyntaxError: one is named by a variable, so it cannot be found by reading.
    """
    known: dict[str, Template] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        page: Template = engines["django"].get_template(name).template  # type: ignore[attr-defined]
        known[name] = page
        for wanted in named_by(page):
            if not isinstance(wanted.var, str):
                raise TemplateSyntaxError(f"{name} names {wanted.token} by a variable")
            waiting.append(wanted.var)
    return known


def named_by(page: Template) -> Iterator[Any]:
    """Yield how a template names those it extends and includes."""
    nodes: list[Any] = [
        *page.nodelist.get_nodes_by_type(ExtendsNode),
        *page.nodelist.get_nodes_by_type(IncludeNode),
    ]
    yield from (n.parent_name if isinstance(n, ExtendsNode) else n.template for n in nodes)


def tag_modules(pages: Iterable[Template]) -> set[str]:
    """Return the modules whose tags and filters the templates may use."""
    loaded = {name for page in pages for text in LOAD.findall(page.source) for name in text.split()}
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return {*engine.builtins, *(engine.libraries[n] for n in loaded if n in engine.libraries)}


# --- words ------------------------------------------------------------------------------------
def marks(modules: Iterable[Module], pages: Iterable[Template]) -> set[Mark]:
    """Return everything marked for translation: the kind of mark and its texts."""
    return set().union(*(module.marks for module in modules), *map(marked_in, pages))


def marked_in(page: Template) -> set[Mark]:
    """Return what a template marks for translation."""
    calls = MARKED.findall(templatize(page.source))
    return {as_mark(name, ast.literal_eval(f"({texts},)")) for name, texts in calls}


def marked(node: ast.AST) -> Iterator[Mark]:
    """Yield what a call marks for translation; a mark of a variable has no text."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        name = node.func.id.removesuffix("_lazy").removesuffix("_noop")
        name = PHRASES.get(name, name)
        values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        texts = [value for value in values if isinstance(value, str)]
        if name in {"_", *TEXTS} and len(texts) >= TEXTS.get(name, 1):
            yield as_mark(name, texts)


def as_mark(name: str, texts: Iterable[str]) -> Mark:
    """Return a mark in its one form, without what is no text."""
    kind = "gettext" if name == "_" else name
    return kind, *list(texts)[: TEXTS[kind]]
