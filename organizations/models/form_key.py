"""What forms that add something have made, so that a form sent twice adds once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FormKey(models.Model):
    """The key of a form that a person sent, and the row it made."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_keys"
    )
    key = models.CharField(max_length=36)
    made_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="a_form_is_sent_once")
        ]

    def __str__(self) -> str:
        return self.key
