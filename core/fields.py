"""Fields for what people write: texts by the one rule for letters, and addresses that hold no secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core.bounds import is_id
from core.text import readable


def language_names() -> list[tuple[str, str]]:
    """Return each language of the product with its own name for itself."""
    return [
        (code, str(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES
    ]


class TextField(forms.CharField):
    """A text as people see it, see `core.text.readable`; secrets are no texts and keep every letter."""

    def to_python(self, value: Any) -> Any:
        """Return the text without what nobody sees."""
        return super().to_python(readable(value) if isinstance(value, str) else value)


class LinkField(forms.URLField):
    """A web address that browsers open as a page, without a name and password for it."""

    def __init__(self, **options: Any) -> None:
        usual = {"required": False, "max_length": 500, "assume_scheme": "https"}
        super().__init__(**{**usual, **options})

    def to_python(self, value: Any) -> Any:
        """Return the address.

        Raises:
            ValidationError: it is none, of another kind, or tells a name and a password.
        """
        address = super().to_python(readable(value) if isinstance(value, str) else value)
        if not address:
            return address
        try:
            parts = urlsplit(address)
        except ValueError as error:  # brackets around what is no number of a machine
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if parts.scheme not in {"https", "http"}:
            raise ValidationError(_("Use an address that begins with https://."))
        if "@" in parts.netloc:
            words = _(
                "Leave out the name and password before “@”: whoever sees the link reads them."
            )
            raise ValidationError(words)
        return address


def unsealed(text: str, *, salt: str, seconds: int) -> Any:
    """Return what the product sent along with a page and gets back.

    Args:
        text: as it came back.
        salt: by which it was signed.
        seconds: how long it counts.

    Raises:
        ValidationError: it is older, or not what was sent.
    """
    try:
        return signing.loads(text, salt=salt, max_age=seconds)
    except signing.SignatureExpired as error:
        raise ValidationError(_("The check is too old. Send the file again.")) from error
    except signing.BadSignature as error:
        words = _("What came back is not what the check had sent. Send the file again.")
        raise ValidationError(words) from error


def text_of_column(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Return the field of a form for a column: the `formfield_callback` of forms made from tables."""
    field = column.formfield(**options)
    is_text = type(field) is forms.CharField
    return column.formfield(**{**options, "form_class": TextField}) if is_text else field


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a list; an id that no database can hold is no choice, as any unknown one."""

    def _check_values(self, value: Any) -> Any:
        """Refuse such ids before the database is asked; single choices are safe in Django."""
        for key in value if isinstance(value, list | tuple) else ():
            if not is_id(str(getattr(key, "pk", key))):
                words = self.error_messages["invalid_choice"]
                raise ValidationError(words, code="invalid_choice", params={"value": key})
        return super()._check_values(value)  # type: ignore[misc]


class TitledChoice(RowsField):
    """Rows as boxes to tick, named in the reader's language.

    Attributes:
        groups: id and title of the dimensions by which the page folds the rows; empty for one list.
    """

    widget = forms.CheckboxSelectMultiple
    groups: list[tuple[str, str]] | None = None

    def __init__(self, *, named: Callable[[Any], str], **options: Any) -> None:
        """Take the function that names a row."""
        self.named = named
        super().__init__(**{"queryset": None, "required": False, **options})

    @staticmethod
    def group_of(obj: Any) -> str:
        """Return the dimension of a requirement."""
        return str(obj.dimension)

    def label_from_instance(self, obj: Any) -> str:
        """Name a row."""
        return self.named(obj)


class OneTitled(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of a list, named in the reader's language."""

    def __init__(self, *, named: Callable[[Any], str], **options: Any) -> None:
        """Take the function that names a row."""
        self.named = named
        super().__init__(**{"queryset": None, "empty_label": "–", **options})

    def label_from_instance(self, obj: Any) -> str:
        """Name a row."""
        return self.named(obj)
