"""Evidence of whatever an app above proves with it: adding, judging, removing.

The app opens the transaction, holds the row that the evidence is for, and says in `EvidencePlace` what hangs
on it; limits, idempotency, files and the trail are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from core import clock
from core.errors import RuleError, StateError
from core.uploads import CheckedUpload, check_upload
from organizations.models import Evidence, EvidenceLink, Plant, User
from organizations.selectors.evidence import linked, reusable, sealed
from organizations.services import audit

Link = TypeVar("Link", bound=EvidenceLink)
TITLE_MAX = 200
PER_PLACE = 20


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file or a link as a person hands it in, the file looked at; see `hand_in`.

    Attributes:
        key: names the act.
        title: words shown for it; a file's name or the address where empty.
        url: address of a link, already checked to be http or https.
        file: as uploaded; None for a link.
        checked: what is known about the file.
    """

    key: str
    title: str = ""
    url: str = ""
    file: UploadedFile[Any] | None = None
    checked: CheckedUpload | None = None


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """What the app above says about the place of a link.

    Attributes:
        plant: the plant.
        then: brings up to date what is computed from the evidence there.
        target: object of the event in the trail; the evidence itself where None.
        named: field -> value by which the event names the place.
    """

    plant: Plant
    then: Callable[[], None]
    target: models.Model | None = None
    named: Mapping[str, Any] = field(default_factory=dict)


def hand_in(
    *, key: str, title: str = "", url: str = "", file: UploadedFile[Any] | None = None
) -> HandedIn:
    """Look at what is handed in, before anything is locked or stored.

    Raises:
        RuleError: the file is not taken, see `core.uploads.check_upload`.
    """
    checked = None if file is None else check_upload(file, max_bytes=settings.MAX_EVIDENCE_BYTES)
    return HandedIn(key, title, url, file, checked)


def add(
    *,
    link: Link,
    given: HandedIn,
    place: EvidencePlace,
    by: User,
    files: list[FieldFile],
    allowed: Callable[[], None] = lambda: None,
) -> Link:
    """Link a file or a link to a place, once per key and once per content.

    A file that the plant has already is stored once and linked here too, unless somebody judged it
    or a finished thing rests on it.

    Args:
        link: names the place; not stored yet.
        given: what is handed in.
        place: what the app says about it.
        by: who adds.
        files: of `core.uploads.kept_with_rows`; the place is held in its transaction.
        allowed: raises where the place takes no evidence; what was sent before is not asked again.

    Returns:
        The link, or that of the same form or the same content at this place.

    Raises:
        RuleError: somebody else's key, or too many pieces at this place.
    """
    link.key, link.added_by = given.key, by
    beside = link.beside().select_related("evidence")
    known = beside.filter(key=given.key).first()
    if known is not None and known.added_by_id != by.pk:
        raise RuleError(_("This form was sent before. Open the page again."), field="file")
    if known is not None:
        return known
    allowed()
    same = beside.filter(**_content(given)).first()
    if same is not None:
        return same
    if beside.count() >= PER_PLACE:
        raise RuleError(_("No more than 20 files and links in one place."), field="file")
    link.evidence = _again(given, place.plant) or _stored(given, place.plant, by, files)
    # The key is looked up above under the lock, and the database holds the constraints.
    link.save(force_insert=True)
    place.then()
    _record("evidence.added", link.evidence, place, by)
    return link


def _content(given: HandedIn) -> dict[str, Any]:
    """Return the filter of links whose evidence says the same."""
    if given.checked is not None:
        return {"evidence__kind": Evidence.Kind.FILE, "evidence__sha256": given.checked.sha256}
    return {"evidence__url": given.url, "evidence__title": _title(given)}


def _title(given: HandedIn) -> str:
    return (given.title or (given.checked.title if given.checked else given.url))[:TITLE_MAX]


def _again(given: HandedIn, plant: Plant) -> Evidence | None:
    """Return the file with this content that the plant has already, held against its removal."""
    if given.checked is None:
        return None
    return reusable(plant, given.checked.sha256).select_for_update(of=("self",)).first()


def _stored(given: HandedIn, plant: Plant, by: User, files: list[FieldFile]) -> Evidence:
    piece = Evidence(plant=plant, title=_title(given), added_by=by)
    if given.file is not None and given.checked is not None:
        piece.kind = Evidence.Kind.FILE
        piece.content_type, piece.size = given.checked.content_type, given.checked.size
        piece.sha256 = given.checked.sha256
        files.append(piece.file)
        piece.file.save(f"x.{given.checked.extension}", given.file, save=False)
    else:
        piece.kind, piece.url = Evidence.Kind.LINK, given.url
    piece.clean_fields(exclude=["plant", "added_by", "reviewed_by"])
    piece.save(force_insert=True)
    return piece


def review(*, piece: Evidence, accepted: bool | None, note: str, by: User) -> Evidence:
    """Accept or refuse a piece of evidence, wherever it is linked; None takes the verdict back.

    What is computed from it follows as a reaction of each app.

    Raises:
        StateError: something finished rests on it.
        RuleError: a refusal without its reason.
    """
    with transaction.atomic():
        piece = (
            Evidence.objects.select_for_update(of=("self",))
            .select_related("plant")
            .get(pk=piece.pk)
        )
        if accepted is False and not note.strip():
            raise RuleError(_("Say why it is refused."), field="note")
        if Evidence.objects.filter(sealed(), pk=piece.pk).exists():
            raise StateError(
                _(
                    "A run that is signed off rests on this evidence too, so its verdict stays. "
                    "Remove it here and add it again to judge it anew."
                )
            )
        before = {"is_accepted": piece.is_accepted, "note": piece.review_note}
        piece.is_accepted, piece.review_note = accepted, note.strip()
        is_judged = accepted is not None
        piece.reviewed_by = by if is_judged else None
        piece.reviewed_at = clock.now() if is_judged else None
        piece.clean_fields(exclude=["plant", "added_by", "reviewed_by"])
        piece.save()
        after = {"is_accepted": piece.is_accepted, "note": piece.review_note}
        changes = audit.difference(before, after)
        audit.record(
            by=by, verb="evidence.reviewed", target=piece, plant=piece.plant, changes=changes
        )
        return piece


def remove(*, link: EvidenceLink, place: EvidencePlace, by: User) -> None:
    """Take evidence away from a place; the caller holds the place in its transaction.

    With its last link the piece goes, and with the transaction its file.
    """
    piece = copy(link.evidence)
    link.delete()
    drop_unlinked([piece.pk])
    place.then()
    _record("evidence.removed", piece, place, by)


def drop_unlinked(keys: Iterable[int]) -> None:
    """Remove of some pieces of evidence those that nothing links any more, with their files."""
    held = Evidence.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    pieces = {piece.pk: piece for piece in held}
    used = linked(pieces)
    for piece in (piece for key, piece in pieces.items() if key not in used):
        file, name = piece.file, piece.file.name
        piece.delete()
        # An earlier version kept a file in as many rows as it proved things.
        if name and not Evidence.objects.filter(file=name).exists():
            transaction.on_commit(partial(file.storage.delete, name))


def _record(verb: str, piece: Evidence, place: EvidencePlace, by: User) -> None:
    """Note an act: with the name of the place, or at the place with the title of the evidence."""
    named = {"evidence": piece.title} if place.target is not None else place.named
    is_new = verb == "evidence.added"
    changes = {key: [None, value] if is_new else [value, None] for key, value in named.items()}
    target = place.target or piece
    audit.record(by=by, verb=verb, target=target, plant=place.plant, changes=changes)
