"""A person who signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from core.base import StampField
from core.fields import language_names
from organizations.domain.zones import time_zones

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]
else:
    _TextField = models.CharField

FORMER = gettext_noop("Former member")


class FormerName(str):
    """What is shown instead of a name that was removed."""

    __slots__ = ()


class NameField(_TextField):
    """A person's name; one that was removed reads "former member" in the reader's language."""

    def from_db_value(self, value: str, *_args: object) -> str:
        """Return the name, or the words that stand for a removed one."""
        return FormerName(gettext(FORMER)) if value == FORMER else value

    def get_prep_value(self, value: Any) -> Any:
        """Store the words that stand for a removed name in one language only."""
        return FORMER if isinstance(value, FormerName) else super().get_prep_value(value)

    def deconstruct(self) -> Any:
        """Be a plain text column to migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make a person; without a password they cannot sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make an administrator of the installation."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person whatever the letter case of the address; stored in small letters."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with language, time zone and ways of working."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Followers(models.TextChoices):
        ASK = "ask", _("Ask each time")
        ALWAYS = "always", _("Move it too")
        NEVER = "never", _("Leave it where it is")

    class Digest(models.TextChoices):
        DAILY = "daily", _("Once a day, if there is something new")
        NONE = "none", _("Never")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = NameField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, choices=language_names, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    compact = models.BooleanField(_("compact tables"), default=False)
    single_key_shortcuts = models.BooleanField(_("single-letter keys"), default=True)
    followers = models.CharField(
        _("what waits for a bar that moves"),
        max_length=6,
        choices=Followers,
        default=Followers.ASK,
    )
    digest = models.CharField(
        _("mail about what is new"), max_length=5, choices=Digest, default=Digest.DAILY
    )
    digested_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    date_joined = StampField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Keep the address in small letters and refuse a time zone that does not exist.

        Raises:
            ValidationError: by field.
        """
        super().clean()
        self.email = self.email.strip().lower()
        if self.time_zone not in time_zones():
            raise ValidationError({"time_zone": _("This time zone does not exist.")})

    @property
    def is_staff(self) -> bool:
        """Whether the person administers the installation."""
        return self.is_superuser

    @property
    def initials(self) -> str:
        """Two letters, or the last character of a Chinese name."""
        name = str(self.name)
        parts = name.split()
        if len(parts) > 1:
            return (parts[0][0] + parts[-1][0]).upper()
        return name[-1:] if name[:1] > "\u2e80" else name[:2].upper()

    def get_full_name(self) -> str:
        """Return the name, as mails and sign-in pages ask for it."""
        return str(self.name)
