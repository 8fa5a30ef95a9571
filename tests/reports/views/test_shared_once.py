"""A link made by two clicks is one link; the same form with another passphrase makes none."""

from __future__ import annotations

from django.urls import reverse

from organizations.selectors.places import plant_today
from reports.models import ShareLink
from tests.factories.reports import ready_report


def test_the_same_form_shows_the_same_link_and_no_wrong_passphrase(scoped):
    report = ready_report(scoped.plant, scoped.people["cio"])
    address = reverse("reports:link-create", args=[scoped.plant.slug, report.pk])
    sent = {
        "label": "Board",
        "expires_on": plant_today(scoped.plant).isoformat(),
        "passphrase": "river-stone-88",
        "key": "one-and-the-same",
    }
    client = scoped.client("cio")
    pages = [client.post(address, sent).content.decode() for _ in range(2)]
    tokens = [page.split("/share/")[-1].split("/")[0] for page in pages]
    assert tokens[0] == tokens[1]
    assert ShareLink.objects.count() == 1
    other = client.post(address, {**sent, "passphrase": "another-stone-9"})
    assert other.status_code == 422
    assert "This form was sent before" in other.content.decode()
