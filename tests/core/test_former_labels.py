"""Names that models had before they moved."""

from __future__ import annotations

import pytest
from django.apps import apps

from core.labels import FORMER_LABELS, every_label, present_label


def test_a_model_that_never_moved_keeps_its_label():
    assert present_label("organizations.plant") == "organizations.plant"
    assert every_label("organizations.plant") == ["organizations.plant"]


@pytest.mark.parametrize(("former", "present"), FORMER_LABELS.items())
def test_a_former_label_leads_to_a_model_that_exists(former, present):
    assert apps.get_model(present)._meta.label_lower == present
    assert present_label(former) == present
    assert every_label(present) == [present, former]


@pytest.mark.parametrize("former", FORMER_LABELS)
def test_no_model_has_a_former_label(former):
    with pytest.raises(LookupError):
        apps.get_model(former)
    assert former not in FORMER_LABELS.values()
