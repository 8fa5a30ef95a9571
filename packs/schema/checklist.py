"""Checklist packs: the duties of one regulation in one jurisdiction."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from core.text import LocalizedText
from packs.schema.conditions import Condition
from packs.schema.head import Confidence, PackHead, Source
from packs.schema.text import Text
from packs.schema.values import Name, Strict

Topic = Literal["privacy", "residency", "cybersecurity", "finance_tax", "labour", "product_ot"]


class Regulation(Strict):
    """The law or list that the duties come from."""

    name: Text
    short: str
    regulator: Text | None = None
    in_force_on: dt.date | None = None


class Obligation(Strict):
    """One duty: what is asked, when it is met, when it applies, and how sure we are."""

    id: Name = Field(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")
    topic: Topic
    text: Text
    detail: Text
    met_when: Text
    law: Text
    article: str = ""
    citation: Text | None = None
    figure: Text | None = None
    effective_on: dt.date | None = None
    effective_note: Text | None = None
    checked_on: dt.date
    confidence: Confidence
    source: Source
    applies_if: Condition | None = None
    # Only in releases up to 2026.4: words can name what the rule does not test, so the reason is
    # written from `applies_if` (packs/checks/reasons.py).
    applies_because: Text | None = None
    question: Text | None = None
    review_months: int = Field(ge=1, le=120)
    due_days: int = Field(ge=1, le=3650)
    risk: Literal["high", "medium", "low"]
    initiatives: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _check_doubt(self) -> Self:
        if self.is_doubtful and self.question is None:
            raise ValueError("confidence M or I needs a question to counsel")
        if not self.article and not self.is_doubtful:
            raise ValueError("an empty article needs confidence M or I")
        return self

    @property
    def cited(self) -> LocalizedText:
        """Law and article as readers of each language cite them; old releases hold no citation."""
        if self.citation is not None:
            return self.citation
        law, article = self.law, self.article
        return LocalizedText.of(f"{law.en} {article}".strip(), f"{law.zh_hans} {article}".strip())

    @property
    def is_doubtful(self) -> bool:
        """Whether the duty asks a question and never fails by itself."""
        return self.confidence in ("M", "I")


class Checklist(PackHead):
    """All duties of one regulation."""

    kind: Literal["checklist"] = "checklist"
    jurisdiction: str = Field(pattern=r"^(?:[A-Z]{2}|INT)$")
    regulation: Regulation
    topics: tuple[Topic, ...] = ()
    facts: dict[Name, str] = {}
    five_lines: tuple[Text, ...] = ()
    penalty: Text | None = None
    obligations: tuple[Obligation, ...] = Field(min_length=1)
