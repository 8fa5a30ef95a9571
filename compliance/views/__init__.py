"""Pages of the compliance area."""

from compliance.views.bulk import obligation_bulk
from compliance.views.detail import obligation_confirm, obligation_detail, obligation_review
from compliance.views.evidence import evidence_create, evidence_delete
from compliance.views.facts import due_list, fact_list, obligation_refresh
from compliance.views.files import (
    obligation_export,
    obligation_import,
    obligation_import_confirm,
    obligation_import_marked,
)
from compliance.views.listing import obligation_list
from compliance.views.row import obligation_edit

__all__ = [
    "due_list",
    "evidence_create",
    "evidence_delete",
    "fact_list",
    "obligation_bulk",
    "obligation_confirm",
    "obligation_detail",
    "obligation_edit",
    "obligation_export",
    "obligation_import",
    "obligation_import_confirm",
    "obligation_import_marked",
    "obligation_list",
    "obligation_refresh",
    "obligation_review",
]
