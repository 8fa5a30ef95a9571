"""Abstract models, the tenant scope, and the version check against silent overwriting."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopeError, get_scope, scope

from core import bounds, clock
from core.errors import StaleVersionError
from core.text import LANGUAGES, LocalizedText, localized, paired, place_of
from core.wording.texts import listed

Model = TypeVar("Model", bound="VersionedModel")
Row = TypeVar("Row", bound=models.Model)


def label(model: models.Model | type[models.Model]) -> str:
    """Return the name by which trail, history and content types know a model: `app.model`."""
    return model._meta.label_lower  # noqa: SLF001 -- Django's public meta data


def columns(model: models.Model | type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model's own table."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- as above


def column(model: models.Model | type[models.Model], name: str) -> models.Field[Any, Any]:
    """Return a column of a model by the name of its field."""
    return cast("models.Field[Any, Any]", model._meta.get_field(name))  # noqa: SLF001 -- as above


def every_row(model: type[Row]) -> models.Manager[Row]:
    """Return the rows of every tenant: for what happens before a scope is open, or opens it."""
    return model._base_manager  # noqa: SLF001 -- the one way past the tenant manager


class TenantManager(models.Manager[Row]):
    """Shows the rows of the open tenant scope only; without an open scope a query raises.

    The model names the way to its organization in `TENANT`, for example "plant__organization".
    """

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows of the tenants in scope."""
        rows = super().get_queryset()
        current = get_scope()
        if not current.get("_enabled", True):
            return rows
        if "organization" not in current:
            message = f"{self.model.__name__}: no tenant scope is open"
            raise ScopeError(message)
        path: str = self.model.TENANT  # type: ignore[attr-defined]
        return rows.filter(**{f"{path}__in": current["organization"]})


if TYPE_CHECKING:
    Moment = models.DateTimeField[str | dt.datetime, dt.datetime]
    Figure = models.DecimalField[Any, Any]
else:
    Moment = models.DateTimeField  # takes no types while it runs
    Figure = models.DecimalField


class KeptDecimalField(Figure):
    """A number that every database gives back as it went in: 15 digits, see `core.bounds`.

    What was stored before there were bounds is read all the same, rounded by SQLite to 15 digits.
    To the migrations it is Django's own field.
    """

    context = decimal.Context(prec=28)  # Django's own fails on a page for a digit too many

    def run_validators(self, value: Any) -> None:
        """Refuse what a database would not give back.

        Raises:
            ValidationError: too many digits, or another validator's.
        """
        check_kept(value, self.max_digits or 0, self.decimal_places or 0)
        super().run_validators(value)

    def formfield(self, **options: Any) -> Any:
        """Return the field of a form, with the same bounds."""
        digits = min(self.max_digits or 0, bounds.DIGITS)
        return super().formfield(**{"max_digits": digits, **options})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the field as Django's."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.DecimalField", arguments, options


def check_kept(value: Any, max_digits: int, places: int) -> None:
    """Refuse a number with more digits than every database keeps.

    Raises:
        ValidationError: it has more.
    """
    if isinstance(value, decimal.Decimal) and not bounds.is_kept(
        value, max_digits=max_digits, places=places
    ):
        words = _("Enter a number of at most %(digits)s digits, %(places)s of them decimals.")
        shown = {"digits": min(max_digits, bounds.DIGITS), "places": places}
        raise ValidationError(words, code="invalid", params=shown)


class StampField(Moment):
    """A time that the product's clock writes when the row is made or changed.

    To the migrations it is Django's own field: it stores the same, and reading the old ones needs
    no class of the house.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 -- Django's
        """Return the moment to store."""
        if self.auto_now or (self.auto_now_add and add):
            setattr(model_instance, self.attname, clock.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the field as Django's."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options


class TimestampedModel(models.Model):
    """Knows when it was made and last changed."""

    created_at = StampField(auto_now_add=True)
    updated_at = StampField(auto_now=True)

    class Meta:
        abstract = True

    def unique_error_message(
        self,
        model_class: type[models.Model],
        unique_check: Sequence[str],
    ) -> ValidationError:
        """Return what a person reads of a row that is there already: the fields, by their names.

        Django's own sentence names the table and whose row it is, in English where they have no
        name for people.
        """
        fields = [column(model_class, name) for name in unique_check]
        own = [field for field in fields if not field.is_relation] or fields
        names = listed(field.verbose_name for field in own)
        words = _("There is already an entry with the same value here: %(fields)s.")
        return ValidationError(words, code="unique", params={"fields": names})


class VersionedModel(TimestampedModel):
    """Carries a version that every edit must name."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def check_translations(value: Any) -> None:
    """Refuse what is not field -> language -> text.

    Raises:
        ValidationError: it is something else.
    """
    if not isinstance(value, dict) or not all(
        isinstance(pair, dict)
        and set(pair) <= set(LANGUAGES)
        and all(isinstance(text, str) for text in pair.values())
        for pair in value.values()
    ):
        raise ValidationError("texts stand by field and language")


class TranslationsField(models.JSONField):
    """Field -> language -> text: people's words in both languages, beside the words as typed.

    To the migrations it is Django's own field, as StampField is.
    """

    def __init__(self, *label: Any, **options: Any) -> None:
        usual = {"default": dict, "blank": True, "validators": [check_translations]}
        super().__init__(*label, **{**usual, **options})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the field as Django's."""
        name, _path, arguments, options = super().deconstruct()
        options.pop("validators", None)
        return name, "django.db.models.JSONField", arguments, options


class TranslatedModel(VersionedModel):
    """Keeps the second language of its free texts in the same row: one version, one undo."""

    translations = TranslationsField(_("in both languages"))

    class Meta:
        abstract = True

    def typed(self, name: str) -> str:
        """Return a field's text as typed; of a column with both languages the English one."""
        value = getattr(self, name)
        return str(value.get("en", "")) if isinstance(value, dict) else str(value)

    def pair(self, name: str) -> dict[str, str]:
        """Return language -> text of a field as it was when it was translated; empty if never."""
        value = getattr(self, name)
        if isinstance(value, dict) and len(set(value.values())) > 1:
            return dict(value)
        return dict(self.translations.get(name, {}))

    def both(self, name: str) -> LocalizedText:
        """Return a field's text in both languages; where one is missing, as it was typed."""
        return localized(self.typed(name), self.pair(name))

    def translate(self, name: str, other: str) -> None:
        """Give a field's text its other language; an empty one takes it away."""
        text, pair = self.typed(name), self.pair(name)
        new = paired(text, other, place_of(text, pair))
        kept = {field: texts for field, texts in self.translations.items() if field != name}
        self.translations = {**kept, name: new} if new else kept
        if isinstance(getattr(self, name), dict):
            setattr(self, name, localized(text, new).as_dict())


def tenant(*organizations: int) -> AbstractContextManager[None]:
    """Open the tenant scope for one or more organizations; without any, every query is empty.

    Args:
        organizations: ids; anything else than whole numbers is refused, because the scope of
            `None` would show every tenant.

    Raises:
        TypeError: an id is not a whole number.
    """
    for identifier in organizations:
        if isinstance(identifier, bool) or not isinstance(identifier, int):
            message = f"a tenant is named by its id, got {identifier!r}"
            raise TypeError(message)
    opened: AbstractContextManager[None] = scope(organization=list(organizations))
    return opened


def save_versioned(instance: Model, *, expected: int, fields: Iterable[str]) -> Model:
    """Write the named fields if nobody changed the row since version `expected`.

    Args:
        instance: the changed object.
        expected: the version the editor saw.
        fields: names of the fields to write; version and time of change are added.

    Returns:
        The instance with its new version.

    Raises:
        StaleVersionError: the stored version is another one; nothing is written.
    """
    # The check and the write are one statement, so that it holds on every database.
    names = [*fields, "updated_at"]
    instance.version = expected + 1
    for name in names:
        # Stamps the time of change, stores a new file.
        column(instance, name).pre_save(instance, add=False)
    values = {name: getattr(instance, name) for name in names}
    rows = every_row(type(instance)).filter(pk=instance.pk, version=expected)
    written = rows.update(**values, version=expected + 1)
    if not written:
        instance.version = expected
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    return instance
