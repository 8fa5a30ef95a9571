"""Forms whose free texts may be given in a second language, folded under the first."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import other_of, paired, place_of

OTHER = "_other"


class TranslatedForm(forms.Form):
    """A form that offers a second language beside each text named in `translated`.

    Give it the stored `translations` among its initial values. Its own values carry the new ones
    under that name; a service stores them with the texts, in one row and under one version.
    """

    translated: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = []
        for name in list(self.fields):
            order.append(name)
            if name in self.translated:
                self.fields[name + OTHER] = self._second(name)
                order.append(name + OTHER)
        self.order_fields(order)

    def _second(self, name: str) -> forms.Field:
        first = self.fields[name]
        field = copy.deepcopy(first)
        field.label = _("%(text)s, in the other language") % {"text": first.label}
        field.help_text, field.required, field.initial = "", False, None
        field.widget.is_required = False
        field.second_of = name  # type: ignore[attr-defined]
        self.initial[name + OTHER] = other_of(
            str(self.initial.get(name) or ""), self._stored().get(name, {})
        )
        return field

    def _stored(self) -> dict[str, Any]:
        row = getattr(self, "instance", None)  # of a form that is made from a model
        return dict(row.translations if row else self.initial.get("translations") or {})

    def translations(self) -> dict[str, dict[str, str]]:
        """Return field -> language -> text for the row.

        A text that was changed while its other language was not keeps the former pair: it is asked
        for again on the page of words to translate, with the former words at hand.
        """
        pairs = self._stored()
        for name in self.translated:
            if name not in self.fields:
                continue
            text, other = self.cleaned_data.get(name), self.cleaned_data.get(name + OTHER)
            if name + OTHER not in self.changed_data and (
                name not in self.changed_data or pairs.get(name)
            ):
                continue
            before = place_of(str(self.initial.get(name) or ""), pairs.get(name, {}))
            pair = paired(str(text or ""), str(other or ""), before)
            if pair:
                pairs[name] = pair
            else:
                pairs.pop(name, None)
        return pairs

    def values(self) -> dict[str, Any]:
        """Return values for a service: the second languages under the name of their column."""
        entered: dict[str, Any] = super().values()  # type: ignore[misc]  # of the form beside it
        kept = {name: value for name, value in entered.items() if not name.endswith(OTHER)}
        return kept | {"translations": self.translations()}


def with_other_languages(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored values with the second language of each text under the name of its field."""
    pairs: Mapping[str, Any] = stored.get("translations") or {}
    texts = {name: str(stored[name] or "") for name in stored if isinstance(stored[name], str)}
    others = {name + OTHER: other_of(text, pairs.get(name, {})) for name, text in texts.items()}
    return {**stored, **others}
