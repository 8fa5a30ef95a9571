"""Fields of forms that read numbers and money as people type them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.bounds import DIGITS, LARGEST, settled
from core.wording.figures import plain
from sheets.numbers import OtherCurrencyError, TwoReadingsError, read_money, read_typed

AMOUNT_EXPECTED = gettext_lazy("Enter an amount, for example 30,000,000, 30M, 3000万 or 1.2亿.")


class MoneyField(forms.DecimalField):
    """Money as people type it: groups, decimal comma, full-width digits, 3000万, 1.2亿, 1.5M.

    Attributes:
        currency: the currency of the field, whose code may stand beside the amount.
    """

    currency = ""

    def __init__(self, **options: Any) -> None:
        """Allow what every database gives back, 15 digits; other tables say their own limits."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        settings = {"max_digits": DIGITS, "decimal_places": 2, "widget": widget, "localize": False}
        super().__init__(**{"min_value": 0, **settings, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number; amounts have few decimals, so a mark before three digits groups."""
        if isinstance(value, str):
            value = amount_of(value, self.currency)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount as people write it."""
        return amount_text(value)


def amount_of(text: str, currency: str) -> Decimal | None:
    """Return an amount typed into a field of a currency; None for an empty entry.

    Raises:
        ValidationError: in words for the field.
    """
    try:
        return read_money(text, currency)
    except TwoReadingsError as error:
        raise ValidationError(two_readings(error)) from error
    except OtherCurrencyError as error:
        words = _("Enter the amount in %(currency)s.") % {"currency": currency}
        raise ValidationError(words if currency else AMOUNT_EXPECTED) from error
    except ValueError as error:
        raise ValidationError(AMOUNT_EXPECTED) from error


def chosen_currency(form: forms.Form) -> str:
    """Return the currency that a form of money was sent with, else the one it shows at first."""
    sent = form.data.get(form.add_prefix("currency")) if form.is_bound else None
    return str(sent or form.get_initial_for_field(form.fields["currency"], "currency") or "")


def amount_text(value: Any) -> Any:
    """Return a stored amount grouped and without needless decimals; what was typed stays."""
    if not isinstance(value, Decimal):
        return value
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def two_readings(error: TwoReadingsError) -> str:
    """Ask which of the two readings of a number is meant."""
    whole, fine = (plain(reading).replace(",", "") for reading in error.readings)
    words = _("This can be read in two ways: write %(whole)s or %(fine)s.")
    return words % {"whole": whole, "fine": fine}


class NumberField(forms.CharField):
    """A number as people type it: decimal comma, full-width digits, true minus, grouped digits.

    A text input, so that a wrong entry is kept as it was typed. A lone comma before three digits
    is asked about: it could group thousands or part decimals.
    """

    def __init__(self, *, places: int = 6, **options: Any) -> None:
        self.places = places
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number; None for an empty entry."""
        try:
            number = read_typed("" if value is None else str(value))
        except TwoReadingsError as error:
            raise ValidationError(two_readings(error)) from error
        except ValueError as error:
            raise ValidationError(_("Enter a number, for example 12.5.")) from error
        if number is not None and abs(settled(number)) >= LARGEST:
            raise ValidationError(_("This number is too large."))
        return None if number is None else round(settled(number), self.places)

    def prepare_value(self, value: Any) -> Any:
        """Return a stored number without trailing zeros."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def run_validators(self, value: Any) -> None:
        """Length rules are those of text; a number has passed its own by now."""
