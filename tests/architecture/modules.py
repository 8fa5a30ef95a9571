"""What the rules about sources ask of a module: read, parsed and walked once by a process.

Nothing is read while tests are collected. What is kept is small: names, no trees.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its name, its lines without docstring, its first argument, its decorators."""

    name: str
    lines: int
    first: str
    decorators: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """A call: of what, with which keywords, with arguments, with one that is written out.

    `name` is the attribute or the name that is called, `attribute` the attribute alone.
    """

    name: str
    attribute: str
    keywords: frozenset[str]
    has_arguments: bool
    has_constant: bool


@dataclass(slots=True)
class Facts:
    """What stands in a module.

    Attributes:
        functions: all of them, those within others too.
        calls: all of them.
        classes: names of the classes at its top.
        keywords: names of all keyword arguments, those of classes too.
        packages: first names of what is imported, without what is relative.
        taken: module -> what is imported from it by name.
        of_names: name -> attributes that are asked of it, as of an imported module.
        read: attributes that are read.
        words: texts that are one word.
    """

    functions: list[Function] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    keywords: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    of_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    read: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def note(self, node: ast.AST) -> None:
        """Note one node."""
        match node:
            case ast.Call():
                self.calls.append(call_of(node))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                first = node.args.args[0].arg if node.args.args else ""
                marks = frozenset(decorators(node))
                self.functions.append(Function(node.name, code_lines(node), first, marks))
            case ast.keyword(arg=str(name)):
                self.keywords.add(name)
            case ast.Constant(value=str(text)) if WORD.fullmatch(text):
                self.words.add(text)
            case ast.Attribute():
                self.of_names[getattr(node.value, "id", "")].add(node.attr)
                if isinstance(node.ctx, ast.Load):
                    self.read.add(node.attr)
            case ast.Import():
                self.packages |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom():
                self.taken[str(node.module)] |= {alias.name for alias in node.names}
                if not node.level:
                    self.packages.add(str(node.module).partition(".")[0])


def call_of(node: ast.Call) -> Call:
    attribute = getattr(node.func, "attr", "")
    return Call(
        name=attribute or getattr(node.func, "id", ""),
        attribute=attribute,
        keywords=frozenset(one.arg for one in node.keywords if one.arg),
        has_arguments=bool(node.args),
        has_constant=any(isinstance(one, ast.Constant) for one in node.args),
    )


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    size = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        size -= first.end_lineno - first.lineno + 1
    return size


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the names of what a function is decorated with."""
    found = set()
    for item in node.decorator_list:
        target = item.func if isinstance(item, ast.Call) else item
        found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def facts_in(source: str) -> Facts:
    """Return the facts of a source text."""
    tree = ast.parse(source)
    found = Facts(classes={node.name for node in tree.body if isinstance(node, ast.ClassDef)})
    for node in ast.walk(tree):
        found.note(node)
    return found


@cache
def facts(path: Path) -> Facts:
    """Return the facts of a module, read when a test first asks for it."""
    return facts_in(path.read_text(encoding="utf-8"))
