"""Inviting people and changing what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField, language_names
from core.forms import KeyedForm, VersionedForm
from organizations.domain.roles import Role
from organizations.models import Plant
from organizations.models.membership import RoleChoice


def role_choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    """Return value and name of roles."""
    return [(role.value, RoleChoice(role.value).label) for role in roles]


class InvitationForm(KeyedForm):
    """Who is asked to take part, where, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = TextField(label=_("Person’s name"), max_length=120, required=False)
    plant = forms.ChoiceField(label=_("Where"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=language_names)

    def __init__(
        self,
        *args: Any,
        plants: Iterable[Plant],
        roles: Iterable[Role],
        whole_group: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {str(plant.pk): plant for plant in plants}
        self._plants = rows
        choices: list[tuple[str, Any]] = [(key, plant.shown_name) for key, plant in rows.items()]
        if whole_group:
            choices.insert(0, ("", _("The whole group")))
        self.fields["plant"] = forms.ChoiceField(
            label=_("Where"), choices=choices, required=not whole_group
        )
        if len(choices) == 1:
            self.fields["plant"].widget = forms.HiddenInput()
            self.fields["plant"].initial = choices[0][0]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=role_choices(roles))

    def clean_plant(self) -> Plant | None:
        """Return the plant; none for the whole group."""
        return self._plants.get(self.cleaned_data["plant"])


class RoleForm(VersionedForm):
    """Another role at the same place."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=role_choices(roles))
