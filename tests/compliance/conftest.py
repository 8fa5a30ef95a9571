from __future__ import annotations

import pytest

from compliance.selectors.packs import forget_parsed


@pytest.fixture(autouse=True)
def _fresh_packs():
    """Row ids repeat between tests; what was parsed must not."""
    forget_parsed()
    yield
    forget_parsed()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
