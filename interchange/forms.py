"""Input: a plan's workbook, and the wish for a calendar address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import RuleError
from core.forms import KeyedForm
from core.uploads import check_upload
from interchange.importers.plans import FILE_BYTES


class PlanFileForm(forms.Form):
    """The workbook of a plan."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The workbook of the export (.xlsx), up to 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """Check the file by its content."""
        upload = self.cleaned_data["file"]
        try:
            check_upload(upload, max_bytes=FILE_BYTES, kinds=("xlsx",))
        except RuleError as error:
            raise ValidationError(error.message) from error
        return upload


class FeedForm(KeyedForm):
    """The wish for an address; sent twice it gives the same one."""
