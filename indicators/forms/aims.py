"""Baseline period, target, benchmark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.bounds import settled
from core.errors import RuleError
from core.fields import LinkField, TextField, text_of_column
from core.forms import KeyedForm, VersionedForm, day_field
from core.second_language import TranslatedForm
from core.wording.figures import plain
from indicators.domain import targets
from indicators.domain.series import IndicatorSeries
from indicators.models import Benchmark
from indicators.selectors.benchmarks import BenchmarkRow
from packs.schema.indicators import Preset
from readings.models import PlantIndicator
from readings.selectors.wording import period_text
from sheets.fields import NumberField

TIMES = frozenset({"days", "hours", "minutes"})
NEEDS_AMOUNT = frozenset({"value", "percent", "points", "speed"})
SHARES = {"1y": targets.ONE_YEAR_SHARE, "3y": targets.THREE_YEAR_SHARE}


class BaselineForm(KeyedForm):
    """The stretch whose readings make the baseline."""

    first = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=dt.date.fromisoformat)
    last = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=dt.date.fromisoformat)
    note = TextField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("What was left out or normalized, and why."),
    )

    def __init__(self, *args: Any, series: IndicatorSeries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = series.step == "quarter"
        pairs = [
            (item.period.isoformat(), period_text(item.period, is_quarter=quarters))
            for item in series.readings
        ]
        for name in ("first", "last"):
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a stretch that runs backwards."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        return data


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target that follows from what was chosen."""

    value: Decimal
    kind: str
    change: Decimal | None
    reason: str = ""


class TargetForm(TranslatedForm, VersionedForm):
    """How the target is set, and until when. Ambiguous promises offer every reading, none chosen."""

    translated = ("target_reason", "value_driver")
    way = forms.ChoiceField(label=gettext_lazy("How the target is set"), widget=forms.RadioSelect)
    amount = NumberField(label=gettext_lazy("Value or change"), required=False)
    target_on = day_field(
        gettext_lazy("Target month"),
        required=True,
        help_text=gettext_lazy("Any day of the month in which the target is reached."),
    )
    target_reason = TextField(label=gettext_lazy("Why this target"), required=False, max_length=200)
    value_driver = TextField(
        label=gettext_lazy("Value driver"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("What it pays into, for example capacity, cost or service."),
    )

    def __init__(
        self,
        *args: Any,
        row: PlantIndicator,
        series: IndicatorSeries,
        presets: list[Preset],
        benchmarks: list[BenchmarkRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.base = series.baseline.statistics.center if series.baseline else None
        self.presets = [] if row.unit else presets
        self.benchmarks = {item.key: item for item in benchmarks if item.number is not None}
        self.fields["way"].choices = self._ways()  # type: ignore[attr-defined]

    def _ways(self) -> list[tuple[str, Any]]:
        ways: list[tuple[str, Any]] = [("value", _("A fixed value"))]
        if self.base is None:
            return ways
        kind = self.row.indicator.unit_kind
        if self.base:
            is_time = kind in TIMES and not self.row.unit
            words = (
                _("Percent change of the time")
                if is_time
                else _("Percentage change from the baseline")
            )
            ways.append(("percent", words))
            if is_time:
                ways.append(("speed", _("Percent more speed: the time is divided by 1 + x")))
        if kind == "percent" and not self.row.unit:
            ways.append(("points", _("Percentage points added to the baseline")))
        return ways + self._benchmark_ways() + self._preset_ways()

    def _preset_ways(self) -> list[tuple[str, Any]]:
        language = get_language() or "en"
        return [
            (
                f"preset:{preset.id}:{reading.id}",
                f"{preset.title.in_language(language)}: {reading.title.in_language(language)}",
            )
            for preset in self.presets
            for reading in preset.readings
        ]

    def _benchmark_ways(self) -> list[tuple[str, Any]]:
        ways: list[tuple[str, Any]] = []
        for key, item in self.benchmarks.items():
            half = _("Half the way to the benchmark %(value)s (suits one year)")
            most = _("Four fifths of the way to the benchmark %(value)s (suits three years)")
            number = {"value": plain(item.number)}
            ways += [(f"benchmark:{key}:1y", half % number)]
            ways += [(f"benchmark:{key}:3y", most % number)]
        return ways

    @property
    def questions(self) -> list[str]:
        """What must be settled before a common target means one number."""
        language = get_language() or "en"
        return [preset.question.in_language(language) for preset in self.presets if preset.question]

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into a value."""
        data = super().clean() or self.cleaned_data
        way, amount = data.get("way"), data.get("amount")
        if way in NEEDS_AMOUNT and amount is None and "amount" not in self.errors:
            self.add_error("amount", ValidationError(_("Enter the value or the change.")))
        if way and not self.errors.get("amount"):
            try:
                self.proposal = self._proposal(way, amount)
            except RuleError:
                self.add_error("amount", _("This change gives no sensible value."))
        return data

    def _proposal(self, way: str, amount: Decimal | None) -> Proposal:
        number, base = amount or Decimal(0), self.base or Decimal(0)
        kind, _colon, rest = way.partition(":")
        if kind == "percent":
            return Proposal(targets.changed_by_percent(base, number), kind, number)
        if kind == "points":
            return Proposal(targets.changed_by_points(base, number), kind, number)
        if kind == "speed":
            return Proposal(targets.sped_up(base, number), kind, number)
        if kind == "benchmark":
            key, _colon, share = rest.partition(":")
            item = self.benchmarks[int(key)]
            value = targets.towards_benchmark(base, item.number or Decimal(0), SHARES[share])
            return Proposal(value, kind, None, item.source_name)
        if kind == "preset":
            return self._preset(rest, base)
        return Proposal(number, "value", None)

    def _preset(self, rest: str, base: Decimal) -> Proposal:
        name, _colon, wanted = rest.partition(":")
        preset = next(item for item in self.presets if item.id == name)
        reading = next(item for item in preset.readings if item.id == wanted)
        title = preset.title.in_language(get_language() or "en")
        return Proposal(base * reading.factor, "preset", preset.change_pct, title)

    def values(self) -> dict[str, Any]:
        """Return the values under the names of the model."""
        data, proposal = self.cleaned_data, self.proposal
        return {
            "target_value": proposal.value,
            "target_on": data["target_on"],
            "target_kind": proposal.kind,
            "target_change": proposal.change,
            "target_base": None if self.base is None else settled(self.base),
            "target_reason": data["target_reason"] or proposal.reason,
            "value_driver": data["value_driver"],
            "translations": self.translations(),
        }


class BenchmarkForm(forms.ModelForm, KeyedForm):  # type: ignore[type-arg]
    """A figure of others; without a source it cannot be kept."""

    value = NumberField(label=gettext_lazy("Value"))
    source_url = LinkField(label=gettext_lazy("Web address"))

    class Meta:
        model = Benchmark
        formfield_callback = text_of_column
        fields = (
            *("value", "percentile", "population", "year", "grade"),
            *("source_name", "source_url", "license_note"),
        )
        help_texts = {
            "percentile": gettext_lazy("Median, average, best quarter."),
            "population": gettext_lazy("Whose figures: sector, country, number of plants."),
            "license_note": gettext_lazy("Whether the figure may be shown to others."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "–"), *Benchmark.Grade.choices]  # type: ignore[attr-defined]
