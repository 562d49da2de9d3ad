"""The forms of a disagreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.forms.members import date_field
from samsyn.records.forms import MAX_TEXT


def _text(label: Any, help_text: Any, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "class": "ds-input"}),
    )


class RaiseForm(forms.Form):
    about = _text(
        _("Vad är ni inte överens om?"),
        _("Skriv så att båda parter känner igen frågan. Det här läser båda genast."),
        3,
    )
    view = _text(
        _("Hur ser er part på det, och varför?"),
        _(
            "Den andra parten läser det här när den har skrivit sin syn, eller när dagen för svaret har passerat."
        ),
        6,
    )
    answer_by = date_field(
        _("Svar senast"), help_text=_("Den dag då den som beslutar för hela staden ska ha svarat.")
    )


class StandpointForm(forms.Form):
    text = _text(
        _("Hur ser er part på det, och varför?"),
        _("Ni kan ändra er text tills båda har skrivit."),
        6,
    )


class AnswerForm(forms.Form):
    answer = _text(
        _("Svar"), _("Skriv vad som gäller och varför. Svaret står kvar för alltid och kan inte ändras."), 6
    )
