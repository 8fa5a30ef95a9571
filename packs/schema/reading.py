"""YAML as packs use it: exact decimals, `yes` and `no` as words, no duplicate keys."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml
from yaml.constructor import ConstructorError

MAX_DEPTH = 60  # a tree of a dozen layers; far below what the parser can hold


class PackYamlLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads numbers exactly as written and never turns words into booleans."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Take in merged mappings; of a key that comes several times the last one stays.

        Without that, a few lines that merge the line before ten times each stand for billions.
        """
        super().flatten_mapping(node)
        kept = {(key.tag, str(key.value)): (key, value) for key, value in node.value}
        node.value = list(kept.values())


PackYamlLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PackYamlLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
PackYamlLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)
PackYamlLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+)$"),
    list("-+.0123456789"),
)
PackYamlLoader.add_implicit_resolver(
    "tag:yaml.org,2002:timestamp", re.compile(r"^\d{4}-\d{2}-\d{2}$"), list("0123456789")
)


def _read_mapping(loader: PackYamlLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        name = str(key.value)
        if name in seen and key.tag != "tag:yaml.org,2002:merge":
            raise ConstructorError(None, None, f"duplicate key: {name}", key.start_mark)
        seen.add(name)
    loader.flatten_mapping(node)
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
        if not isinstance(key, str | int | Decimal):
            raise ConstructorError(None, None, f"not a usable key: {key}", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)  # type: ignore[no-untyped-call]
    return mapping


def _read_decimal(loader: PackYamlLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


PackYamlLoader.add_constructor("tag:yaml.org,2002:map", _read_mapping)
PackYamlLoader.add_constructor("tag:yaml.org,2002:float", _read_decimal)


def read_yaml(text: str) -> Any:
    """Return the data of one YAML document.

    Raises: yaml.YAMLError with the line when the text is not valid or nested too deeply.
    """
    depth = 0
    for event in yaml.parse(text, Loader=PackYamlLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise yaml.YAMLError("nested too deeply")
    return yaml.load(text, Loader=PackYamlLoader)  # noqa: S506 -- a SafeLoader with fewer types
