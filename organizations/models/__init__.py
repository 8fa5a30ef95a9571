"""Tables of people, organizations and plants, and of the evidence of plants."""

from organizations.models.audit import AuditChain, AuditEvent, AuditWords
from organizations.models.audit_job import AuditJob
from organizations.models.departure import Departure
from organizations.models.evidence import Evidence, EvidenceLink
from organizations.models.form_key import FormKey
from organizations.models.guessing import WrongTries
from organizations.models.membership import Invitation, Membership
from organizations.models.organization import ExchangeRate, Organization
from organizations.models.plant import Plant
from organizations.models.reaction import ReactionCursor
from organizations.models.user import User

__all__ = [
    "AuditChain",
    "AuditEvent",
    "AuditJob",
    "AuditWords",
    "Departure",
    "Evidence",
    "EvidenceLink",
    "ExchangeRate",
    "FormKey",
    "Invitation",
    "Membership",
    "Organization",
    "Plant",
    "ReactionCursor",
    "User",
    "WrongTries",
]
