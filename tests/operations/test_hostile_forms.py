"""No form and no query gives an error of the product, whatever is sent.

Every form once with hostile values, then seeded random requests: `FUZZ_REQUESTS` says how many (300
unless told) and `FUZZ_SEED` repeats a run; a failure prints its seed and request.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from urllib.parse import quote_from_bytes

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.base import tenant
from tests.architecture.test_access import addresses, matrix, value
from tests.conftest import Cast, make_cast
from tests.operations.forms import MULTIPART, PLAIN, WebForm, encoded, forms_on, multipart

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "300"))
SEED = int(os.environ.get("FUZZ_SEED", "2026"))
SIGN_IN = ("account_login", "account_reset_password", "account_change_password")
# Days leave the calendar to either side; Kathmandu did in the year 1, when Kiritimati was west.
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu")
ENDS_SESSION = ("account_logout",)
LONG = "x" * 70_000
IDS = ("9" * 25, "-" + "9" * 25, "9223372036854775808", "0", "-1", "1.0", "٣", "")
DAYS = ("0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0000-00-00", "1899-12-31")
NUMBERS = (
    *("NaN", "-Infinity", "1e400", "1e-400", "9999999999.99999999", "99999999999999.99"),
    *("999999999999.999999", "-0", "0.000000000000001", "1,234", "12 %", "0x10"),
)
TEXTS = (
    *("abc", "\x00", "a\x00b", "\x01\x1b\x7f", "\ud800", "a\udfffb", "\u202e\u2066", "﷽" * 400),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "../../etc/passwd", "//evil.example"),
    *("' OR 1=1 --", "[]", "{}", "null", "\r\n\r\n", LONG, "\N{PILE OF POO}" * 90),
)
HOSTILE = (*IDS, *DAYS, *NUMBERS, *TEXTS)
FILES = (
    *(("", b""), ("a.csv", b""), ("a.xlsx", b"PK\x03\x04"), ("\x00.csv", b"a,b\n1,2\n")),
    *(("x" * 300 + ".csv", b"\xff\xfe\x00"), ("a.csv", b"System\n" + b"\x00" * 50)),
)


UNREACHED: dict[str, Exception] = {}


@dataclass(frozen=True)
class Target:
    """Where a request goes, under the name of its address."""

    name: str
    form: WebForm


@dataclass
class Stage:
    """The people, one browser of the CIO, and every form they meet."""

    cast: Cast
    client: Client
    targets: list[Target]

    def send(self, form: WebForm, body: bytes, kind: str) -> int:
        """Send a body, or a query, and undo what happened."""
        kept = deepcopy(self.client.cookies)
        with transaction.atomic():
            if form.method == "post":
                status = self.client.generic("POST", form.action, body, kind).status_code
            else:
                path = form.action.partition("?")[0]
                query = quote_from_bytes(body, safe="=&%+")
                status = self.client.get(f"{path}?{query}").status_code
            transaction.set_rollback(True)
        self.client.cookies = kept  # whoever was signed out is not: all is undone
        return status


def browser(cast: Cast) -> Client:
    client = cast.client("cio")
    client.raise_request_exception = False
    return client


def forms_of(name: str, cast: Cast, client: Client) -> Iterator[WebForm]:
    """Yield the forms of an address, its own act, and its query."""
    row = matrix().get(name, {})
    with tenant(cast.organization.pk):
        address = reverse(name, kwargs=value(row.get("kwargs"), cast))
        told = value(row.get("data"), cast)
    if row.get("method", "get") == "post":
        fields = {key: [str(item)] for key, item in told.items()}
        yield WebForm(address, "post", fields=fields or {"x": []})
        return
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return
    forms, asked = forms_on(answer.content.decode(), address)
    seen = set()
    for form in forms:
        key = (form.method, tuple(sorted(form.fields)))
        if key not in seen and "logout" not in form.action:
            seen.add(key)
            yield form
    if asked:
        yield WebForm(address, "get", fields={key: [] for key in asked})


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Set a rich stage once; its rows are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        client, targets = browser(cast), []
        for name in (*sorted(addresses()), *SIGN_IN):
            try:
                with transaction.atomic():
                    targets += [Target(name, form) for form in forms_of(name, cast, client)]
            except (DatabaseError, ValidationError, ObjectDoesNotExist) as error:
                UNREACHED[name] = error  # its row cannot stand beside the others
        yield Stage(cast, browser(cast), unique(targets))
        transaction.set_rollback(True)


def unique(targets: list[Target]) -> list[Target]:
    """Leave out forms that stand on many pages, such as the search."""
    seen, kept = set(), []
    for target in targets:
        key = (target.form.action, target.form.method, tuple(sorted(target.form.fields)))
        if key not in seen:
            seen.add(key)
            kept.append(target)
    return kept


def hostile(form: WebForm, dice: random.Random, share: float) -> dict[str, list[str]]:
    """Return what a form would send, with a share of its fields made hostile."""
    fields = {}
    for name, values in form.fields.items():
        if dice.random() > share:
            fields[name] = values
        elif form.kinds.get(name) == "date":
            fields[name] = [dice.choice(DAYS)]
        else:
            fields[name] = [dice.choice(HOSTILE) for _ in range(dice.choice((1, 1, 1, 3)))]
    return fields


def request_of(target: Target, dice: random.Random, share: float) -> tuple[bytes, str]:
    """Return a body and its kind; now and then the kind does not fit the body."""
    fields = hostile(target.form, dice, share)
    if target.form.enctype == MULTIPART or target.form.files or dice.random() < 0.05:
        files = {name: dice.choice(FILES) for name in target.form.files if dice.random() < 0.8}
        boundary = dice.choice(("limit", "limit", "limit", "other"))
        body = multipart(fields, files)
        return body[: dice.choice((len(body), len(body), 40))], f"{MULTIPART}; boundary={boundary}"
    return encoded(fields), dice.choice((PLAIN, PLAIN, PLAIN, PLAIN, "application/json"))


def test_nearly_every_form_is_known(stage):
    assert len(UNREACHED) < 5, UNREACHED
    posts = [target for target in stage.targets if target.form.method == "post"]
    assert len(posts) > 60
    assert len(stage.targets) > 100


def test_no_form_gives_an_error_of_the_product(stage):
    failed = {}
    for target in stage.targets:
        for share in (1.0, 0.3):
            dice = random.Random(f"{target.name} {sorted(target.form.fields)} {share}")
            body, kind = request_of(target, dice, share)
            if stage.send(target.form, body, kind) >= 500:
                failed[target.name, share] = (target.form.action, kind, body[:600])
    assert failed == {}


def test_random_requests_give_no_error_of_the_product(stage):
    dice = random.Random(SEED)
    failed = []
    for number in range(REQUESTS):
        target = dice.choice(stage.targets)
        body, kind = request_of(target, dice, dice.choice((0.1, 0.3, 0.6)))
        if stage.send(target.form, body, kind) >= 500:
            failed.append((number, target.name, target.form.action, kind, body[:600]))
    assert failed == [], f"FUZZ_SEED={SEED} FUZZ_REQUESTS={REQUESTS}"


@pytest.mark.parametrize("zone", ZONES)
def test_first_and_last_days_in_every_kind_of_time_zone(stage, zone):
    with transaction.atomic():
        type(stage.cast.plant)._base_manager.update(time_zone=zone)
        type(stage.cast.people["cio"]).objects.update(time_zone=zone)
        failed = {}
        for target in stage.targets:
            days = [n for n, kind in target.form.kinds.items() if kind == "date"]
            for day in ("0001-01-01", "9999-12-31") if days else ():
                fields = {**target.form.fields, **{name: [day] for name in days}}
                if stage.send(target.form, encoded(fields), PLAIN) >= 500:
                    failed[target.name] = day
        transaction.set_rollback(True)
    assert failed == {}


# --- what was found -------------------------------------------------------------------------------
@pytest.mark.parametrize("target", ["abc", "", "//evil.example", "javascript:alert(1)", "é\x00"])
def test_language_leads_back_home_whatever_is_asked(target, client, db):
    answer = client.post("/language/", {"language": "en", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@contextmanager
def _page(stage, name):
    target = next(t for t in stage.targets if t.name == name and t.form.method == "post")
    yield replace(target.form, fields=dict(target.form.fields))


@pytest.mark.parametrize("field", ["goals", "requirements", "indicators"])
def test_id_beyond_64_bits_in_a_multiple_choice_is_no_choice(stage, field):
    with _page(stage, "roadmap:initiative-create") as form:
        form.fields[field] = ["9" * 25]
        assert stage.send(form, encoded(form.fields), PLAIN) == 422
