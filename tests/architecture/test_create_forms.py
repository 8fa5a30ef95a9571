"""Every form that adds something, sent twice by two clicks, adds once and answers as it did.

Addresses are asked by the rows of `tests/access_matrix/`; what needs no key stands below with its
reason.
"""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.urls import reverse
from django_scopes import scopes_disabled

from core.base import every_row, tenant
from organizations.models import FormKey
from tests.architecture.test_access import addresses, matrix, value
from tests.factories.indicators import record
from tests.factories.reports import make_report
from tests.operations.forms import filled, form_on

WITHOUT = {
    "readings:reading-create": "the same value of the same month again writes nothing",
    "roadmap:roadmap-create": "a plant has one plan: whoever sends twice is led to it",
}
# Addresses that add though their name does not say so.
OTHERS = ("organizations:rate-list",)
CREATES = sorted({n for n in addresses() if n.endswith("-create")} | set(OTHERS))
