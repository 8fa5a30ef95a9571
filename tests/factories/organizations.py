"""Makers of people, organizations and plants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from core import clock
from organizations.models import (
    ExchangeRate,
    Invitation,
    Membership,
    Organization,
    Plant,
    User,
)
from organizations.services.invitations import hashed

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    language = "en"
    password = factory.django.Password(PASSWORD)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")
    reporting_currency = "CNY"


class PlantFactory(DjangoModelFactory):
    class Meta:
        model = Plant

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Plant {n}")
    slug = factory.Sequence(lambda n: f"plant-{n}")
    country = "MY"
    city = "Johor Bahru"
    time_zone = "Asia/Kuala_Lumpur"
    currency = "MYR"
    languages = ["en", "ms"]
    industry = "drive components"
    headcount = 640
    lines = 6
    automated_equipment = "yes"
    ot_network = "yes"
    sells_to_third_parties = "yes"
    cross_border_goods = "yes"
    personal_data_leaves_country = "yes"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    role = "stakeholder"


class InvitationFactory(DjangoModelFactory):
    """An open invitation; its link ends in `token`."""

    class Meta:
        model = Invitation

    class Params:
        token = "token"

    organization = factory.SubFactory(OrganizationFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.org")
    role = "respondent"
    token_hash = factory.LazyAttribute(lambda made: hashed(made.token))
    expires_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=7))


class ExchangeRateFactory(DjangoModelFactory):
    class Meta:
        model = ExchangeRate

    organization = factory.SubFactory(OrganizationFactory)
    currency = "MYR"
    rate = Decimal("1.62")
    dated_on = dt.date(2026, 1, 1)
    source = "central bank"
