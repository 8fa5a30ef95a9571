"""What people enter: which document, for whom a link is, a passphrase."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from core.base import column
from core.forms import day_field
from reports.domain.sharing import MAX_DAYS, USUAL_DAYS, end_of_day
from reports.models import Report, ShareLink
from reports.services.links import MIN_PASSPHRASE, propose_passphrase

LONGEST_PASSPHRASE = 128


class ProduceForm(forms.Form):
    """Kind and language of a document."""

    kind = forms.ChoiceField(label=_("Report"), choices=Report.Kind, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language"), choices=Report.Language, widget=forms.RadioSelect
    )


class ShareForm(forms.Form):
    """For whom a link is, until when, and its passphrase."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=column(ShareLink, "label").max_length,
        help_text=_("Stands in the list of links, for example “Board members”."),
    )
    expires_on = day_field(
        _("Works until"), required=True, help_text=_("At most 90 days from today.")
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        min_length=MIN_PASSPHRASE,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A proposal; at least 8 characters. Send it by another way than the link."),
    )

    def __init__(self, data: Any = None) -> None:
        today = clock.today()
        last = today + timedelta(days=USUAL_DAYS)
        super().__init__(data, initial={"expires_on": last, "passphrase": propose_passphrase()})
        attributes = self.fields["expires_on"].widget.attrs
        attributes["min"] = today.isoformat()
        attributes["max"] = (today + timedelta(days=MAX_DAYS)).isoformat()

    @property
    def expires_at(self) -> datetime:
        """The end of the chosen day in the person's time zone."""
        day = self.cleaned_data["expires_on"]
        return end_of_day(day, timezone.get_current_timezone())


class PassphraseForm(forms.Form):
    """The passphrase of a shared document."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=LONGEST_PASSPHRASE,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
