"""Keeping how sure a run was when it was signed."""

from __future__ import annotations

from dataclasses import replace

from assessment.models import Assessment
from assessment.selectors.result import result
from questionnaire.models import KeptSureness
from questionnaire.selectors.sureness import live_sureness, written


def keep_sureness(run: Assessment) -> KeptSureness:
    """Keep how sure each answer of a run is, beside the seal that was just made.

    Args:
        run: signed in this transaction.
    """
    found = result(run)
    told = live_sureness(replace(found, seal=None))
    row = KeptSureness(snapshot=run.snapshots.get(withdrawal=None), questions=written(told))
    row.save(force_insert=True)
    return row
