"""What people enter: which document, for whom a link is, a passphrase."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import column
from core.fields import TextField
from core.forms import KeyedForm, VersionedForm, day_field
from organizations.models import Plant
from organizations.selectors.places import plant_today
from reports.domain.sharing import MAX_DAYS, USUAL_DAYS, end_of_day
from reports.models import Report, ShareLink
from reports.services.links import MIN_PASSPHRASE, propose_passphrase

LONGEST_PASSPHRASE = 128


class ProduceForm(KeyedForm):
    """Kind and language of a document."""

    kind = forms.ChoiceField(label=_("Report"), choices=Report.Kind, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language"), choices=Report.Language, widget=forms.RadioSelect
    )


def passphrase_field() -> forms.CharField:
    """Return a field for a new passphrase."""
    return forms.CharField(
        label=_("Passphrase"),
        min_length=MIN_PASSPHRASE,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A proposal; at least 8 characters. Send it by another way than the link."),
    )


class ShareForm(KeyedForm):
    """For whom a link is, until when, and its passphrase."""

    label = TextField(
        label=_("For whom"),
        max_length=column(ShareLink, "label").max_length,
        help_text=_("Stands in the list of links, for example “Board members”."),
    )
    expires_on = day_field(
        _("Works until"),
        required=True,
        help_text=_("At most 90 days from today; the end of the day at the plant."),
    )
    passphrase = passphrase_field()

    def __init__(self, data: Any = None, *, plant: Plant) -> None:
        last = plant_today(plant) + timedelta(days=USUAL_DAYS)
        super().__init__(data, initial={"expires_on": last, "passphrase": propose_passphrase()})
        self.plant = plant
        limit_days(self.fields["expires_on"], plant)

    @property
    def expires_at(self) -> datetime:
        """The end of the chosen day at the plant."""
        return end_of_day(self.cleaned_data["expires_on"], zone_of(self.plant))


class LinkEndForm(VersionedForm):
    """Until when a link works."""

    expires_on = day_field(
        _("Works until"),
        required=True,
        help_text=_("At most 90 days from today; the end of the day at the plant."),
    )

    def __init__(self, *args: Any, plant: Plant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plant = plant
        limit_days(self.fields["expires_on"], plant)

    @property
    def expires_at(self) -> datetime:
        """The end of the chosen day at the plant."""
        return end_of_day(self.cleaned_data["expires_on"], zone_of(self.plant))


class LinkKeyForm(VersionedForm):
    """Another passphrase for a link."""

    passphrase = passphrase_field()


def limit_days(field: forms.Field, plant: Plant) -> None:
    """Let the browser offer the days a link may have."""
    today = plant_today(plant)
    field.widget.attrs["min"] = today.isoformat()
    field.widget.attrs["max"] = (today + timedelta(days=MAX_DAYS)).isoformat()


def zone_of(plant: Plant) -> tzinfo:
    """Return the time zone in which the days of a plant's links are meant."""
    return zoneinfo.ZoneInfo(plant.time_zone)


class PassphraseForm(forms.Form):
    """The passphrase of a shared document."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=LONGEST_PASSPHRASE,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
