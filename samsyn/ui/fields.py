"""What the forms of several rooms ask with: a date, a choice among rows, and the version that guards two writers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A date as the browser asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Chosen(forms.ChoiceField):
    """A choice among rows, by their text. It cleans to the row, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: dict[str, Any], choices: Sequence[Any]) -> None:
        """Let these rows be chosen. `choices` are Django's: (value, label), or (group, choices)."""
        self.rows, self.choices = rows, choices

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class Versioned(forms.Form):
    """A form that carries the version that its writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def _field(self, name: str) -> Any:
        return self.fields[name]
