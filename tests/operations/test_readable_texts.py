"""One rule for the letters of a text in forms, files and exports: `core.text.readable`.

A name that was typed with a letter nobody sees came back from its own export as another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from core.base import every_row, tenant
from core.fields import LinkField, TextField
from core.text import readable
from landscape.models import System
from sheets.fields import NumberField
from tests.architecture.test_create_forms import CREATES, ENTERED, WITHOUT, filled, form_of
from tests.factories.assessment import processes
from tests.factories.landscape import SystemFactory
from tests.operations.forms import MULTIPART, PLAIN, WebForm, encoded, multipart
from tests.operations.test_bounds import Walk, every_form

pytestmark = [pytest.mark.django_db, pytest.mark.data]
# Secrets and what the product signed itself are no texts.
NO_TEXTS = {"password", "passphrase", "secret", "key", "payload", "kept"}
OTHERS = (TextField, LinkField, NumberField, forms.EmailField, forms.RegexField, forms.JSONField)
UNSEEN = "\u200b\x07\u202e\ufeff\u00ad"
SHEET = "/plants/johor-bahru/landscape/systems/"


def test_every_text_of_a_form_is_read_by_the_rule():
    plain = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, OTHERS)
        and form.__module__ != "organizations.forms.account"  # passwords and codes
        and name not in NO_TEXTS
    }
    assert plain == set()


def spoiled(form: WebForm, fields: dict[str, list[str]], told: set[str]) -> dict[str, list[str]]:
    """Return fields with what nobody sees in every text that a person may word freely."""
    return {
        name: [f"{text[:1]}{UNSEEN}{text[1:]}\r\n" for text in many]
        if form.kinds.get(name, "") in ("text", "textarea", "search")
        and name not in form.numeric | NO_TEXTS | told
        else many
        for name, many in fields.items()
    }


def texts() -> Iterator[tuple[str, Any]]:
    """Yield every stored text with the name of its column."""
    for model in apps.get_models():
        columns = [
            column
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField | models.TextField | models.JSONField)
        ]
        for row in every_row(model).all() if columns else ():
            for column in columns:
                yield f"{model._meta.label}.{column.name}", getattr(row, column.attname)


def unreadable(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(unreadable, value.values()))
    if isinstance(value, list):
        return any(map(unreadable, value))
    return isinstance(value, str) and readable(value) != value


def stored_unreadable() -> set[str]:
    return {name for name, value in texts() if unreadable(value)}


@pytest.mark.parametrize("name", sorted(set(CREATES) - set(WITHOUT)))
def test_what_is_added_is_stored_as_people_see_it(name, cast):
    _address, form = form_of(name, cast)
    before = stored_unreadable()
    closed = {"code", "url", "source_url", "year"} & set(ENTERED.get(name, {}))
    fields = spoiled(form, filled(form, name), closed)
    body, kind = encoded(fields), PLAIN
    if form.enctype == MULTIPART:
        body, kind = multipart(fields, {}), f"{MULTIPART}; boundary=limit"
    answer = cast.client("cio").generic("POST", form.action, body, kind)
    assert answer.status_code in (200, 302), answer.content.decode()[:3000]
    assert stored_unreadable() == before


def test_what_is_edited_is_stored_as_people_see_it(cast):
    walk, spoilt = Walk(cast), 0
    before = stored_unreadable()
    for address in walk.edits.values():
        form = walk.form(address)
        if form is None:
            continue
        fields = spoiled(form, form.fields, set())
        spoilt += fields != form.fields
        answer = walk.client.generic("POST", address, encoded(fields), PLAIN)
        assert answer.status_code < 500, address
    assert spoilt > 7
    assert stored_unreadable() == before


# --- out and in again -----------------------------------------------------------------------------
def send(client, data: bytes, name: str = "systems.xlsx"):
    return client.post(f"{SHEET}import/", {"file": SimpleUploadedFile(name, data)})


def added(**typed: str) -> dict[str, str]:
    return {
        "name": "Kingdee K3",
        "category": "ERP",
        "criticality": "high",
        **dict.fromkeys(
            ("personal_data", "has_open_interface", "is_group_standard", "fits_local_law"),
            "unknown",
        ),
        "disposition": "undecided",
        **typed,
    }


def test_what_was_typed_comes_back_from_its_own_export_as_stored(cast):
    processes()
    client = cast.client("cio")
    for number, unseen in enumerate(("\u200b", "\x07", "\u202e", "\r\n")):
        typed = added(name=f"K{unseen}{number}", note=f"first line{unseen}\r\nsecond line")
        assert client.post(f"{SHEET}new/", typed).status_code == 302
    page = send(client, client.get(f"{SHEET}export/").content)
    assert (page.status_code, page.context["added"], page.context["changed"]) == (200, 0, 0)
    assert page.context["same"] == 4


@pytest.mark.parametrize("unseen", ["\u200b", "\x07", "\r\n"])
def test_rows_of_before_come_back_as_themselves(cast, unseen):
    """Stored before there was one rule: in the export `\\r` was `_x000D_`, and so it was read."""
    processes()
    with tenant(cast.organization.pk):
        SystemFactory(plant=cast.plant, name=f"K{unseen}3", category="ERP", note=f"one{unseen}two")
    client = cast.client("cio")
    page = send(client, client.get(f"{SHEET}export/").content)
    assert (page.context["added"], page.context["changed"], page.context["same"]) == (0, 0, 1)
    assert (
        client.post(f"{SHEET}import/confirm/", {"payload": page.context["payload"]}).status_code
        == 302
    )
    assert every_row(System).count() == 1
