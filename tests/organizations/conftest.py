"""More of the stage for this app's tests."""

from __future__ import annotations

import pytest

from tests.factories.organizations import InvitationFactory, MembershipFactory, UserFactory


@pytest.fixture
def second_cio(scoped):
    user = UserFactory(name="Second Cio", email="second@example.org")
    return MembershipFactory(organization=scoped.organization, user=user, role="cio")


@pytest.fixture
def invitation(scoped):
    return InvitationFactory(
        organization=scoped.organization,
        plant=scoped.plant,
        email="mei@example.org",
        name="Mei",
        invited_by=scoped.people["project_owner"],
    )


def plant_data(**changed):
    """Return what the plant form posts."""
    return {
        "name": "Bình Dương",
        "local_name": "平阳",
        "country": "VN",
        "city": "Thủ Dầu Một",
        "time_zone": "Asia/Ho_Chi_Minh",
        "currency": "VND",
        "languages": ["vi", "en"],
        "industry": "motors",
        "process_type": "discrete",
        "headcount": "410",
        "lines": "3",
        "employee_representation": "union",
        **dict.fromkeys(YES_NO, "unknown"),
        **changed,
    }


YES_NO = [
    "automated_equipment",
    "ot_network",
    "sells_to_third_parties",
    "cross_border_goods",
    "bonded_regime",
    "personal_data_leaves_country",
    "headquarters_reads_remotely",
    "data_in_third_country",
    "china_data_reaches_plant",
    "headquarters_exports_from_china",
    "important_data_from_china",
    "personal_data_of_customers",
    "customers_in_china",
    "outside_processors",
    "personal_data_in_cloud",
    "biometric_time_clock",
    "camera_surveillance",
    "location_tracking",
    "sensitive_personal_data",
    "ai_on_staff",
    "connected_products",
    "critical_infrastructure_here",
    "critical_infrastructure_china",
    "essential_entity",
    "foreign_workers",
    "night_shift",
    "next_plant_planned",
]
