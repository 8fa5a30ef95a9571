"""Makers of systems."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from landscape.models import System


class SystemFactory(DjangoModelFactory):
    class Meta:
        model = System

    name = factory.Sequence(lambda n: f"System {n}")
    category = "ERP"
    vendor = "Kingdee"
    users_count = 40
    processes = ["purchase", "finance"]
