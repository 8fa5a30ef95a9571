"""A person's own settings, and joining by invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from core.fields import TextField, language_names, text_of_column
from core.forms import LongSelect
from organizations.forms.account import PASSWORD_HELP
from organizations.forms.choices import zones
from organizations.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, language, time zone and ways of working."""

    class Meta:
        model = User
        formfield_callback = text_of_column
        fields = (
            *("name", "language", "time_zone", "theme", "compact", "single_key_shortcuts"),
            *("followers", "digest"),
        )
        labels = {
            "name": _("Your name"),
            "theme": _("Appearance"),
            "compact": _("Compact tables"),
            "single_key_shortcuts": _("Single-letter keys"),
            "followers": _("Work that waits for a bar that moves"),
            "digest": _("Mail about what is new in your inbox"),
        }
        help_texts = {
            "language": _("Of the pages, questions and reports you read."),
            "time_zone": _("Times on every page are shown in this zone."),
            "compact": _("More rows on a screen, less air."),
            "single_key_shortcuts": _("J and K walk rows, G and a letter opens an area."),
            "followers": _(
                "On the roadmap: only as far as the links ask for, shown before it is stored."
            ),
            "digest": _("In the morning of your time zone, in your language."),
        }
        widgets = {
            "theme": forms.RadioSelect,
            "followers": forms.RadioSelect,
            "digest": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            help_text=self.fields["time_zone"].help_text,
            choices=zones(current=self.instance.time_zone),
            widget=LongSelect,
        )


class JoinForm(forms.Form):
    """What a new person says when accepting an invitation."""

    name = TextField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_names)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, email: str, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=zones(country), widget=LongSelect
        )

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, with the person's own words in mind."""
        values = super().clean() or {}
        password = values.get("password")
        if password:
            person = User(email=self.email, name=values.get("name", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
