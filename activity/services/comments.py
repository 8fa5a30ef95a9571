"""Comments on objects: said, put otherwise, taken back.

The trail says who commented on what and when; the words stand in the comment only, where their author
takes them back and the rules of its object hide them.
"""

from __future__ import annotations

from django.db import transaction

from activity.domain.mentions import with_ids
from activity.models import Comment
from activity.selectors.comments import handles
from core import clock
from core.base import save_versioned
from organizations.models import Plant, User
from organizations.services import audit


@transaction.atomic
def add_comment(*, plant: Plant, kind: str, subject: str, text: str, by: User) -> Comment:
    """Say something about an object.

    Args:
        plant: of the object.
        kind: of the object, one that an app declares.
        subject: which object of the kind; the caller has found it.
        text: plain; names of people of the plant behind an @ tell them.
        by: who says it; the caller has judged that they may read there.
    """
    kept, named = with_ids(text, handles(plant, kind))
    row = Comment(plant=plant, kind=kind, subject=subject, text=kept, author=by)
    row.written_at = clock.now()
    row.full_clean()
    row.save()
    row.mentioned.set(named)
    _record(row, "comment.added", by)
    return row


@transaction.atomic
def edit_comment(*, comment: Comment, expected: int, text: str, by: User) -> None:
    """Put one's own comment otherwise; who is named anew is told.

    Args:
        comment: written by the person.
        expected: the version the person saw.
        text: the whole new text.
        by: its author.

    Raises:
        StaleVersionError: it was changed or deleted meanwhile.
    """
    known = {one.pk: str(one.name) for one in comment.mentioned.all()}
    kept, named = with_ids(text, {**known, **handles(comment.plant, comment.kind)})
    if kept == comment.text and expected == comment.version:
        return
    comment.text, comment.edited_at = kept, clock.now()
    comment.full_clean()
    save_versioned(comment, expected=expected, fields=["text", "edited_at"])
    comment.mentioned.set(named)
    _record(comment, "comment.edited", by)


@transaction.atomic
def delete_comment(*, comment: Comment, expected: int, by: User) -> None:
    """Take one's own comment back: its words go for good, that it stood there stays.

    Args:
        comment: written by the person.
        expected: the version the person saw.
        by: its author.

    Raises:
        StaleVersionError: it was changed or deleted meanwhile.
    """
    comment.text, comment.deleted_at = "", clock.now()
    save_versioned(comment, expected=expected, fields=["text", "deleted_at"])
    comment.mentioned.clear()
    _record(comment, "comment.deleted", by)


def _record(row: Comment, verb: str, by: User) -> None:
    changes = {"kind": row.kind, "subject": row.subject}
    audit.record(by=by, verb=verb, target=row, plant=row.plant, changes=changes)
