"""Question cards as HTML: what is the same for everybody is drawn once, a request fills in the rest.

A card of a release in a language is kept with slots where a run, an answer or a person makes a
difference. Filling takes one pass over the text, so nothing that people typed is read as a slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.access import language
from assessment.models import Answer, AnswerEvidence, Assessment
from assessment.selectors.cards import question_cards
from core.wording.dates import moment_short, month, zoned
from core.wording.figures import file_size
from core.wording.texts import lt
from organizations.models import Plant
from organizations.selectors.evidence import DOWNLOAD
from packs.models import PackRelease
from questionnaire.selectors.commented import question_key
from questionnaire.views.respondent import Respondent
from questionnaire.views.sections import Item

# Two characters that no text of a pack holds: they are reserved for private use.
OPEN, SHUT = "\ue000", "\ue001"
_SLOT = re.compile(f"{OPEN}([^{SHUT}]*){SHUT}")
_INDENT = re.compile(r"\n\s+")
CHECKED, HIDDEN = " checked", " hidden"


class Slots:
    """Gives a template the slot of any name; of a name with a dot, one by one."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def get(self, key: object) -> Slots:
        """Return the slot of a key, for `get_item`."""
        return Slots(f"{self.name}.{key}" if self.name else str(key))

    def __getitem__(self, key: str) -> Slots:
        """Return the slot of a name, for `slot.name`."""
        return self.get(key)

    def __str__(self) -> str:
        """Return the mark that stands in the kept HTML."""
        return f"{OPEN}{self.name}{SHUT}"


@dataclass(frozen=True, slots=True)
class CardKind:
    """What decides how a card looks before anybody answers.

    Attributes:
        profile: weight profile of the run.
        place: of the question among those of its section that the run asks.
        count: how many these are.
        has_previous: whether a question stands before it in the run.
        has_following: whether one comes after it.
        closed: whether the reader cannot answer here.
        may_review: whether the reader decides what does not apply.
        by_link: whether the reader has no account: no evidence, and another way back.
    """

    profile: str
    place: int
    count: int
    has_previous: bool
    has_following: bool
    closed: bool
    may_review: bool
    by_link: bool = False


@lru_cache(maxsize=512)
def _drawn(
    digest: str, key: int, release: str, language: str, question: str, kind: CardKind
) -> str:
    """Return the HTML of a card with its slots; a release never changes, so it may be kept."""
    card = question_cards(PackRelease(pk=key, digest=digest), language)[question]
    context = {
        "slot": Slots(),
        "csrf_token": Slots("csrf"),
        "card": card,
        "release": release,
        "weight": card.weight(kind.profile),
        "asks_consent": card.asks_consent(kind.profile),
        **{name: getattr(kind, name) for name in CardKind.__slots__},
    }
    # Nothing on a card keeps its line breaks but what people typed, which is not in it yet.
    return _INDENT.sub("\n", render_to_string("questionnaire/_card.html", context))


@lru_cache(maxsize=64)
def _drawn_proof(
    language: str,  # noqa: ARG001 -- decides the words of the template
    is_accepted: bool | None,  # noqa: FBT001 -- arguments of a cache
    is_file: bool,  # noqa: FBT001 -- as above
    has_note: bool,  # noqa: FBT001 -- as above
    closed: bool,  # noqa: FBT001 -- as above
) -> str:
    """Return the HTML of a piece of evidence with its slots."""
    context = {
        "piece": Slots(),
        "csrf_token": Slots("csrf"),
        "is_accepted": is_accepted,
        "is_file": is_file,
        "has_note": has_note,
        "delete_url": "" if closed else Slots("delete_url"),
        "swap": Slots("swap"),
    }
    return _INDENT.sub("\n", render_to_string("organizations/_evidence.html", context))


def _around(name: str, *before: object) -> tuple[str, str]:
    """Return an address before and after the last part of it."""
    start, _mark, end = reverse(name, args=[*before, 0]).rpartition("0")
    return start, end


class Page:
    """What is the same for all cards of one answer to a browser."""

    def __init__(
        self, request: HttpRequest, run: Assessment, respondent: Respondent, *, closed: bool
    ) -> None:
        self.run, self.closed, self.respondent = run, closed, respondent
        self.csrf = get_token(request)
        slug = run.plant.slug
        self.run_url = respondent.start(run)
        saving, arguments = respondent.saving(run)
        self.save_url = _around(saving, *arguments)
        self.evidence_url = _around("questionnaire:evidence-create", slug, run.pk)
        self.download_url = _around(DOWNLOAD, slug)
        self.delete_url = _around("questionnaire:evidence-delete", slug)
        self.comments_url = _around("activity:comment-list", slug, "question")
        self.target_day = ""
        if run.target_on:
            by = _("by %(date)s") % {"date": month(run.target_on)}
            self.target_day = format_html("<span>{}</span>", by)

    def card(self, item: Item, **shown: str) -> SafeString:
        """Return the card of a question as this reader sees it.

        Args:
            item: the question with its answer.
            shown: `errors` and `conflict`, as HTML; with a conflict the version is not sent.
        """
        release = self.run.framework
        kind = CardKind(
            profile=self.run.profile,
            place=item.place,
            count=item.count,
            has_previous=bool(item.previous),
            has_following=bool(item.following),
            closed=self.closed,
            may_review=self.respondent.reviews,
            by_link=bool(self.respondent.token),
        )
        html = _drawn(release.digest, release.pk, release.release, language(), item.id, kind)
        values = {**self._about(item), **_entered(item), **shown}
        if shown.get("conflict"):
            values["version"] = ""
        return mark_safe(_SLOT.sub(lambda found: values.get(found[1], ""), html))  # noqa: S308 -- every value is escaped

    def _about(self, item: Item) -> dict[str, str]:
        """Return addresses, keys and what stands beside the answer."""
        answer = item.answer
        saved = _("Not answered yet")
        if answer.answered_at:
            saved = _("Last saved %(at)s") % {"at": zoned(answer.answered_at)}
        version = '<input type="hidden" name="version" id="version-{}" value="{}">'
        return {
            "href": escape(item.href),
            "previous": escape(item.previous),
            "following": escape(item.following),
            "hidden": "" if item.is_open else HIDDEN,
            "run_url": escape(self.run_url),
            "save_url": escape(item.id.join(self.save_url)),
            "evidence_url": escape(item.id.join(self.evidence_url)),
            "comments_url": escape(question_key(self.run.pk, item.id).join(self.comments_url)),
            "csrf": escape(self.csrf),
            "key": escape(item.key),
            "version": format_html(version, item.id, answer.version),
            "exclusion": exclusion(item, self.run.plant),
            "proof_count": str(len(item.proofs) or ""),
            "proofs": self.proofs(item.id, item.proofs),
            "saved": escape(saved),
            "target_day": self.target_day,
        }

    def proofs(self, question: str, proofs: list[AnswerEvidence]) -> SafeString:
        """Return the evidence of an answer."""
        if not proofs:
            none = format_html('<p class="help">{}</p>', _("None"))
            return none if self.closed else SafeString()
        return mark_safe("".join(self._proof(question, proof) for proof in proofs))  # noqa: S308 -- every value is escaped

    def _proof(self, question: str, link: AnswerEvidence) -> str:
        proof = link.evidence
        is_file = proof.kind == proof.Kind.FILE
        has_note = bool(proof.review_note) and proof.is_accepted is False
        html = _drawn_proof(language(), proof.is_accepted, is_file, has_note, self.closed)
        download = str(proof.pk).join(self.download_url)
        values = {
            "swap": f"evidence-{question}",
            "title": escape(proof.title),
            "address": escape(download if is_file else proof.url),
            "about": escape(file_size(proof.size) if is_file else moment_short(proof.created_at)),
            "note": escape(proof.review_note),
            "delete_url": escape(str(link.pk).join(self.delete_url)),
            "csrf": escape(self.csrf),
        }
        return _SLOT.sub(lambda found: values[found[1]], html)


def exclusion(item: Item, plant: Plant) -> str:
    """Return what became of "does not apply"."""
    if item.answer.na_state:
        context = {"item": item, "answer": item.answer, "plant": plant}
        return render_to_string("assessment/_exclusion.html", context)
    return format_html('<div id="na-{}" class="q-na" data-na=""></div>', item.id)


def _in_other_words(answer: Answer, name: str) -> str:
    """Return what stands in a field in the reader's language; nothing where that is what was typed."""
    if not answer.translations:
        return ""
    context = {"typed": getattr(answer, name), "words": lt(answer.both(name))}
    return render_to_string("_components/other_words.html", context)


def _entered(item: Item) -> dict[str, str]:
    """Return what was answered; a choice that was not made has no slot filled."""
    answer, value = item.answer, item.answer.value
    filled = {
        "skipped": CHECKED if answer.not_applicable else "",
        "reason": escape(answer.reason),
        "note": escape(answer.note),
        "reason_in_other_words": _in_other_words(answer, "reason"),
        "note_in_other_words": _in_other_words(answer, "note"),
        "value": escape(item.choice),
        "target": escape("" if answer.target is None else answer.target),
        "untargeted": HIDDEN if answer.target is None else "",
        f"targeted.{answer.target}": CHECKED,
        "to_go": _to_go(item.to_go),
    }
    filled |= {f"chosen.{name}": CHECKED for name in _chosen(item)}
    if item.card.kind == "levels":
        tags = (choice.value for choice in item.card.choices)
        filled |= {f"untagged.{name}": HIDDEN for name in tags if name != str(answer.target)}
    if item.card.kind == "ratio" and isinstance(value, list):
        for name, number in zip(("numerator", "denominator"), value, strict=False):
            filled[name] = escape(number or "")
    if item.card.kind == "matrix" and isinstance(value, Mapping):
        filled |= {f"marked.{row}.{chosen}": CHECKED for row, chosen in value.items()}
    if item.card.kind == "clauses" and isinstance(value, Mapping):
        filled |= _steps(item, value)
    return filled


def _chosen(item: Item) -> list[str]:
    value: Any = item.answer.value
    if item.card.kind == "multi":
        return [name for name in value or () if isinstance(name, str)]
    return [item.choice] if item.card.kind in {"levels", "single"} and value is not None else []


def _steps(item: Item, value: Mapping[str, Any]) -> dict[str, str]:
    """Return the step chosen for each clause, level by level."""
    return {
        f"steps.{group.level}.{clause.value}.{step}": " selected"
        for group in item.card.groups
        for clause, step in zip(group.clauses, value.get(str(group.level), []), strict=False)
    }


def _to_go(levels: int) -> str:
    words = ngettext("%(n)s level to go", "%(n)s levels to go", levels) % {"n": levels}
    return escape(words) if levels else ""
