"""Reads of evidence: what counts, what it proves, who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import reverse

from core.base import every_row
from core.wording.dates import day_at
from core.wording.figures import file_size
from core.wording.texts import comma
from organizations.domain.evidence import Proven
from organizations.domain.roles import Permission
from organizations.models import Evidence, EvidenceLink, Plant

Link = TypeVar("Link", bound=EvidenceLink)
DOWNLOAD = "organizations:evidence-download"


def counts(path: str = "") -> Q:
    """Return the condition of evidence that supports what it is linked to: nobody refused it.

    Args:
        path: way from the asked rows to the evidence, for example "evidence__".

    Source: docs/method.md#evidence
    """
    return Q(**{f"{path}is_accepted": None}) | Q(**{f"{path}is_accepted": True})


def counting(links: QuerySet[Link]) -> QuerySet[Link]:
    """Return of some links those whose evidence counts; see `counts`."""
    return links.filter(counts("evidence__"))


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A link to evidence as pages show it: `about` says size, person and day; `pk` is the link's."""

    pk: int
    title: str
    address: str
    about: str
    note: str
    is_file: bool
    is_accepted: bool | None

    @property
    def has_note(self) -> bool:
        """Whether there is a reason to say why it was refused."""
        return bool(self.note) and self.is_accepted is False


def shown_evidence(link: EvidenceLink, plant: Plant) -> ShownEvidence:
    """Return a link as pages show it; its evidence must be loaded, with who added it."""
    piece = link.evidence
    is_file = piece.kind == Evidence.Kind.FILE
    size = file_size(piece.size) if is_file else ""
    name = piece.added_by.name if piece.added_by else ""
    parts = (size, name, day_at(piece.created_at, plant))
    return ShownEvidence(
        pk=link.pk,
        title=piece.title,
        address=reverse(DOWNLOAD, args=[plant.slug, piece.pk]) if is_file else piece.url,
        about=comma().join(part for part in parts if part),
        note=piece.review_note,
        is_file=is_file,
        is_accepted=piece.is_accepted,
    )


@cache
def proven() -> tuple[Proven, ...]:
    """Return every kind of thing that evidence proves, as the apps declare it."""
    return tuple(one for app in apps.get_app_configs() for one in getattr(app, "proven", ()))


def links_of(kind: Proven) -> QuerySet[EvidenceLink]:
    """Return the links of a kind, of every tenant: whoever asks has read the evidence in scope."""
    model: type[EvidenceLink] = apps.get_model(kind.model)
    return every_row(model).all()


def linked(keys: Iterable[int]) -> set[int]:
    """Return which pieces of evidence anything links, of some ids; one query for each kind."""
    wanted = list(keys)
    found: set[int] = set()
    for kind in proven():
        found |= set(links_of(kind).filter(evidence__in=wanted).values_list("evidence", flat=True))
    return found


def rights_to(piece: Evidence) -> set[Permission]:
    """Return the rights of which each opens a piece of evidence; one query for each kind."""
    return {kind.right for kind in proven() if links_of(kind).filter(evidence=piece).exists()}


def sealed() -> Q:
    """Return the condition of evidence that something finished rests on."""
    condition = Q(pk__in=[])
    for kind in proven():
        if kind.sealed:
            condition |= Q(pk__in=links_of(kind).filter(**kind.sealed).values("evidence"))
    return condition


def reusable(plant: Plant, sha256: str) -> QuerySet[Evidence]:
    """Return the files of a plant with a content that may prove one thing more, the oldest first.

    A verdict was given for what a piece proved then, so only what nobody judged is used again; and
    nothing finished gets evidence that is still open to a verdict.
    """
    same = Evidence.objects.filter(plant=plant, kind=Evidence.Kind.FILE, sha256=sha256)
    return same.filter(is_accepted=None).exclude(sealed()).order_by("pk")
