"""Adding once: a form that is sent twice, by a double click or a reload, makes one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.errors import RuleError
from organizations.models import FormKey, User

Row = TypeVar("Row", bound=models.Model)
KEY_LENGTH = 36
REMEMBERED = 200  # keys a person; a form is sent again within minutes, not after 200 others


def token_of(by: User, key: str) -> str:
    """Return the secret of a link that a form makes: sent twice, the form shows the same link.

    Nobody without the key of the installation can compute it, and nothing is stored but its hash.
    """
    return salted_hmac("form-token", f"{by.pk}:{key}", algorithm="sha256").hexdigest()


def _kept(key: str, model: type[models.Model]) -> str:
    """Return a key as it is stored: one for each kind of row, so that none stands for another."""
    whole = f"{model._meta.label}:{key}"  # noqa: SLF001 -- Django's public meta API
    return salted_hmac("form-key", whole, algorithm="sha256").hexdigest()[:KEY_LENGTH]


@transaction.atomic
def once(*, by: User, key: str, make: Callable[[], Row], model: type[Row]) -> Row:
    """Make a row once per key.

    Args:
        by: who sends the form.
        key: of the form, see `core.forms.KeyedForm`.
        make: the service that adds; what it raises leaves the key unused.
        model: what it makes.

    Returns:
        The new row, or the one that the same form made before.

    Raises:
        RuleError: the form was sent before, and what it made is gone since.
    """
    # A second request waits at the unique key until the first one is done.
    sent, is_new = FormKey.objects.get_or_create(person=by, key=_kept(key, model))
    if not is_new:
        row = model._base_manager.filter(pk=sent.made_id).first()  # noqa: SLF001 -- made by the person
        if row is None:
            raise RuleError(_("What this form added is gone. Open the form again to add another."))
        return row
    row = make()
    sent.made_id = row.pk
    sent.save(update_fields=["made_id"])
    newest = FormKey.objects.filter(person=by).order_by("-pk").values_list("pk", flat=True)
    FormKey.objects.filter(pk__in=list(newest[REMEMBERED:])).delete()
    return row
