"""What exists in the reader's language is shown in it: walked over the demo, page by page."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from core.text import HAN
from organizations.models import Plant, User
from tests.markup import text_of
from translation.selectors import kinds

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
EACH = 5  # pages looked at of one address
# Addresses that show the texts as they were typed, or are no page.
LEFT_OUT = re.compile(r"translation:|audit|logout|export|download|template|file|search|note-redact")
# Fields hold what was typed, and a form folds the other language under the first.
FIELDS = re.compile(
    r'<(textarea|option|script|style)\b.*?</\1>|<details class="fold second-language.*?</details>',
    re.DOTALL,
)


def reader(language):
    client = Client()
    user = User.objects.get(email="li.zhen@qinghe.example")
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def english_words():
    """Return the English text of everything that exists in Chinese, by column."""
    found = {}
    for kind in kinds():
        for row in apps.get_model(kind.model).objects.all():
            for name in kind.fields:
                both = row.both(name)
                if both.en != both.zh_hans and not HAN.search(both.en) and len(both.en) > 8:
                    found.setdefault(both.en, f"{kind.model}.{name}")
    for plant in Plant.objects.exclude(local_name=""):
        found[plant.name] = "organizations.Plant.name"
    return found


def pages(client):
    """Yield address and markup of every kind of page that links lead to."""
    waiting, seen, looked = ["/"], set(), {}
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        query = urlsplit(address).query.partition("=")[0]
        place = f"{name}?{query}"
        if LEFT_OUT.search(place) or looked.get(place, 0) >= EACH:
            continue
        looked[place] = looked.get(place, 0) + 1
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        markup = answer.content.decode()
        yield address, markup
        for link in re.findall(r'href="([^"#]+)', markup):
            target = urljoin(address, link.replace("&amp;", "&"))
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


def test_no_page_shows_english_where_chinese_exists(demo):
    wanted, shown, count = english_words(), set(), 0
    assert len(wanted) > 40
    for address, markup in pages(reader("zh-hans")):
        count += 1
        words = text_of(FIELDS.sub(" ", markup))
        for text, place in wanted.items():
            if text in words:
                shown.add(f"{place} on {address}: {text[:60]}")
    assert count > 80
    assert not shown, "\n".join(sorted(shown))
