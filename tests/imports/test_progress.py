"""The page of an import can ask how far it is, while the rows are read and stored."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import progress
from tests.factories.assessment import processes

pytestmark = pytest.mark.django_db
TOKEN = "ab" * 16
ROWS = "\n".join(["System,Category", *(f"System {n},ERP" for n in range(40))])


def test_a_token_follows_the_check_and_the_import(cast, monkeypatch):
    processes()
    monkeypatch.setattr(progress, "EVERY", 0)
    client, watcher, noted = cast.client("cio"), cast.client("cio"), []
    write = progress.write_whole

    def seen(file, data, **more):
        write(file, data, **more)
        noted.append(watcher.get(reverse("imports:progress-detail", args=[TOKEN])).json())

    monkeypatch.setattr(progress, "write_whole", seen)
    address = reverse("landscape:system-import", args=[cast.plant.slug])
    file = SimpleUploadedFile("systems.csv", ROWS.encode(), content_type="text/csv")
    page = client.post(address, {"file": file, "followed": TOKEN})
    assert 'data-followed="/imports/progress/0/"' in page.content.decode()
    assert noted == [{"done": n, "of": 40} for n in range(40)]
    noted.clear()
    data = {"payload": page.context["payload"], "followed": TOKEN}
    assert client.post(f"{address}confirm/", data).status_code == 302
    assert noted == [{"done": n, "of": 40} for n in range(40)] * 2  # checked anew, then stored
    assert watcher.get(reverse("imports:progress-detail", args=[TOKEN])).status_code == 204
