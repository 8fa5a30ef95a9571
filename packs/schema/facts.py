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
)
COUNT_FACTS = (
    "persons_in_systems",
    "sensitive_persons",
    "exported_persons",
    "exported_sensitive_persons",
)
# Asked before 2026.5. One of them stood for two ideas of law, so none is read as a newer fact; they
# are kept for the releases that ask them, and nobody is asked them any more.
RETIRED_FACTS = ("data_leaves_country", "headquarters_remote_access", "critical_infrastructure")
OWN_FACTS = (*PROFILE_FACTS, *YES_NO_FACTS, *COUNT_FACTS, *RETIRED_FACTS)
DERIVED_FACTS = ("einvoice_rule", "residency_rule", "group_plants_abroad")
# `industry_type` is another name of `process_type`.
PLANT_FACTS = frozenset((*OWN_FACTS, *DERIVED_FACTS, "industry_type"))
