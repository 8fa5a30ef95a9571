"""What was loaded: every release of a pack, kept for ever."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.db import models

from core.base import StampField
from packs.loader import read_content
from packs.schema import PackContent

Content = TypeVar("Content", bound=PackContent)


class ReleaseManager(models.Manager["PackRelease"]):
    """Leaves the content in the database until it is asked for: it is large and cached."""

    def get_queryset(self) -> models.QuerySet[PackRelease]:
        """Return the releases without their content."""
        return super().get_queryset().defer("content")


class PackRelease(models.Model):
    """One released version of a pack with its content; never changed once stored.

    Reference content belongs to no tenant. The content is kept here, so that an assessment stays
    reproducible when a later installation no longer carries the files.
    """

    class Kind(models.TextChoices):
        FRAMEWORK = "framework"
        CHECKLIST = "checklist"
        INITIATIVES = "initiatives"
        INDICATORS = "indicators"
        PROCESSES = "processes"
        LAUNCH = "launch"

    kind = models.CharField(max_length=20, choices=Kind)
    identifier = models.CharField(max_length=100)
    release = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    # Of the files as they lay on the disk the last time: the same bytes need no second reading.
    files_digest = models.CharField(max_length=64, default="", editable=False)
    jurisdiction = models.CharField(max_length=3, blank=True)
    title = models.JSONField()
    content = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = StampField(auto_now_add=True)

    objects = ReleaseManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "identifier", "release"], name="one_release_per_version"
            )
        ]
        ordering = ["kind", "identifier", "-loaded_at"]

    def __str__(self) -> str:
        return f"{self.identifier} {self.release}"

    def read(self, kind: type[Content]) -> Content:
        """Return the typed content; read from the database and checked once per process.

        Raises:
            TypeError: the release is of another kind.
        """
        content = _content(self.digest, self.pk)
        if not isinstance(content, kind):
            message = f"{self} is a pack of kind {content.kind}"
            raise TypeError(message)
        return content


@lru_cache(maxsize=64)
def _content(digest: str, key: int) -> PackContent:  # noqa: ARG001 -- the digest names the content
    release = PackRelease.objects.defer(None).get(pk=key)
    return read_content(release.content)


def current_release(kind: str, identifier: str = "") -> PackRelease:
    """Return the current release of a kind, or of one pack of that kind.

    Raises:
        PackRelease.DoesNotExist: no such pack is loaded.
    """
    rows = PackRelease.objects.filter(kind=kind, is_current=True)
    if identifier:
        rows = rows.filter(identifier=identifier)
    return rows.earliest("pk")
