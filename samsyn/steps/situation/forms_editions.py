"""Forms of editions: the period, the approval with its reservation, and the wish for another text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 4000
DAY = timedelta(days=1)


class PeriodForm(forms.Form):
    """The period that an edition describes. People give its last day; the program keeps the day after."""

    period_start = forms.DateField(
        label=_("Första dagen"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    period_last = forms.DateField(
        label=_("Sista dagen"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("period_start"), cleaned.get("period_last")
        if first and last and last < first:
            self.add_error(
                "period_last",
                _("Perioden slutar innan den börjar. Första dagen är satt senare. Välj en senare sista dag."),
            )
        return cleaned

    def period(self) -> dict[str, date]:
        """Return the half-open period as the service wants it."""
        return {
            "period_start": self.cleaned_data["period_start"],
            "period_end": self.cleaned_data["period_last"] + DAY,
        }


class ApproveForm(forms.Form):
    """Approval of the text with exactly this checksum."""

    read_checksum = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)
    reservation = forms.CharField(
        label=_("Reservation"),
        help_text=_("Skriv bara om din part godkänner texten men inte håller med om allt."),
        widget=forms.Textarea(attrs={"rows": 3, "form": "godkann"}),
        max_length=MAX_TEXT,
        required=False,
    )


class ChangeForm(forms.Form):
    """What must change before one's party approves."""

    reason = forms.CharField(
        label=_("Vad ska ändras, och varför?"),
        help_text=_("Skälet syns för båda parter. Utgåvan blir ett utkast igen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
    )


class RegistryForm(forms.Form):
    """The number that one's own authority has registered the decision under."""

    number = forms.CharField(
        label=_("Er myndighets diarienummer"),
        help_text=_("Skriv det som det står i diariet, till exempel N-2026-00123."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=60,
    )
