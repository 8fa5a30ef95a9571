"""Two names for one thing, chosen by the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language


class ShownNameMixin:
    """For a model with a `name` and a `local_name`, the name in Chinese."""

    name: str
    local_name: str

    @property
    def shown_name(self) -> str:
        """Name in the reader's language: the Chinese one for Chinese readers, where there is one."""
        if self.local_name and (get_language() or "").startswith("zh"):
            return self.local_name
        return self.name
