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
    "data_leaves_country",
    "headquarters_remote_access",
    "personal_data_of_customers",
    "biometric_time_clock",
    "camera_surveillance",
    "sensitive_personal_data",
    "ai_on_staff",
    "connected_products",
    "critical_infrastructure",
    "essential_entity",
    "foreign_workers",
    "night_shift",
    "next_plant_planned",
]
