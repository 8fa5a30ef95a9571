"""Input about advice: what a person selects, takes into the plan, says to be in place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from core.forms import id_field


class SelectionForm(forms.Form):
    """Catalog items that a person has selected, with the run they were advised from."""

    initiatives = forms.MultipleChoiceField(label=_("Initiatives"), required=False)
    run = id_field(required=False, widget=forms.HiddenInput)
    rate = forms.DecimalField(
        label=_("Value of one US dollar"),
        required=False,
        max_digits=14,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        max_value=Decimal(1_000_000),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("The catalog gives costs in US dollars."),
    )

    def __init__(self, *args: Any, known: tuple[str, ...], **kwargs: Any) -> None:
        """Accept ids of the catalog only."""
        super().__init__(*args, **kwargs)
        self.fields["initiatives"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]

    @property
    def run_id(self) -> str:
        """Return the id of the run as the desk takes it."""
        return str(self.cleaned_data.get("run") or "")


class AdviceForm(SelectionForm):
    """Catalog items that a person takes into the plan: at least one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for at least one."""
        super().__init__(*args, **kwargs)
        field = self.fields["initiatives"]
        field.required = True
        field.error_messages["required"] = _("Tick at least one initiative.")


class InPlaceForm(forms.Form):
    """What a person says to be in place."""

    initiatives = forms.MultipleChoiceField(
        label=_("Initiatives"), error_messages={"required": _("Tick at least one initiative.")}
    )
    reason = TextField(
        label=_("How you know"),
        max_length=500,
        required=False,
        help_text=_("Needed where neither answers nor a finished initiative show it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, known: tuple[str, ...], **kwargs: Any) -> None:
        """Accept ids of the catalog only."""
        super().__init__(*args, **kwargs)
        self.fields["initiatives"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]
