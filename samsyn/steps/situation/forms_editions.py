"""The form of an edition: its period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
