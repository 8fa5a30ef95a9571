"""What the tests of archives share."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.base import tenant
from organizations.services import audit


@pytest.fixture
def stored(cast, settings, tmp_path):
    """People, a plant, an audit event that nobody may delete, and two files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with tenant(cast.organization.pk):
        audit.record(
            by=cast.people["cio"],
            verb="plant.edited",
            target=cast.plant,
            plant=cast.plant,
            changes={"name": ["Old", "新"]},
        )
    default_storage.save("evidence/a b/评估.txt", ContentFile("两地".encode()))
    default_storage.save("top.bin", ContentFile(bytes(range(256)) * 600))
    return cast
