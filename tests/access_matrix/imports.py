"""Who gets which answer from the pages of imports."""

from __future__ import annotations

from tests.conftest import ROLES

# A page makes its token up and nobody else knows it; there is nothing to tell but two numbers.
MATRIX = {
    "imports:progress-detail": {
        "kwargs": {"token": "0" * 32},
        "expect": {"anonymous": 302, **dict.fromkeys(("stranger", *ROLES), 204)},
    },
}
