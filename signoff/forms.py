"""What people enter when they sign, judge a drawn answer, or say who signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TextField
from core.forms import VersionedForm, id_field
from signoff.models import MOST_CHALLENGED, SignaturePolicy


class SignOffForm(forms.Form):
    """The words that stay with a signed run; open points are confirmed one by one or not at all."""

    seen = TextField(max_length=64, widget=forms.HiddenInput)
    note = TextField(
        required=False,
        max_length=4000,
        label=_("Words of the review"),
        help_text=_("Stays with the result, on the page of the run."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    knows_points = forms.BooleanField(
        label=_("I know the open points listed here and sign nevertheless"),
        error_messages={"required": _("Tick the box before you sign.")},
    )
    is_sure = forms.BooleanField(
        label=_("I have seen the result and sign it off"),
        error_messages={"required": _("Tick the box before you sign.")},
    )

    def __init__(self, *args: Any, has_points: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_points:
            del self.fields["knows_points"]

    def cleaned(self) -> dict[str, str]:
        """Return what was looked at, and the words."""
        return {name: self.cleaned_data[name] for name in ("seen", "note")}


class VerdictForm(VersionedForm):
    """Whether a drawn answer stands, and why not."""

    STANDS = "stands"

    version = id_field(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What you found"),
        choices=[(STANDS, _("The answer stands")), ("falls", _("The answer does not stand"))],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        required=False,
        max_length=1000,
        label=_("Reason"),
        help_text=_(
            "Needed where the answer does not stand: what you looked at, and what it says."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PolicyForm(VersionedForm):
    """How many people sign a run, and how many answers are drawn before."""

    version = id_field(min_value=0, widget=forms.HiddenInput)
    signers = forms.TypedChoiceField(
        coerce=int,
        choices=SignaturePolicy.Signers.choices,
        label=_("Who signs a run"),
        help_text=_("Whoever answered is never the only one who signs, whatever you choose."),
        widget=forms.RadioSelect,
    )
    challenged = forms.IntegerField(
        min_value=0,
        max_value=MOST_CHALLENGED,
        label=_("Answers drawn and looked at again"),
        help_text=_(
            "Drawn by chance before a run is signed, the weightier and higher ones more often. "
            "0 draws none."
        ),
    )
