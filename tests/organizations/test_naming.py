"""Things with two names are shown by the one in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from organizations.models import Organization, Plant


@pytest.mark.parametrize("model", [Organization, Plant])
@pytest.mark.parametrize(
    ("language", "local_name", "wanted"),
    [("en", "青禾动力", "Qinghe"), ("zh-hans", "青禾动力", "青禾动力"), ("zh-hans", "", "Qinghe")],
)
def test_shown_name(
    model: type[Organization | Plant], language: str, local_name: str, wanted: str
) -> None:
    with translation.override(language):
        assert model(name="Qinghe", local_name=local_name).shown_name == wanted
