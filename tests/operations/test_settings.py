"""What variables of the environment become, read by a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from config import env, gunicorn
from config import settings as shipped
from config.env import EnvironmentValueError
from tests.plugin import ROOT

NAMES = [
    *("PUBLIC_URL", "PORT", "TRUSTED_PROXIES", "SECURE_PROXY_SSL_HEADER"),
    *("SECURE_HSTS_PRELOAD", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
    *("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL"),
]
OURS = (*NAMES, "HSTS_PRELOAD", "HSTS_SUBDOMAINS")
# The settings are read anew for each set of variables; the process starts once for all.
SAY = f"""
import importlib, json, os, sys
kept = dict(os.environ)
found = []
for variables in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update({{**kept, **variables}})
    for module in ("config.settings", "config.env"):
        sys.modules.pop(module, None)
    settings = importlib.import_module("config.settings")
    found.append({{name: getattr(settings, name) for name in {NAMES}}})
print(json.dumps(found))
"""
CASES: list[tuple[dict[str, str], dict]] = [
    ({}, {"PUBLIC_URL": "http://localhost:8000", "TRUSTED_PROXIES": []}),
    ({"PORT": "8014"}, {"PUBLIC_URL": "http://localhost:8014"}),
    ({"PORT": "8014", "PUBLIC_URL": "https://a.b/"}, {"PUBLIC_URL": "https://a.b"}),
    ({}, {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False}),
    ({"EMAIL_PORT": "465"}, {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True}),
    ({"BEHIND_PROXY": "yes"}, {"TRUSTED_PROXIES": ["127.0.0.1", "::1"]}),
    (
        {"TRUSTED_PROXIES": "172.16.0.0/12, ::1"},
        {
            "TRUSTED_PROXIES": ["172.16.0.0/12", "::1"],
            "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        },
    ),
    ({}, {"SECURE_PROXY_SSL_HEADER": None, "SECURE_HSTS_PRELOAD": False}),
    ({"HSTS_PRELOAD": "yes"}, {"SECURE_HSTS_PRELOAD": True}),
    ({}, {"SECURE_HSTS_INCLUDE_SUBDOMAINS": False}),
    ({"HSTS_SUBDOMAINS": "yes"}, {"SECURE_HSTS_INCLUDE_SUBDOMAINS": True}),
]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> list[dict]:
    """The settings of each case, in the order of the cases."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    folder = str(tmp_path_factory.mktemp("var"))
    done = subprocess.run(
        [sys.executable, "-c", SAY, json.dumps([variables for variables, _ in CASES])],
        cwd=ROOT,
        env={**kept, "LANDFALL_VAR": folder, "LANDFALL_HTTPS": "yes"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(CASES)), ids=lambda place: str(CASES[place]))
def test_variables_become_settings(place, read):
    expected = CASES[place][1]
    assert {name: read[place][name] for name in expected} == expected


@pytest.mark.parametrize("value", ["everybody", "10.0.0.0/33", "10.0.0.7/8"])
def test_network_that_is_none_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(EnvironmentValueError, match="TRUSTED_PROXIES: expected an address"):
        env.networks("TRUSTED_PROXIES")


def test_web_server_believes_no_header_and_opens_no_socket_of_its_own():
    assert gunicorn.forwarded_allow_ips == ""
    assert gunicorn.control_socket_disable is True


def test_no_cache_is_a_server_that_could_hang():
    """ADR 32: what is kept stands in rows of the database or in the process, with a size limit."""
    kinds = {cache["BACKEND"].rpartition(".")[2] for cache in shipped.CACHES.values()}
    assert kinds == {"DatabaseCache", "LocMemCache"}
    assert all(cache["OPTIONS"]["MAX_ENTRIES"] for cache in shipped.CACHES.values())
