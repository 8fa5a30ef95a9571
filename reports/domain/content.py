"""Documents as plain data and back: what is frozen in the row, hashed, and drawn from."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from core.text import LocalizedText

Document = TypeVar("Document")


def as_content(document: Any) -> dict[str, Any]:
    """Return a document as plain data, the same for the same document.

    Args:
        document: a frozen dataclass whose fields hold dataclasses, tuples, texts, numbers,
            dates, instants, truths or None.

    Returns:
        Mappings, lists and texts; decimals and dates in their exact text form.

    Raises:
        TypeError: it holds something else, which could not be restored.
    """
    if not is_dataclass(document) or isinstance(document, type):
        message = "a document is a dataclass"
        raise TypeError(message)
    return {entry.name: _plain(getattr(document, entry.name)) for entry in fields(document)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Decimal | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, LocalizedText):
        return {name.replace("-", "_"): text for name, text in value.words}
    return as_content(value)


def restore(kind: Callable[..., Document], data: Mapping[str, Any]) -> Document:
    """Return the document of frozen data; the way back of `as_content`.

    Args:
        kind: the document's dataclass.
        data: what `as_content` returned, also after a way through JSON.

    Raises:
        KeyError: a field is missing: the data are those of another version of the document.
    """
    return kind(**{name: _read(hint, data[name]) for name, hint in _hints(kind).items()})


@lru_cache(maxsize=128)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint), value)
    if hint in (Decimal, date, datetime):
        return Decimal(value) if hint is Decimal else hint.fromisoformat(value)
    if hint is LocalizedText:
        return LocalizedText({name.replace("_", "-"): text for name, text in value.items()})
    if isinstance(hint, type) and is_dataclass(hint):
        return restore(hint, value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


def _read_tuple(parts: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_read(parts[0], entry) for entry in value)
    return tuple(_read(part, entry) for part, entry in zip(parts, value, strict=True))
