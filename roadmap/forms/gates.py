"""Input about the conditions of phase gates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import OneTitled
from core.forms import KeyedForm, VersionedForm
from organizations.models import Plant
from readings.selectors.series import followed
from readings.selectors.wording import indicator_name
from roadmap.models import GateCondition
from roadmap.services.gates import FIELDS
from sheets.fields import NumberField


class GateConditionForm(KeyedForm, VersionedForm):
    """What a gate asks of an indicator."""

    phase = forms.ChoiceField(label=_("Gate before the phase"), choices=GateCondition.Phase.choices)
    plant_indicator = OneTitled(named=indicator_name, label=_("Indicator"))
    side = forms.ChoiceField(
        label=_("Reached when it is"),
        choices=[("", _("as good as the value or better")), *GateCondition.Side.choices],
        required=False,
    )
    bound_value = NumberField(
        label=_("Value to reach"), help_text=_("A number in the unit of the indicator.")
    )

    def __init__(self, *args: Any, plant: Plant, is_new: bool = False, **kwargs: Any) -> None:
        """Offer the indicators that the plant follows."""
        super().__init__(*args, **kwargs)
        del self.fields["version" if is_new else "key"]
        self.fields["plant_indicator"].queryset = followed(plant)  # type: ignore[attr-defined]


def condition_initial(row: GateCondition) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in (*FIELDS, "version")}
