"""Reads of comments: on which objects, by whom, and who may see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from activity.domain.mentions import Piece, parts
from activity.domain.subjects import Commented, Subject
from activity.models import Comment
from organizations.models import Plant, User
from organizations.selectors.places import grants, people_with

# --- kinds of objects -------------------------------------------------------------------------


@cache
def kinds() -> dict[str, Commented]:
    """Return every kind of objects with comments, as the apps declare them."""
    return {
        one.kind: one
        for config in apps.get_app_configs()
        for one in getattr(config, "commented", ())
    }


def subject_of(plant: Plant, kind: str, key: str) -> Subject | None:
    """Return an object with comments; None for one that is not of the plant, or gone."""
    known = kinds().get(kind)
    found: Subject | None = import_string(known.find)(plant, key) if known else None
    return found


def is_open_to(plant: Plant, kind: str, key: str, reader: User) -> bool:
    """Tell whether nothing hides an object's comments from a person who has its right."""
    path = kinds()[kind].may_read
    return not path or bool(import_string(path)(plant, key, reader))


def may_see(plant: Plant, kind: str, key: str, reader: User) -> bool:
    """Tell whether a person may read the comments on an object at this moment."""
    has_right = kinds()[kind].right in grants(reader).at_plant(plant)
    return has_right and is_open_to(plant, kind, key, reader)


# --- people -----------------------------------------------------------------------------------
def handles(plant: Plant, kind: str) -> dict[int, str]:
    """Return id -> name of those who can be mentioned there; namesakes with their mail address."""
    people = list(people_with(plant, kinds()[kind].right))
    names = Counter(str(one.name) for one in people)
    return {
        one.pk: f"{one.name} ({one.email})" if names[str(one.name)] > 1 else str(one.name)
        for one in people
    }


def names_in(comment: Comment) -> dict[int, str]:
    """Return id -> name of those whom a comment mentions."""
    return {one.pk: str(one.name) for one in comment.mentioned.all()}


# --- comments ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as a page shows it.

    Attributes:
        row: the comment.
        parts: of its text.
        is_own: whether the reader wrote it.
    """

    row: Comment
    parts: tuple[Piece, ...]
    is_own: bool


def remarks(plant: Plant, kind: str, key: str, reader: User) -> list[Remark]:
    """Return the comments on an object, the oldest first; two queries."""
    return [
        Remark(row, parts(row.text, names_in(row)), row.author_id == reader.pk)
        for row in _all(plant).filter(kind=kind, subject=key)
    ]


def own_comment(plant: Plant, pk: int, author: User) -> Comment | None:
    """Return a comment that a person wrote and has not deleted."""
    return _all(plant).filter(pk=pk, author=author, deleted_at=None).first()


def comment_counts(plant: Plant, kind: str) -> dict[str, int]:
    """Return by object of a kind how many comments stand there, in one query for a whole list."""
    rows = Comment.objects.filter(plant=plant, kind=kind, deleted_at=None).order_by()
    pairs: Any = rows.values_list("subject").annotate(count=Count("pk"))
    return dict(pairs)


def _all(plant: Plant) -> QuerySet[Comment]:
    rows = Comment.objects.filter(plant=plant).select_related("author")
    return rows.prefetch_related("mentioned")
