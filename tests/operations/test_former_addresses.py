"""Addresses of the last release lead on to where their pages moved."""

from __future__ import annotations

import pytest
from django.urls import Resolver404, resolve

from config.former import MOVED

PLANT = "/plants/johor-bahru/"


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_a_former_address_leads_on_with_its_question(client, old, new):
    answer = client.get(f"{PLANT}{old}/?q=a%20b&page=2")
    assert (answer.status_code, answer.url) == (301, f"{PLANT}{new}/?q=a%20b&page=2")
    deep = client.get(f"{PLANT}{old}/7/edit/")
    assert (deep.status_code, deep.url) == (301, f"{PLANT}{new}/7/edit/")


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_a_form_is_sent_again_by_the_browser(client, old, new):
    answer = client.post(f"{PLANT}{old}/new/", {"name": "MES"})
    assert (answer.status_code, answer.url) == (308, f"{PLANT}{new}/new/")


def test_a_former_address_never_leads_off_the_site(client):
    answer = client.get(f"{PLANT}current/systems///evil.example/")
    assert answer.url.startswith(f"{PLANT}landscape/systems/")


@pytest.mark.parametrize("path", ["current/systemsx/", "current/", "other/systems/"])
def test_other_addresses_do_not_lead_on(path):
    try:
        found = resolve(f"{PLANT}{path}").url_name
    except Resolver404:
        found = ""
    assert found != "former-address"
