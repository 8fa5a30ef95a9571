"""What the page frame shows of the inbox: how much is unread."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from activity.selectors.notices import unread_count
from organizations.access import grants_of
from organizations.models import User


def frame_context(request: HttpRequest) -> dict[str, Any]:
    """Return how many notices are new, asked by pages that show the frame only."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"unread": cache(lambda: unread_count(user, grants_of(request)))}
