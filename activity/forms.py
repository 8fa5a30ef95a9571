"""Input: what the inbox shows, the wish for a calendar address, comments, group chats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activity.domain.reaching import host_of, is_outside
from activity.models import Webhook
from activity.selectors.webhooks import OFFERED
from core.bounds import ID_MAX
from core.fields import TextField, TitledChoice, language_names
from core.forms import KeyedForm, VersionedForm
from organizations.models import Organization, Plant

COMMENT_LENGTH = 2000
SHOWN = {"open": pgettext_lazy("notices", "Open"), "all": _("All")}


class InboxFilter(forms.Form):
    """Which notices are listed; what nobody offers counts as left out."""

    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False)
    page = forms.IntegerField(min_value=1, max_value=ID_MAX, required=False)

    @property
    def shown(self) -> str:
        """The choice: what is open where nothing is said."""
        self.is_valid()
        return self.cleaned_data.get("show") or "open"

    @property
    def number(self) -> int:
        """The page wanted, the first where nothing is said."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class InboxFeedForm(KeyedForm):
    """The wish for an address; sent twice it gives the same one."""


def comment_field() -> TextField:
    """Return the field for a comment."""
    return TextField(
        label=pgettext_lazy("what somebody says", "Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Type @ and a name to tell somebody, such as @Li Zhen."),
    )


class NewCommentForm(KeyedForm):
    """A comment to add; sent twice, it is said once."""

    text = comment_field()


class CommentForm(VersionedForm):
    """One's own comment to change."""

    text = comment_field()


class WebhookFields(forms.Form):
    """What is said of a way to a group chat; address and secret are never shown again."""

    NAMES = ("name", "kind", "url", "secret", "language", "kinds", "every_plant", "is_active")

    name = TextField(label=_("Name of the group chat"), max_length=80)
    kind = forms.ChoiceField(label=_("Program"), choices=Webhook.Kind.choices)
    url = TextField(
        label=_("Address of the webhook"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Whoever knows it can write to the group: it is not shown again."),
    )
    secret = forms.CharField(
        label=_("Secret of the signature"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Where DingTalk or Feishu asks for a signature."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_names)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of notices"),
        choices=[(kind.value, kind.label) for kind in OFFERED],
        widget=forms.CheckboxSelectMultiple,
    )
    every_plant = forms.BooleanField(
        label=_("Of all plants, and of the whole group"), required=False, initial=True
    )
    plants = TitledChoice(
        label=_("Only of these plants"), named=lambda plant: str(plant.shown_name)
    )
    is_active = forms.BooleanField(label=_("Send"), required=False, initial=True)

    def __init__(self, *given: Any, organization: Organization, **more: Any) -> None:
        """Offer the plants of an organization."""
        super().__init__(*given, **more)
        rows: Any = self.fields["plants"]
        rows.queryset = Plant.objects.filter(organization=organization).order_by("name")

    def clean_url(self) -> str:
        """Return the address.

        Raises:
            ValidationError: it is no plain https address, or leads into the network within.
        """
        url: str = self.cleaned_data["url"]
        if not url:
            return url
        host = host_of(url)
        if not host:
            raise ValidationError(gettext("Use an address that begins with https:// and no port."))
        if not is_outside(host):
            raise ValidationError(gettext("This address lies within a network, not outside."))
        return url

    def clean(self) -> dict[str, Any]:
        """Ask for plants where not all are meant."""
        data = super().clean() or {}
        if not data.get("every_plant") and "plants" in data and not data["plants"]:
            self.add_error("plants", gettext("Choose at least one plant, or all."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what is stored, without the plants."""
        return {name: self.cleaned_data[name] for name in self.NAMES}

    def plants_chosen(self) -> list[Plant]:
        """Return the plants; none where all are meant."""
        return [] if self.cleaned_data["every_plant"] else list(self.cleaned_data["plants"])


class NewWebhookForm(WebhookFields, KeyedForm):
    """A way to a group chat to open; sent twice, it is opened once."""


class WebhookForm(WebhookFields, VersionedForm):
    """A way to change; what is left empty of address and secret stays."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """Let the stored address stay."""
        super().__init__(*given, **more)
        self.fields["url"].required = False
        self.fields["url"].help_text = _("Left empty, the stored one stays.")
        self.fields["secret"].help_text = _("Left empty, the stored one stays.")
