"""What a form or a file takes can be read back, on both databases.

Every form that edits a row is found through `tests/access_matrix/`; each of its numbers and days is
set to the highest, lowest and most precise value that it takes, read back from its own page, and
then every page is read once. What lies beyond is refused and names its field.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from core.base import KeptDecimalField, every_row, tenant
from core.bounds import COUNT_MAX, DIGITS, EARLIEST, ID_MAX, LATEST
from core.fields import RowsField
from landscape.models import System
from readings.models import Measurement
from tests.architecture.test_access import addresses, matrix, value
from tests.architecture.test_sizes import PRODUCT, name_of
from tests.factories.assessment import processes
from tests.factories.indicators import follow
from tests.operations.forms import PLAIN, WebForm, encoded, forms_on

pytestmark = pytest.mark.django_db
AGAIN = pytest.mark.data  # on PostgreSQL, whose columns have other bounds
EDITS = sorted(name for name in addresses() if name.endswith(("-edit", "-settings")))
NINES = ("9" * 25, "9999999999999.99", "9999999999999", "999999999999.999", "999999999", "9999999")
STEPS = ("2147483647", "2000000000", "500000", "32767", "3650", "999", "100", "99", "9")
SMALL = ("0.00000001", "0.000001", "0.001", "0.01", "0.1", "1", "50")
EXTREMES = {
    "highest": ((*NINES, *STEPS), ("9999-12-31", "2101-01-01", "2100-12-31", "2031-12-31")),
    "lowest": (
        (*(f"-{text}" for text in (*NINES, *STEPS)), "0", "0.00000001", "0.01", "1", "9"),
        ("0001-01-01", "1899-12-31", "1900-01-01", "1990-01-01", "2020-01-01"),
    ),
    "most precise": (
        ("0." + "3" * 30, "1234567.12345678", "123456789.123456", "1234567890123.45", *SMALL),
        ("2024-02-29", "2026-02-28"),
    ),
}


# --- every field of every form and table --------------------------------------------------------
def every_form() -> Iterator[type[forms.BaseForm]]:
    """Yield every form class of the product."""
    for path in PRODUCT:
        name = name_of(path)
        if "/forms" not in name or not name.endswith(".py"):
            continue
        module = import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        for _name, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.__name__:
                yield found


def unbounded(field: forms.Field, column: models.Field | None = None) -> str:
    """Return what a field lacks; empty where databases keep whatever it takes.

    The bounds of a field of a table hold too, where the form checks its row.
    """
    limits = {
        type(item).__name__: item.limit_value
        for item in (*field.validators, *(column.validators if column else ()))
        if hasattr(item, "limit_value")
    }
    if isinstance(field, forms.DecimalField):
        return "" if field.max_digits and field.max_digits <= DIGITS else "max_digits"
    if isinstance(field, forms.IntegerField):
        return "" if limits.get("MaxValueValidator", ID_MAX + 1) <= ID_MAX else "max_value"
    if isinstance(field, forms.DateField):
        span = limits.get("MinValueValidator"), limits.get("MaxValueValidator")
        known = None not in span and span[0] >= EARLIEST and span[1] <= LATEST
        return "" if known else "day_field"
    if isinstance(field, forms.ModelMultipleChoiceField) and not isinstance(field, RowsField):
        return "RowsField"
    return "float" if type(field) is forms.FloatField else ""


def column_of(form: type[forms.BaseForm], name: str) -> models.Field | None:
    """Return the column that a form of a table checks for a field."""
    model = form._meta.model if issubclass(form, forms.ModelForm) else None
    names = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return names.get(name)


def test_every_number_and_day_of_a_form_has_bounds():
    found = {
        f"{form.__module__}.{form.__name__}.{name}": lack
        for form in every_form()
        for name, field in form.base_fields.items()
        if (lack := unbounded(field, column_of(form, name)))
    }
    assert found == {}


def test_the_walk_over_forms_finds_them():
    names = {form.__name__ for form in every_form()}
    assert {"RateForm", "GoalForm", "SystemForm", "DutyForm", "ShareForm"} <= names
    assert len(names) > 60


@pytest.mark.parametrize(
    "field",
    [
        *(forms.DecimalField(), forms.DecimalField(max_digits=16), forms.IntegerField()),
        *(forms.IntegerField(max_value=2**63), forms.DateField(), forms.FloatField()),
        forms.ModelMultipleChoiceField(queryset=None),
    ],
)
def test_field_without_bounds_is_caught(field):
    assert unbounded(field)


def test_every_decimal_of_a_table_is_one_that_databases_keep():
    ours = {
        config.label for config in apps.get_app_configs() if Path(config.path).parent == Path.cwd()
    }
    plain = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.concrete_fields
        if isinstance(field, models.DecimalField) and not isinstance(field, KeptDecimalField)
    ]
    assert plain == []


# --- written by forms, read by every page -------------------------------------------------------
class Walk:
    """A browser of the CIO, the edit pages, and every page that can be read."""

    def __init__(self, cast) -> None:
        processes()
        self.client = cast.client("cio")
        self.edits: dict[str, str] = {}
        self.pages: list[str] = []
        for name in sorted(addresses()):
            row = matrix()[name]
            try:
                with transaction.atomic(), tenant(cast.organization.pk):
                    address = reverse(name, kwargs=value(row.get("kwargs"), cast))
            except (DatabaseError, ObjectDoesNotExist, forms.ValidationError):
                continue
            if row.get("method", "get") == "get":
                self.pages.append(address)
            if name in EDITS:
                self.edits[name] = address

    def form(self, address: str) -> WebForm | None:
        """Return the form of an edit page."""
        answer = self.client.get(address, headers={"HX-Request": "true"})
        if answer.status_code != 200:
            return None
        found, _asked = forms_on(answer.content.decode(), address)
        posts = [form for form in found if "version" in form.fields and form.action == address]
        return max(posts, key=lambda form: len(form.fields), default=None)

    def set(
        self, form: WebForm, address: str, field: str, candidates: tuple[str, ...]
    ) -> tuple[str, WebForm | None]:
        """Send candidates until one is taken; return it, and the form that the page then shows.

        There is none where what was stored asks something else first, as an impossible start does.
        """
        refuse = None
        for place, text in enumerate(candidates):
            if refuse and refuse(text):
                continue  # the field alone refuses it, as it said of the first
            body = encoded({**form.fields, field: [text]})
            answer = self.client.generic("POST", address, body, PLAIN, HTTP_HX_REQUEST="true")
            assert answer.status_code < 500, (address, field, text)
            answer = self.accepted(answer, address)
            if answer.status_code != 422:
                return text, self.form(address)
            if place == 0 and answer.context:
                bound = answer.context["form"]
                assert field in bound.errors, (address, field, text)
                refuse = partial(refuses, bound.fields[field]) if field in bound.fields else None
        return "", form

    def accepted(self, answer, address: str):
        """Accept what would follow where a page shows it before it stores anything."""
        if b'id="consequences"' not in answer.content:
            return answer
        found, _asked = forms_on(answer.content.decode(), address)
        shown = next((form for form in found if form.fields.get("shown")), None)
        if shown is None:
            return answer
        body = encoded(shown.fields)
        answer = self.client.generic("POST", shown.action, body, PLAIN, HTTP_HX_REQUEST="true")
        assert answer.status_code < 500, (address, shown.fields)
        return answer

    def read_all(self) -> dict[str, int]:
        """Return the pages that fail."""
        self.client.raise_request_exception = False
        seen = {address: self.client.get(address).status_code for address in self.pages}
        return {address: status for address, status in seen.items() if status >= 500}


def refuses(field: forms.Field, text: str) -> bool:
    """Tell whether a field by itself refuses a text."""
    try:
        field.clean(text)
    except forms.ValidationError:
        return True
    return False


def fields_of(form: WebForm) -> dict[str, str]:
    """Return the names of numbers and days of a form with their kind."""
    kinds = {name: "day" for name, kind in form.kinds.items() if kind == "date"}
    numbers = {name for name, kind in form.kinds.items() if kind == "number"} | form.numeric
    return kinds | {name: "number" for name in numbers if name != "version"}


def same(text: str, shown: str) -> bool:
    """Tell whether a page shows what was typed: grouped, with other zeros, rounded to cents at most."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text == shown
    number = Decimal(shown.replace(",", "") or "NaN")
    places = max(2, -int(number.as_tuple().exponent))
    return number == round(Decimal(text), places)


@pytest.mark.parametrize(
    "extreme",
    [
        pytest.param("highest", marks=AGAIN),
        "lowest",
        "most precise",  # SQLite alone would round it
    ],
)
def test_what_a_form_takes_is_read_back_and_breaks_no_page(extreme, cast):
    numbers, days = EXTREMES[extreme]
    walk, taken, wrong = Walk(cast), 0, {}
    for address in walk.edits.values():
        form = walk.form(address)
        for field, kind in fields_of(form).items() if form else ():
            if form is None:
                break
            text, form = walk.set(form, address, field, days if kind == "day" else numbers)
            taken += bool(text)
            shown = (form.fields.get(field) or [""])[0] if text and form else text
            if text and not same(text, shown):
                wrong[address, field] = (text, shown)
    assert wrong == {}
    assert taken > 15
    assert walk.read_all() == {}


# --- read from files ----------------------------------------------------------------------------
def check_and_confirm(client, address: str, confirm: str, text: str):
    """Send a file, then confirm its check; return the last answer."""
    file = SimpleUploadedFile("extreme.csv", text.encode(), content_type="text/csv")
    answer = client.post(address, {"file": file})
    if answer.status_code != 200:
        return answer
    return client.post(confirm, {"payload": answer.context["payload"], "accept": "on"})


@AGAIN
def test_costs_of_a_file_are_read_back_and_break_no_page(cast):
    walk = Walk(cast)
    address = reverse("landscape:system-import", args=[cast.plant.slug])
    costs = {
        "Alpha": "9999999999999.99",
        "Bravo": "0",
        "Charlie": "0.01",
        "Delta": "1234567890123.45",
    }
    lines = [f"{name},ERP,{COUNT_MAX},{cost},{LATEST}" for name, cost in costs.items()]
    text = "\n".join(["System,Category,Users,Yearly cost,Contract ends", *lines])
    done = check_and_confirm(walk.client, address, f"{address}confirm/", text)
    assert done.status_code == 302
    for name, cost in costs.items():
        stored = every_row(System).get(name=name)
        assert (stored.yearly_cost_amount, stored.users_count) == (Decimal(cost), COUNT_MAX)
        assert stored.contract_end_on == LATEST
        edit = reverse("landscape:system-edit", args=[cast.plant.slug, stored.pk])
        assert walk.client.get(edit).status_code == 200
    assert walk.read_all() == {}


@AGAIN
@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *(("Yearly cost", "99999999999999.99"), ("Yearly cost", "1e30"), ("Users", "2147483648")),
        *(("Contract ends", "9999-12-31"), ("Contract ends", "0001-01-01")),
    ],
)
def test_cell_beyond_the_bounds_is_named(column, cell, cast):
    processes()
    address = reverse("landscape:system-import", args=[cast.plant.slug])
    text = f"System,Category,{column}\nHighest,ERP,{cell}\n"
    answer = check_and_confirm(cast.client("cio"), address, f"{address}confirm/", text)
    assert answer.status_code == 422
    assert [problem.cell for problem in answer.context["problems"]] == ["C2"]


@AGAIN
def test_readings_of_a_file_are_read_back_and_break_no_page(cast):
    walk = Walk(cast)
    readings = {"SC-16": "999999999999.999", "ISO-06": "-999999999999.999", "SC-17": "0.000001"}
    with tenant(cast.organization.pk):
        rows = follow(cast.plant, *readings, by=cast.people["cio"])
        for row in rows:
            row.indicator.lower_bound = None
            row.indicator.upper_bound = None
            row.indicator.save()
    address = reverse("readings:reading-import", args=[cast.plant.slug])
    lines = [f"{code},2025-01,{reading}" for code, reading in readings.items()]
    text = "\n".join(["indicator,period,value", *lines])
    done = check_and_confirm(walk.client, address, address, text)
    assert done.status_code == 302
    stored = every_row(Measurement).filter(plant_indicator__in=rows)
    assert set(map(Decimal, readings.values())) <= set(stored.values_list("value", flat=True))
    assert walk.read_all() == {}
    beyond = f"indicator,period,value\nSC-16,2025-02,{'9' * 13}\n"
    assert check_and_confirm(walk.client, address, address, beyond).status_code == 422


def test_number_with_too_many_digits_is_refused_by_the_table_itself():
    rate = KeptDecimalField(max_digits=18, decimal_places=8)
    for text in ("9999999.99999999", "1234567890.12345", "0.00000001", "0", "1.50000000"):
        rate.run_validators(Decimal(text))
    for text in ("9999999999.99999999", "12345678901", "NaN", "0.000000001"):
        with pytest.raises(forms.ValidationError):
            rate.run_validators(Decimal(text))
