"""Who gets which answer from the pages on which runs are signed."""

from __future__ import annotations

from tests.access_matrix.assessment import MANAGE, REVIEW, question, row, run

ADMIN = row({}, {"cio"})  # the stranger is CIO of one plant elsewhere, not of its organization
MATRIX = {
    "signoff:policy-edit": {**ADMIN, "expect": ADMIN["expect"] | {"stranger": 403}},
    "signoff:run-sign-off": row(run, MANAGE),
    "signoff:signature-take-back": row(run, MANAGE, 302, method="post"),
    "signoff:challenge-detail": row(run, REVIEW),
    "signoff:challenge-draw": row(run, REVIEW, 302, method="post"),
    "signoff:answer-verify": row(question, REVIEW, 404, method="post"),
}
