"""Text inside packs: English and Chinese are required and never empty, further languages may stand."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from core.cldr import knows
from core.text import LANGUAGES, LocalizedText


def _read_text(value: Any) -> LocalizedText:
    """Return the text of a `{en, zh-hans}` mapping; name the language that is missing."""
    if isinstance(value, LocalizedText):
        return value
    if not isinstance(value, dict):
        raise ValueError("needs a mapping with en and zh-hans")  # noqa: TRY004 -- pydantic reads it
    for language in LANGUAGES:
        text = value.get(language)
        if text is None:
            raise ValueError(f"missing translation: {language}")
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"empty translation: {language}")
    if any(not isinstance(text, str) or not text.strip() for text in value.values()):
        raise ValueError("empty translation")
    unknown = sorted(str(name) for name in value if not knows(str(name)))
    if unknown:
        raise ValueError(f"unknown language: {', '.join(unknown)}")
    return LocalizedText.from_dict(value)


Text = Annotated[
    LocalizedText,
    BeforeValidator(_read_text),
    PlainSerializer(LocalizedText.as_dict, return_type=dict),
    WithJsonSchema({"type": "object", "required": list(LANGUAGES)}),
]
