from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation
from django_scopes import ScopeError

from organizations import middleware
from organizations.models import Plant, User
from organizations.services.audit import current_address


class Anybody:
    """Somebody who has not signed in."""

    is_authenticated = False


def ask(wrap, user=None, see=lambda request: None, **meta):
    """Send a request through one middleware and return what the view saw."""
    request = RequestFactory().get("/", **meta)
    request.user = user or Anybody()
    seen = []

    def view(request):
        seen.append(see(request))
        return HttpResponse("ok")

    response = wrap(view)(request)
    return seen[0], response


def place(_request):
    return translation.get_language(), str(timezone.get_current_timezone())


def test_person_sees_own_language_and_zone():
    user = User(language="zh-hans", time_zone="Asia/Shanghai")
    seen, response = ask(middleware.person_settings, user, place)
    assert seen == ("zh-hans", "Asia/Shanghai")
    assert response.headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "\x00"])
def test_impossible_zone_falls_back(zone):
    seen, _ = ask(middleware.person_settings, User(language="en", time_zone=zone), place)
    assert seen == ("en", "UTC")


def test_impossible_language_falls_back():
    seen, _ = ask(middleware.person_settings, User(language="xx", time_zone="UTC"), place)
    assert seen == ("en", "UTC")


def test_stranger_gets_the_language_of_the_browser():
    seen, _ = ask(middleware.person_settings, None, place, HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9")
    assert seen == ("zh-hans", "UTC")
    seen, _ = ask(middleware.person_settings, None, place, HTTP_ACCEPT_LANGUAGE="tlh")
    assert seen[0] == "en"


def test_scope_is_closed_for_strangers(cast):
    with pytest.raises(ScopeError):
        ask(middleware.tenant_scope, None, lambda _: Plant.objects.count())


def test_scope_shows_the_own_organization_only(cast):
    def names(_request):
        return list(Plant.objects.values_list("name", flat=True))

    seen, _ = ask(middleware.tenant_scope, cast.people["assessor"], names)
    assert seen == ["Johor Bahru"]
    seen, _ = ask(middleware.tenant_scope, cast.people["stranger"], names)
    assert seen == ["Elsewhere"]


def test_person_without_a_role_sees_nothing(cast):
    user = User.objects.create_user("new@example.org", name="New")
    seen, _ = ask(middleware.tenant_scope, user, lambda _: Plant.objects.count())
    assert seen == 0


def test_scope_is_closed_again_after_the_request(cast):
    ask(middleware.tenant_scope, cast.people["cio"])
    with pytest.raises(ScopeError):
        Plant.objects.count()
    assert current_address.get() is None


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        ([], "10.0.0.7", "", "10.0.0.7"),
        ([], "10.0.0.7", "1.2.3.4", "10.0.0.7"),
        (["127.0.0.1"], "10.0.0.7", "1.2.3.4", "10.0.0.7"),
        (["10.0.0.7"], "10.0.0.7", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (["10.0.0.0/24"], "10.0.0.7", "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        (["10.0.0.0/24"], "::ffff:10.0.0.7", "2001:db8::1", "2001:db8::1"),
        (["10.0.0.0/24"], "10.0.0.7", "10.0.0.9", "10.0.0.9"),
        (["10.0.0.0/24"], "10.0.0.7", "", "10.0.0.7"),
        (["10.0.0.0/24"], "10.0.0.7", "<script>", None),
        ([], "", "1.2.3.4", None),
        ([], "2001:db8::1", "", "2001:db8::1"),
    ],
)
def test_address_of_the_client(settings, cast, proxies, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    meta = {"REMOTE_ADDR": peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    seen, _ = ask(middleware.tenant_scope, None, lambda _: current_address.get(), **meta)
    assert seen == expected


def test_frame_shows_plants_and_rights(cast):
    request = RequestFactory().get("/")
    request.user = cast.people["stakeholder"]
    request.rights = frozenset()
    shown = middleware.frame_context(request)
    assert (shown["plant_count"](), shown["organization"]()) == (1, cast.organization)
    assert shown["rights"] == {}


def test_frame_is_empty_for_strangers_and_people_without_a_role(cast):
    request = RequestFactory().get("/")
    assert middleware.frame_context(request) == {}
    request.user = User.objects.create_user("new@example.org", name="New")
    shown = middleware.frame_context(request)
    assert (shown["plant_count"](), shown["organization"]()) == (0, None)
