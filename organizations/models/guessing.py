"""Wrong tries at secrets, counted for all processes together."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from organizations.domain.guessing import Tries


class WrongTries(models.Model):
    """What was tried wrong at one secret, by one known device or by all others together.

    `subject` names whose secret it is without naming anybody: see `organizations.services.guessing`.
    """

    class Secret(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 -- a kind, no password
        CODE = "code"  # of the second step
        RESET = "reset"  # a mail with a link for a new password
        PASSPHRASE = "passphrase"  # noqa: S105 -- of a share link; a kind as well

    secret = models.CharField(max_length=10, choices=Secret)
    subject = models.CharField(max_length=20)
    device = models.CharField(max_length=32, blank=True)  # empty: every device that is not known
    # Who has an account at the address; they are told. Nobody else's row says whose it is.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="wrong_tries"
    )
    count = models.PositiveIntegerField(default=0)  # since the row was made
    last_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    moments = models.JSONField(default=list)  # the latest ones, where a span of time is counted
    is_told = models.BooleanField(default=True)  # False: a worker still has to write to the person
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["secret", "subject", "device"], name="tries_are_counted_in_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.secret} {self.subject}"

    @property
    def tries(self) -> Tries | None:
        """The wrong tries as the rule takes them."""
        if self.last_at is None or self.forgotten_at is None:
            return None
        moments = tuple(dt.datetime.fromisoformat(moment) for moment in self.moments)
        return Tries(self.last_at, self.forgotten_at, moments)
