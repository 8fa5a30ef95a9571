"""Input: what the inbox shows, the wish for a calendar address, comments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bounds import ID_MAX
from core.fields import TextField
from core.forms import KeyedForm, VersionedForm

COMMENT_LENGTH = 2000
SHOWN = {"open": pgettext_lazy("notices", "Open"), "all": _("All")}


class InboxFilter(forms.Form):
    """Which notices are listed; what nobody offers counts as left out."""

    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False)
    page = forms.IntegerField(min_value=1, max_value=ID_MAX, required=False)

    @property
    def shown(self) -> str:
        """The choice: what is open where nothing is said."""
        self.is_valid()
        return self.cleaned_data.get("show") or "open"

    @property
    def number(self) -> int:
        """The page wanted, the first where nothing is said."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1


class InboxFeedForm(KeyedForm):
    """The wish for an address; sent twice it gives the same one."""


def comment_field() -> TextField:
    """Return the field for a comment."""
    return TextField(
        label=pgettext_lazy("what somebody says", "Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Type @ and a name to tell somebody, such as @Li Zhen."),
    )


class NewCommentForm(KeyedForm):
    """A comment to add; sent twice, it is said once."""

    text = comment_field()


class CommentForm(VersionedForm):
    """One's own comment to change."""

    text = comment_field()
