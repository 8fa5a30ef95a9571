"""The closed list of plant facts that conditions in packs may ask for."""

from __future__ import annotations

PROFILE_FACTS = (
    "country",
    "process_type",
    "industry",
    "headcount",
    "lines",
    "annual_revenue",
    "languages",
    "start_of_production",
    "employee_representation",
)
YES_NO_FACTS = (
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
)
COUNT_FACTS = ("persons_in_systems", "sensitive_persons")
OWN_FACTS = (*PROFILE_FACTS, *YES_NO_FACTS, *COUNT_FACTS)
DERIVED_FACTS = ("einvoice_rule", "residency_rule", "group_plants_abroad")
# `industry_type` is another name of `process_type`.
PLANT_FACTS = frozenset((*OWN_FACTS, *DERIVED_FACTS, "industry_type"))
