"""What people enter on a question card, and to let somebody answer by link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.services.answering import Given
from core.errors import RuleError
from core.fields import TextField, language_names
from core.forms import KeyedForm, VersionedForm, day_field, id_field
from core.uploads import check_upload
from organizations.models import User
from questionnaire.domain.links import MAX_DAYS
from questionnaire.importers.cells import FILE_BYTES
from sheets.numbers import read_typed

KINDS = ("levels", "single", "multi", "number", "ratio", "matrix", "clauses")
WHOLE = re.compile(r"-?\d{1,9}")


class AnswerForm(KeyedForm):
    """One answer: the value in the form of its question, target, reason, note, version and key.

    `kind` is what the card said it asks for; the service checks the value against the framework,
    so a wrong kind is refused there.
    """

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    version = id_field(min_value=0)
    target = forms.IntegerField(required=False, min_value=0, max_value=9)
    not_applicable = forms.BooleanField(required=False)
    reason = TextField(required=False, max_length=1000, label=_("reason"))
    note = TextField(required=False, max_length=4000, label=_("note"))

    def clean(self) -> dict[str, Any]:
        """Read the value in the form of the question's answer type."""
        cleaned = super().clean() or {}
        readers = {
            "levels": self._level,
            "single": self._text,
            "multi": self._several,
            "number": self._number,
            "ratio": self._ratio,
            "matrix": self._matrix,
            "clauses": self._clauses,
        }
        cleaned["value"] = None
        if "kind" in cleaned:
            try:
                cleaned["value"] = readers[cleaned["kind"]]()
            except (ValueError, forms.ValidationError) as error:
                # Beside "does not apply" the value may be half entered: the stored one stays.
                if not cleaned.get("not_applicable"):
                    words = getattr(error, "message", gettext("Enter a number."))
                    self.add_error(None, words)
        return cleaned

    def given(self) -> Given:
        """Return the cleaned entry as the service takes it."""
        data = self.cleaned_data
        return Given(
            value=data["value"],
            target=data["target"],
            not_applicable=data["not_applicable"],
            reason=data["reason"] if data["not_applicable"] else "",
            note=data["note"],
        )

    def _get(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()

    def _text(self) -> str | None:
        return self._get("value") or None

    def _level(self) -> int | str | None:
        text = self._text()
        return int(text) if text and WHOLE.fullmatch(text) else text

    def _several(self) -> list[str] | None:
        return [str(entry) for entry in self.data.getlist("value")] or None  # type: ignore[attr-defined]

    def _number(self, name: str = "value") -> str | None:
        number = read_typed(self._get(name))
        return None if number is None else f"{number:f}"

    def _ratio(self) -> list[str] | None:
        parts = [self._number("numerator"), self._number("denominator")]
        given = [part for part in parts if part is not None]
        if given and len(given) < len(parts):
            raise forms.ValidationError(gettext("Enter both numbers."))
        return given or None

    def _matrix(self) -> dict[str, str] | None:
        found = {name[4:]: self._get(name) for name in self.data if name.startswith("row-")}
        return {row: choice for row, choice in found.items() if choice} or None

    def _clauses(self) -> dict[str, list[str]] | None:
        found: dict[str, list[str]] = {}
        for name in sorted(self.data, key=_clause_place):
            if name.startswith("clause-"):
                found.setdefault(name.split("-")[1], []).append(self._get(name))
        every = [step for steps in found.values() for step in steps]
        if any(every) and not all(every):
            raise forms.ValidationError(gettext("Choose an entry in every row."))
        return found if every and all(every) else None


class AnswerFileForm(forms.Form):
    """A workbook of answers that was filled in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Your workbook of answers (.xlsx), up to 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """Check the file by its content."""
        upload = self.cleaned_data["file"]
        try:
            check_upload(upload, max_bytes=FILE_BYTES, kinds=("xlsx",))
        except RuleError as error:
            raise forms.ValidationError(error.message) from error
        return upload


class BookLanguageForm(forms.Form):
    """The language of a workbook; the reader's without a choice."""

    language = forms.ChoiceField(required=False, choices=language_names)


class ChoicesForm(forms.Form):
    """Of each question that was answered since the export, which answer holds."""

    payload = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conflicts: Iterable[str] = (), **kwargs: Any) -> None:
        """Take the ids of these questions; what is not chosen keeps the stored answer."""
        super().__init__(*args, **kwargs)
        self.names = {one: f"choice-{one}" for one in conflicts}
        for question, name in self.names.items():
            self.fields[name] = forms.ChoiceField(
                label=gettext("Which answer holds for %(question)s?") % {"question": question},
                required=False,
                choices=[("stored", _("Keep what is stored")), ("file", _("Take mine"))],
                widget=forms.RadioSelect,
                initial="stored",
            )

    @property
    def taken(self) -> set[str]:
        """The questions of which the answer of the file holds."""
        return {one for one, name in self.names.items() if self.cleaned_data.get(name) == "file"}


class AgreeForm(VersionedForm):
    """The answer that was agreed on, one of those on offer by its key, and why."""

    version = id_field(min_value=0, widget=forms.HiddenInput)
    value = forms.ChoiceField(label=_("Agreed answer"), widget=forms.RadioSelect)
    reason = TextField(
        required=False,
        max_length=1000,
        label=_("Reason for the agreed answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = list(choices)  # type: ignore[attr-defined]


class FunctionsForm(VersionedForm):
    """For which functions a person speaks."""

    version = id_field(min_value=0, widget=forms.HiddenInput)
    functions = forms.MultipleChoiceField(
        required=False, label=_("Speaks for"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["functions"].choices = list(choices)  # type: ignore[attr-defined]


class HandOnForm(forms.Form):
    """To whom a section goes, and why."""

    person = forms.ModelChoiceField(  # type: ignore[var-annotated]
        queryset=User.objects.none(),
        required=False,
        label=_("Who answers it"),
        empty_label=_("I do not know: hand it back"),
    )
    reason = TextField(
        required=False,
        max_length=500,
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you hand it back."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class InviteForm(KeyedForm):
    """Who answers by link, which sections, for which functions and until when."""

    name = TextField(
        label=_("Name of the person"),
        max_length=120,
        help_text=_("Stands beside the answers, as the names of the others do."),
    )
    mail = forms.EmailField(
        required=False,
        max_length=254,
        label=_("E-mail address"),
        help_text=_("For the link and for codes, where a mail server is set up."),
    )
    language = forms.ChoiceField(label=_("Language"))
    sections = forms.MultipleChoiceField(label=_("Sections"), widget=forms.CheckboxSelectMultiple)
    functions = forms.MultipleChoiceField(
        required=False, label=_("Speaks for"), widget=forms.CheckboxSelectMultiple
    )
    expires_on = day_field(
        _("Works until"),
        required=True,
        help_text=_("At most 60 days from today; the end of the day at the plant."),
    )

    def __init__(
        self,
        *args: Any,
        sections: Iterable[tuple[str, str]],
        functions: Iterable[tuple[str, str]],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {"language": language_names(), "sections": sections, "functions": functions}
        for name, offered in choices.items():
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]
        limits = {"min": today, "max": today + dt.timedelta(MAX_DAYS)}
        self.fields["expires_on"].widget.attrs |= {
            name: day.isoformat() for name, day in limits.items()
        }


class CodeForm(forms.Form):
    """The code that opens a personal link on another device."""

    code = TextField(
        label=_("Six-digit code"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9]{6}$", _("Enter the six digits of the code."))],
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        if data is not None:  # people type it as it is read out: 123 456
            self.data = {"code": "".join(str(data.get("code", ""))[:40].split())}


def _clause_place(name: str) -> tuple[int, int]:
    """Return level and number of a clause's field, so that its scores stand in order."""
    parts = name.split("-")
    numbers = [int(part) if part.isdigit() else 0 for part in parts[1:3]]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (0, 0)
