"""Addresses that moved lead everybody on; the page at the new address decides who may see it."""

from __future__ import annotations

ROLES = (
    "respondent",
    "assessor",
    "business_lead",
    "it_lead",
    "project_owner",
    "cio",
    "stakeholder",
)
MATRIX = {
    "former-address": {
        "kwargs": {"slug": "johor-bahru", "old": "current/systems", "rest": ""},
        "expect": dict.fromkeys(("anonymous", "stranger", *ROLES), 301),
    },
}
